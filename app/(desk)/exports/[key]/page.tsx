import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Link } from '@/app/_ui/link'
import { Notice } from '@/app/_ui/notice'
import { StayFresh } from '@/app/_ui/stay-fresh'
import { formatFor, wordsFor } from '@/app/reader'
import { requireContext } from '@/lib/auth/session'
import type { Context } from '@/lib/context'
import { exportTarget } from '@/lib/exports/input'
import { type Export, findExport, lastChoices } from '@/lib/exports/queries/exports'
import { sizeExport } from '@/lib/exports/queries/size'
import type { ExportKind } from '@/lib/exports/rules'
import { ChoicesForm, Option } from '../choices-form'
import { DownloadLink } from '../download-link'
import { sayTarget } from '../said'

type Props = { params: Promise<{ key: string }> }

async function load({ params }: Props): Promise<{ ctx: Context; row: Export }> {
  const ctx = await requireContext('exports.write')
  const row = await findExport(ctx, (await params).key)
  if (!row) notFound()
  return { ctx, row }
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { ctx, row } = await load(props)
  const t = wordsFor(ctx, 'exports')
  return { title: row.kind ? t('exportOf', { list: t(`kinds.${row.kind as ExportKind}`) }) : t('export') }
}

/** One file of the reader's own: what the ticked rows are wanted as, how far it is, or the file. */
export default async function ExportPage(props: Props) {
  const { ctx, row } = await load(props)
  return (
    <div className="grid max-w-3xl content-start gap-5 px-5 py-5 max-md:px-3.5">
      {row.kind === null ? (
        <Draft ctx={ctx} row={row} />
      ) : (
        <Ordered ctx={ctx} row={row} kind={row.kind as ExportKind} />
      )}
    </div>
  )
}

const OF_CUSTOMERS = ['customers', 'items'] as const
const OF_CONTACTS = ['contacts'] as const

/** Rows that were ticked: contacts, or customers and what they owe. */
async function Draft({ ctx, row }: { ctx: Context; row: Export }) {
  const t = wordsFor(ctx, 'exports')
  const target = exportTarget.parse(row.target)
  const kinds = target.kind === 'contacts' || target.kind === 'contactSearch' ? OF_CONTACTS : OF_CUSTOMERS
  const [sizes, choices, said] = await Promise.all([
    Promise.all(kinds.map((kind) => sizeExport(ctx, kind, target))),
    lastChoices(ctx),
    sayTarget(ctx, kinds[0], target),
  ])
  const countOf = (place: number) => {
    const { rows = 0, large = false } = sizes[place] ?? {}
    return large ? t('countAbout', { count: rows }) : t('count', { count: rows })
  }
  return (
    <>
      <header className="grid gap-1.5">
        <h1 className="text-xl font-semibold tracking-tight">{t('export')}</h1>
        <p className="text-base text-ink-2 [overflow-wrap:anywhere]">{said}</p>
      </header>
      <ChoicesForm ctx={ctx} choices={choices} rows={undefined} large={false}>
        <input type="hidden" name="draft" value={row.key} />
        <fieldset className="grid gap-1.5">
          <legend className="mb-1 text-base font-medium">{t('what')}</legend>
          {kinds.map((kind, place) => (
            <Option
              key={kind}
              name="kind"
              value={kind}
              checked={place === 0}
              label={`${t(`kinds.${kind}`)} · ${countOf(place)}`}
            />
          ))}
        </fieldset>
      </ChoicesForm>
    </>
  )
}

function Ordered({ ctx, row, kind }: { ctx: Context; row: Export; kind: ExportKind }) {
  const t = wordsFor(ctx, 'exports')
  return (
    <>
      <header className="grid gap-1.5">
        <div className="flex flex-wrap items-center gap-2">
          <h1 className="text-xl font-semibold tracking-tight">{t('exportOf', { list: t(`kinds.${kind}`) })}</h1>
          <span className={row.state === 'failed' ? 'tag tag-danger' : 'tag'}>
            {t(`states.${row.state as 'done'}`)}
          </span>
        </div>
        <p className="text-base text-ink-2 [overflow-wrap:anywhere]">{row.said || t('everything')}</p>
      </header>
      {(row.state === 'waiting' || row.state === 'running') && <Progress ctx={ctx} row={row} />}
      {row.state === 'failed' && (
        <Notice tone="bad">{wordsFor(ctx, 'refusals')((row.problem ?? 'gone') as 'gone')}</Notice>
      )}
      {row.state === 'done' && row.expiresAt && <Ready ctx={ctx} row={row} until={row.expiresAt} />}
      <p className="text-base">
        <Link href="/exports" className="link">
          {t('toAll')}
        </Link>
      </p>
    </>
  )
}

function Progress({ ctx, row: { state, rows, total } }: { ctx: Context; row: Export }) {
  const t = wordsFor(ctx, 'exports')
  return (
    <div className="grid justify-items-start gap-2">
      <StayFresh />
      {state === 'running' && (
        <progress
          value={total ? Math.floor((100 * rows) / total) : 0}
          max={100}
          className="w-full"
          aria-label={t('states.running')}
        />
      )}
      {total !== null && <p className="text-base tabular-nums">{t('progress', { done: rows, total })}</p>}
      <p className="text-base text-ink-2">{t(state === 'running' ? 'runningText' : 'waitingText')}</p>
    </div>
  )
}

function Ready({ ctx, row, until }: { ctx: Context; row: Export; until: Date }) {
  const t = wordsFor(ctx, 'exports')
  return (
    <div className="grid justify-items-start gap-3">
      <p className="text-base">
        {t('doneText', {
          count: row.rows,
          size: formatFor(ctx).bytes(row.size ?? 0),
          until: formatFor(ctx).moment(until),
        })}
      </p>
      <DownloadLink ctx={ctx} row={row} />
    </div>
  )
}
