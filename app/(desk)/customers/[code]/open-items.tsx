import { ExportLink, PrintLink } from '@/app/_blocks/export-link'
import { isOwed, LateDays } from '@/app/_blocks/figures'
import { formatFor, wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import { EVERYONE, writeCustomerFilter } from '@/lib/customers/filter'
import type { CustomerFile } from '@/lib/customers/queries/file'
import { customerAddress } from '@/lib/customers/rules'
import { listOpenItems, type OpenItem } from '@/lib/items/queries'
import { PageLinks } from './page-links'

type Props = { ctx: Context; file: CustomerFile; page: number }

/** What is open, the oldest first. Each amount in its own currency, the sum in ours. */
export async function OpenItems({ ctx, file, page: wanted }: Props) {
  const t = wordsFor(ctx, 'customers')
  const { rows, ...page } = await listOpenItems(ctx, file.customer.id, wanted)
  if (rows.length === 0) {
    return (
      <div className="grid justify-items-center gap-1 px-5 py-14 text-center">
        <p className="font-semibold">{t('file.items.empty')}</p>
        <p className="text-base text-ink-2">{t('file.items.emptyHint')}</p>
      </div>
    )
  }
  const search = writeCustomerFilter({ ...EVERYONE, code: [file.customer.code], state: 'all' })
  return (
    <>
      <div className="no-print flex justify-end gap-1 px-3 py-1">
        <ExportLink ctx={ctx} kind="items" search={search} className="btn btn-bare" />
        <PrintLink ctx={ctx} href={`${customerAddress(file.customer.code)}/print`} className="btn btn-bare" />
      </div>
      <ItemTable ctx={ctx} file={file} rows={rows} />
      <PageLinks ctx={ctx} code={file.customer.code} tab="items" page={page} />
    </>
  )
}

/** The items with their sum, as they stand in the file and on paper. */
export function ItemTable({ ctx, file, rows }: Omit<Props, 'page'> & { rows: OpenItem[] }) {
  const t = wordsFor(ctx, 'customers')
  return (
    <table className="table items max-sm:[--row:44px]">
      <caption className="sr-only">{t('file.tabs.items')}</caption>
      <Head ctx={ctx} />
      <tbody>
        {rows.map((item) => (
          <Row key={item.id} ctx={ctx} item={item} />
        ))}
      </tbody>
      <Total ctx={ctx} file={file} />
    </table>
  )
}

function Head({ ctx }: { ctx: Context }) {
  const t = wordsFor(ctx, 'customers')
  return (
    <thead>
      <tr>
        <th scope="col">{t('file.items.number')}</th>
        <th scope="col" className="max-sm:hidden">
          {t('file.items.type')}
        </th>
        <th scope="col" className="num max-sm:hidden">
          {t('file.items.issued')}
        </th>
        <th scope="col" className="num">
          {t('file.items.due')}
        </th>
        <th scope="col" className="num">
          {t('file.items.late')}
        </th>
        <th scope="col" className="num">
          {t('file.items.remaining')}
        </th>
      </tr>
    </thead>
  )
}

/** The sum of what counts, as the customer's figures have it. */
function Total({ ctx, file }: Omit<Props, 'page'>) {
  const t = wordsFor(ctx, 'customers')
  const format = formatFor(ctx)
  return (
    <tfoot>
      <tr className="h-9 font-semibold">
        <th scope="row" colSpan={2} className="text-left font-semibold">
          {t('file.items.total')}
        </th>
        <td className="max-sm:hidden" colSpan={2} />
        <td colSpan={2} className="num">
          {isOwed(file.customer.overdue) && (
            <span className="mr-4 font-normal text-late max-sm:hidden">
              {t('file.items.overdueOf', { amount: format.money(file.customer.overdue) })}
            </span>
          )}
          {format.money(file.customer.balance)}
        </td>
      </tr>
    </tfoot>
  )
}

function Row({ ctx, item }: { ctx: Context; item: OpenItem }) {
  const t = wordsFor(ctx, 'customers')
  const words = wordsFor(ctx, 'words')
  const format = formatFor(ctx)
  const memo = item.type === 'down_payment_request'
  const foreign = item.currency !== ctx.company.currency
  return (
    <tr>
      <th scope="row">
        <span className="code">{item.number}</span>
        <span className="block text-xs text-ink-3 sm:hidden">{words(`itemTypes.${item.type}`)}</span>
      </th>
      <td className="max-sm:hidden">{words(`itemTypes.${item.type}`)}</td>
      <td className="num max-sm:hidden">{format.day(item.issueDate)}</td>
      <td className="num">{format.day(item.dueDate)}</td>
      <td className="num text-late">{!memo && <LateDays days={item.late} t={words} />}</td>
      <td className={`num ${memo ? 'text-ink-3' : ''}`}>
        {memo && (
          <span className="tag mr-2 max-sm:mr-0 max-sm:ml-auto max-sm:block max-sm:w-max">{t('file.items.memo')}</span>
        )}
        {!memo && item.worth === null && (
          <span className="tag tag-warn mr-2 max-sm:mr-0 max-sm:ml-auto max-sm:block max-sm:w-max">
            {t('file.items.noRate')}
          </span>
        )}
        {!memo && foreign && item.worth !== null && (
          <span className="mr-2 text-sm text-ink-3 max-sm:hidden">
            {t('file.items.worth', { amount: format.money(item.worth) })}
          </span>
        )}
        {format.moneyIn(item.remaining, item.currency)}
      </td>
    </tr>
  )
}
