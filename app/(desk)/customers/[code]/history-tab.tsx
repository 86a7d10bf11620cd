import { HistoryList } from '@/app/_blocks/history-list'
import { wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import type { CustomerFile } from '@/lib/customers/queries/file'
import { listCustomerHistory } from '@/lib/customers/queries/history'
import { PageLinks } from './page-links'

/** What was done here, newest first. */
export async function HistoryTab({ ctx, file, page: wanted }: { ctx: Context; file: CustomerFile; page: number }) {
  const t = wordsFor(ctx, 'history')
  const { rows, names, ...page } = await listCustomerHistory(ctx, file.customer.id, wanted)
  if (rows.length === 0) {
    return (
      <div className="grid justify-items-center gap-1 px-5 py-14 text-center">
        <p className="font-semibold">{t('list.empty')}</p>
        <p className="text-base text-ink-2">{t('list.emptyHint')}</p>
      </div>
    )
  }
  return (
    <>
      <HistoryList ctx={ctx} rows={rows} names={names} code={file.customer.code} />
      <PageLinks ctx={ctx} code={file.customer.code} tab="history" page={page} />
    </>
  )
}
