import { ExportLink, PrintLink } from '@/app/_blocks/export-link'
import { Turner } from '@/app/_blocks/turner'
import { Link } from '@/app/_ui/link'
import { formatFor, wordsFor } from '@/app/reader'
import type { ChangeView } from '@/lib/changes/queries/changes'
import { type JournalRow, type JournalSum, listJournal, sumJournal } from '@/lib/changes/queries/journal'
import { sayTurned, type Turned } from '@/lib/changes/rules/turned'
import type { Context } from '@/lib/context'
import { customerAddress } from '@/lib/customers/rules'
import { printAddress } from '@/lib/exports/rules'

type Props = { ctx: Context; change: ChangeView; page: number }

/** What was done, summed up and then row by row, old and new. */
export async function Journal({ ctx, change, page }: Props) {
  const [sums, rows] = await Promise.all([sumJournal(ctx, change.id), listJournal(ctx, change.id, page)])
  if (sums.length === 0) return null
  const t = wordsFor(ctx, 'changes')
  return (
    <section className="grid min-w-0 gap-3 border-t border-line pt-4">
      <div className="flex items-center justify-between">
        <h2 className="font-semibold">{t('journal')}</h2>
        <span className="flex">
          <ExportLink ctx={ctx} kind="journal" search={`change=${change.key}`} className="btn btn-bare" />
          <PrintLink ctx={ctx} href={printAddress('journal', `change=${change.key}`)} className="btn btn-bare" />
        </span>
      </div>
      <ul className="grid gap-1 text-base">
        {sums.slice(0, 20).map((sum) => (
          <Sum key={keyOf(sum)} ctx={ctx} sum={sum} />
        ))}
      </ul>
      <div className="overflow-x-auto">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('customer')}</th>
              <th scope="col" className="max-md:hidden">
                {t('whatHeading')}
              </th>
              <th scope="col" className="max-md:hidden">
                {t('old')}
              </th>
              <th scope="col" className="max-md:hidden">
                {t('new')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.rows.map((row) => (
              <Row key={`${row.code} ${row.contactId} ${keyOf(row)}`} ctx={ctx} row={row} />
            ))}
          </tbody>
        </table>
      </div>
      <Turner
        inset
        ctx={ctx}
        page={rows.page}
        pages={rows.pages}
        at={(number) => `/changes/${change.key}?page=${number}`}
      />
    </section>
  )
}

const keyOf = ({ fact, about, before, after }: Turned) => `${fact} ${about} ${before} ${after}`

function Sum({ ctx, sum }: { ctx: Context; sum: JournalSum }) {
  const { what, before, after } = sayTurned(ctx.actor.language, sum)
  return (
    <li className="flex flex-wrap gap-x-2">
      <span className="min-w-12 text-right font-medium tabular-nums">{formatFor(ctx).number(sum.count)}</span>
      <span>
        {wordsFor(ctx, 'changes')('journalOf', { what })} <span className="text-ink-2">{before}</span> → {after}
      </span>
    </li>
  )
}

/** On a telephone what was turned stands under the name. */
function Row({ ctx, row }: { ctx: Context; row: JournalRow }) {
  const { what, before, after } = sayTurned(ctx.actor.language, row)
  return (
    <tr>
      <th scope="row" className="font-normal max-md:max-w-none! max-md:py-2 max-md:whitespace-normal!">
        <span className="code mr-2">{row.code}</span>
        <Link href={customerAddress(row.code)} className="font-medium hover:underline">
          {row.name}
        </Link>
        <span className="block text-ink-2 md:hidden">
          {what} · {before} → {after}
        </span>
      </th>
      <td className="max-md:hidden">{what}</td>
      <td className="text-ink-2 max-md:hidden">{before}</td>
      <td className="max-md:hidden">{after}</td>
    </tr>
  )
}
