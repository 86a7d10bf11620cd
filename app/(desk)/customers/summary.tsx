import { AgeingStrip } from '@/app/_blocks/ageing-strip'
import { ageingLabel } from '@/app/_blocks/figures'
import { Link } from '@/app/_ui/link'
import { formatFor, wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import type { Size, Totals } from '@/lib/customers/queries/size'

/**
 * How many match and what they owe together, in one line and one strip. A number too large to be counted unasked is
 * offered to be.
 */
export function Summary({ ctx, size, exactly }: { ctx: Context; size: Size; exactly: string }) {
  const t = wordsFor(ctx, 'customers')
  return (
    <div className="flex min-h-9 flex-wrap items-center gap-x-5 gap-y-1 px-5 pb-3 text-base text-ink-2 max-md:px-3.5 print:px-0">
      <span className="font-semibold text-ink tabular-nums">
        {t(size.about ? 'countAbout' : 'count', { count: size.total })}
      </span>
      {size.totals && <Owed ctx={ctx} totals={size.totals} />}
      {size.about && (
        <Link href={exactly} className="link">
          {t('countExactly')}
        </Link>
      )}
    </div>
  )
}

function Owed({ ctx, totals }: { ctx: Context; totals: Totals }) {
  const t = wordsFor(ctx, 'customers')
  const format = formatFor(ctx)
  return (
    <>
      <span>
        {t('columns.balance')}{' '}
        <strong className="font-semibold text-ink tabular-nums">{format.rounded(totals.balance)}</strong>
      </span>
      <span>
        {t('columns.overdue')}{' '}
        <strong className="font-semibold text-ink tabular-nums">{format.rounded(totals.overdue)}</strong>
      </span>
      <div className="min-w-40 max-w-105 flex-1">
        <AgeingStrip
          buckets={totals.buckets}
          label={ageingLabel(totals.buckets, format, wordsFor(ctx, 'words'))}
          size="md"
        />
      </div>
    </>
  )
}
