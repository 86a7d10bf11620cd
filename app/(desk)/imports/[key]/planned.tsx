import { ArrowRight } from 'lucide-react'
import { actionName } from '@/app/_blocks/history-words'
import { Turner } from '@/app/_blocks/turner'
import { Link } from '@/app/_ui/link'
import { formatFor, wordsFor } from '@/app/reader'
import type { ImportKind } from '@/db/schema/vocabulary'
import type { Context } from '@/lib/context'
import { customerAddress } from '@/lib/customers/rules'
import type { ImportView } from '@/lib/imports/queries/imports'
import { type Fate, listPlanned, type PlannedRow } from '@/lib/imports/queries/planned'
import { pageNumber } from '@/lib/list'
import { Passing } from './passing'
import { fieldLabel, sayProblem, sayRemark, sayValue } from './say'

type Props = { ctx: Context; found: ImportView; fate: Fate; page: string | string[] | undefined }

/** The rows of one fate: what they give, what they change, or why they are rejected. */
export async function Planned({ ctx, found, fate, page: wanted }: Props) {
  const t = wordsFor(ctx, 'files')
  const { rows, total, page, pages } = await listPlanned(ctx, found, fate, pageNumber(wanted))
  if (total === 0) return <p className="px-5 py-4 text-base text-ink-2 max-md:px-3.5">{t(`check.noneOf.${fate}`)}</p>
  const isFile = found.undoOf === null
  // Of a file, what stays as it is has nothing to be said of it.
  const isAlone = fate === 'unchanged' && isFile
  const heading = {
    create: t('check.whatIsGiven'),
    update: t('check.whatChanges'),
    unchanged: t('check.whatStays'),
    reject: t('check.reason'),
  }
  return (
    <>
      <table className="table table-fixed">
        <thead>
          <tr>
            {isFile && (
              <th scope="col" className="num w-20 max-md:w-16">
                {t('check.line')}
              </th>
            )}
            <th scope="col" className={isAlone ? '' : 'md:w-2/5'}>
              {t('check.row')}
            </th>
            {!isAlone && (
              <th scope="col" className="max-md:hidden">
                {heading[fate]}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.n} ctx={ctx} found={found} fate={fate} row={row} />
          ))}
        </tbody>
      </table>
      <Turner ctx={ctx} page={page} pages={pages} at={(number) => `?show=${fate}&page=${number}`} />
    </>
  )
}

/** On a telephone what happens stands under the name. */
function Row({ ctx, found, fate, row }: Omit<Props, 'page'> & { row: PlannedRow }) {
  const what = <What ctx={ctx} found={found} fate={fate} row={row} />
  // What is undone stands in no file.
  const isFile = found.undoOf === null
  const isAlone = fate === 'unchanged' && isFile
  return (
    <tr>
      {isFile && <td className="num py-2 align-top text-ink-3">{formatFor(ctx).number(row.line)}</td>}
      <th scope="row" className="max-w-none! py-2 align-top whitespace-normal [overflow-wrap:anywhere]">
        <Called ctx={ctx} found={found} fate={fate} row={row} />
        {!isAlone && <div className="pt-1 font-normal md:hidden">{what}</div>}
        {row.remark && (
          <p className="text-sm font-normal text-warn">
            {sayRemark(ctx, found.kind, row.remark, row.line, row.remarkFacts)}
          </p>
        )}
      </th>
      {!isAlone && (
        <td className="max-w-none! py-2 align-top whitespace-normal [overflow-wrap:anywhere] max-md:hidden">{what}</td>
      )}
    </tr>
  )
}

function Called({
  ctx,
  found: { kind, undoOf },
  fate,
  row: { called },
}: Pick<Props, 'ctx' | 'found' | 'fate'> & { row: PlannedRow }) {
  const [first = '', ...rest] = called
  const [type = '', number] = rest
  if (kind === 'users') return <span className="font-medium">{called.join(' ')}</span>
  // A customer whom an import made is gone once that is undone.
  const isHere = undoOf === null && (fate === 'update' || fate === 'unchanged')
  return (
    <>
      {isHere ? (
        <Link href={customerAddress(first)} className="code hover:underline">
          {first}
        </Link>
      ) : (
        <span className="code">{first}</span>
      )}{' '}
      <span className="font-medium">
        {kind === 'items' && number ? `${sayValue(ctx, kind, 'type', type)} ${number}` : rest.join(' ')}
      </span>
    </>
  )
}

function What({ ctx, found: { kind }, fate, row }: Omit<Props, 'page'> & { row: PlannedRow }) {
  if (fate === 'reject') return <Wrong ctx={ctx} kind={kind} row={row} />
  if (fate === 'create')
    return (
      <dl className="flex flex-wrap gap-x-4 gap-y-0.5 text-ink-2">
        {row.fields
          .filter(({ after }) => !row.called.includes(String(after)))
          .map(({ field, after }) => (
            <div key={field} className="flex flex-wrap gap-x-1.5">
              <dt className="text-ink-3">{fieldLabel(ctx, kind, field)}</dt>
              <dd>{sayValue(ctx, kind, field, after)}</dd>
            </div>
          ))}
      </dl>
    )
  if (row.deed) return <Deed ctx={ctx} kind={kind} row={row} deed={row.deed} />
  return <Differences ctx={ctx} kind={kind} row={row} />
}

/** Why a row is rejected, and the cells that are to be put right as they stand in the file. */
function Wrong({ ctx, kind, row }: OfRow) {
  const empty = <span className="text-ink-3">{wordsFor(ctx, 'files')('check.empty')}</span>
  return (
    <div className="grid gap-0.5">
      {row.problem && <p>{sayProblem(ctx, kind, row.problem, row.facts)}</p>}
      {row.wrong.length > 0 && (
        <dl className="flex flex-wrap gap-x-4 gap-y-0.5 text-ink-2">
          {row.wrong.map(({ field, heading, text }) => (
            <div key={field} className="flex flex-wrap gap-x-1.5">
              <dt className="text-ink-3">{heading || fieldLabel(ctx, kind, field)}</dt>
              <dd className="font-medium whitespace-pre-wrap text-ink">{text || empty}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  )
}

type OfRow = { ctx: Context; kind: ImportKind; row: PlannedRow }

/**
 * What is turned back: something that was made goes, something that was taken comes back, something that was changed is
 * as it was.
 */
function Deed({ ctx, kind, row, deed }: OfRow & { deed: NonNullable<PlannedRow['deed']> }) {
  const t = wordsFor(ctx, 'files')
  const goes = row.fields.every(({ after }) => after === null || after === '')
  const comes = /\.(removed|taken|ungrouped|unstarred)$/.test(deed.action)
  const labels = row.fields.find(({ field }) => field === 'groups')
  const groups = labels?.before ?? labels?.after
  const about = Array.isArray(groups) ? formatFor(ctx).list(groups) : deed.about
  return (
    <div className="grid gap-0.5">
      <p>
        {actionName(ctx, deed.action)} {about && <span className="font-medium">{about}</span>}
        {(goes || comes) && <span className="text-ink-2"> · {t(comes ? 'check.comesBack' : 'check.goesAgain')}</span>}
      </p>
      {!goes && !comes && <Differences ctx={ctx} kind={kind} row={row} />}
    </div>
  )
}

function Differences({ ctx, kind, row }: OfRow) {
  const empty = <span className="text-ink-3">{wordsFor(ctx, 'files')('check.empty')}</span>
  const passing = row.fields.find(({ field }) => field === 'erpFields')
  return (
    <dl className="grid gap-0.5">
      <Passing ctx={ctx} kind={kind} side="toErp" fields={passing?.after} />
      <Passing ctx={ctx} kind={kind} side="toUs" fields={passing?.before} />
      {row.fields
        .filter((one) => one !== passing)
        .map(({ field, before, after }) => (
          <div key={field} className="flex flex-wrap items-baseline gap-x-1.5">
            <dt className="text-ink-3">{fieldLabel(ctx, kind, field)}</dt>
            <dd className="flex flex-wrap items-baseline gap-x-1.5">
              <del className="text-ink-2 no-underline">{sayValue(ctx, kind, field, before) || empty}</del>
              <ArrowRight className="size-3 self-center text-ink-3" aria-hidden />
              <ins className="font-medium no-underline">{sayValue(ctx, kind, field, after) || empty}</ins>
            </dd>
          </div>
        ))}
    </dl>
  )
}
