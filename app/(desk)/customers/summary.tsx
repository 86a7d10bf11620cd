import { AgeingStrip } from '@/app/_blocks/ageing-strip'
import { ageingLabel } from '@/app/_blocks/figures'
import { formatFor, wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import { totalCustomers } from '@/lib/customers/queries/list'
import type { Aim } from '@/lib/customers/where'

/** What all that match owe together, in one line and one strip. */
export async function Summary({ ctx, aim }: { ctx: Context; aim: Aim }) {
  const t = wordsFor(ctx, 'customers')
  const format = formatFor(ctx)
  const totals = await totalCustomers(ctx, aim)
  return (
    <div className="flex min-h-9 flex-wrap items-center gap-x-5 gap-y-1 px-5 pb-3 text-base text-ink-2 max-md:px-3.5 print:px-0">
      <span className="font-semibold text-ink tabular-nums">{t('count', { count: totals.count })}</span>
      <span>
        {t('balance')} <strong className="font-semibold text-ink tabular-nums">{format.rounded(totals.balance)}</strong>
      </span>
      <span>
        {t('overdue')} <strong className="font-semibold text-ink tabular-nums">{format.rounded(totals.overdue)}</strong>
      </span>
      <div className="min-w-40 max-w-105 flex-1">
        <AgeingStrip
          buckets={totals.buckets}
          label={ageingLabel(totals.buckets, format, wordsFor(ctx, 'words'))}
          size="md"
        />
      </div>
    </div>
  )
}
