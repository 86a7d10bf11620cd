import { Download } from 'lucide-react'
import type { ReactNode } from 'react'
import { ExportLink } from '@/app/_blocks/export-link'
import { CopyButton } from '@/app/_ui/copy-button'
import { Link } from '@/app/_ui/link'
import { wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import {
  type CustomerFilter,
  type CustomerView,
  customersAddress,
  EVERYONE,
  writeCustomerAddress,
} from '@/lib/customers/filter'
import { type CodeListSummary, findCodeList, type ListGroup } from '@/lib/lists/queries'
import { findNearCodes } from '@/lib/lists/queries/near'
import { NearCodes } from './near-codes'

type Props = { ctx: Context; filter: CustomerFilter; view: CustomerView }

/** More lines than these are for the download. */
const MOST_LINES = 5000

/** What became of a paste: the sum of its parts, and each part to look at, to copy and to take away. */
export async function CodeListPanel({ ctx, filter, view }: Props) {
  const id = filter.list
  const list = await findCodeList(ctx, id)
  if (!list || list.frozen) return null
  const near = await findNearCodes(ctx, id, list)
  const t = wordsFor(ctx, 'customers')
  const { pasted, found, twice, heading } = list
  const notFound = list.notFound.map(({ code }) => code)
  return (
    <details
      open={!near || near.length > 0}
      className="no-print mx-5 mb-3 rounded-md border border-line bg-surface text-base max-md:mx-3.5"
    >
      <summary className="px-3 py-2 text-ink-2">
        {t('listSummary', { pasted, found, missing: notFound.length, twice })}
      </summary>
      <div className="grid gap-x-6 gap-y-5 border-t border-line p-3 md:grid-cols-2">
        {heading !== undefined && <p className="text-ink-2 md:col-span-2">{t('listHeading', { heading })}</p>}
        {!near && <p className="text-ink-2 md:col-span-2">{t('nearTooLong')}</p>}
        {near && near.length > 0 && (
          <NearCodes ctx={ctx} near={near} list={id} search={writeCustomerAddress(filter, view)}>
            <Away id={id} group="near" label={t('listNear')} ctx={ctx} />
          </NearCodes>
        )}
        <Lines ctx={ctx} id={id} group="missing" codes={notFound} lines={notFound} />
        <div className="grid content-start gap-5">
          <Lines
            ctx={ctx}
            id={id}
            group="twice"
            codes={list.repeated.map(({ code }) => code)}
            lines={list.repeated.map(({ code, times }) => t('listTimes', { code, times }))}
          />
          <Found ctx={ctx} list={list} filter={filter} view={view} />
        </div>
      </div>
    </details>
  )
}

function Found({ ctx, list, filter, view }: Props & { list: CodeListSummary }) {
  if (list.found === 0) return null
  const t = wordsFor(ctx, 'customers')
  const all: CustomerFilter = { ...EVERYONE, list: filter.list, state: 'all' }
  const resting = filter.state === EVERYONE.state ? list.resting : 0
  return (
    <Group
      title={t('listFoundTitle')}
      tools={<Away ctx={ctx} id={filter.list} group="found" label={t('listFoundTitle')} />}
    >
      <p>
        <Link href={customersAddress(all, { ...view, sort: 'pasted', descending: false, page: 1 })} className="link">
          {t('listShowFound', { found: list.found })}
        </Link>
      </p>
      {view.sort !== 'pasted' && (
        <p className="mt-1">
          <Link
            href={customersAddress(filter, { ...view, sort: 'pasted', descending: false, page: 1 })}
            className="link"
          >
            {t('listSortPasted')}
          </Link>
        </p>
      )}
      {resting > 0 && <p className="mt-1 text-ink-2">{t('listResting', { resting })}</p>}
    </Group>
  )
}

type Part = { ctx: Context; id: string; group: 'missing' | 'twice'; codes: string[]; lines: string[] }

function Lines({ ctx, id, group, codes, lines }: Part) {
  if (codes.length === 0) return null
  const t = wordsFor(ctx, 'customers')
  const title = t(group === 'missing' ? 'listMissing' : 'listRepeated')
  const all = lines.length <= MOST_LINES
  const shown = lines.slice(0, MOST_LINES).join('\n')
  return (
    <Group
      title={title}
      tools={
        <>
          {all && <CopyButton text={codes.join('\n')} />}
          <Away ctx={ctx} id={id} group={group} label={title} />
          {group === 'missing' && (
            <ExportLink ctx={ctx} kind="codes" search={`list=${id}&group=${group}`} className="btn btn-bare h-7" />
          )}
        </>
      }
    >
      <textarea
        key={shown}
        readOnly
        rows={Math.min(8, lines.length)}
        aria-label={title}
        defaultValue={shown}
        className="input code"
      />
      {!all && <p className="mt-1 text-sm text-ink-2">{t('listCut', { shown: MOST_LINES, all: lines.length })}</p>}
    </Group>
  )
}

function Group({ title, tools, children }: { title: string; tools: ReactNode; children: ReactNode }) {
  return (
    <section className="min-w-0">
      <div className="mb-1 flex flex-wrap items-center gap-2">
        <h2 className="mr-auto font-medium">{title}</h2>
        {tools}
      </div>
      {children}
    </section>
  )
}

/** A group as a file. */
function Away({ ctx, id, group, label }: { ctx: Context; id: string; group: ListGroup; label: string }) {
  const t = wordsFor(ctx, 'customers')
  return (
    <a href={`/api/lists/${id}?group=${group}`} download className="btn h-7">
      <Download className="size-3.5" aria-hidden />
      {t('listDownload')}
      <span className="sr-only">{label}</span>
    </a>
  )
}
