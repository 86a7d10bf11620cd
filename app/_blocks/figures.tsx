import type { ReactNode } from 'react'
import type { wordsFor } from '@/app/reader'
import type { Format } from '@/lib/i18n/format'

type SharedWords = ReturnType<typeof wordsFor<'words'>>

/** A figure with its name above it. */
export function Figure({ label, late = false, children }: { label: string; late?: boolean; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-base text-ink-2">{label}</dt>
      <dd className={`truncate text-lg font-semibold tabular-nums ${late ? 'text-late' : ''}`}>{children}</dd>
    </div>
  )
}

/** An amount of a column: nothing where it is nothing. */
export function amountOf(value: string, format: Format): string | null {
  return isZero(value) ? null : format.amount(value)
}

/** Days of delay, for a cell of late ones: short to the eye, in full to the ear. */
export function LateDays({ days, t }: { days: number | null; t: SharedWords }) {
  if (days === null || days <= 0) return null
  return (
    <>
      <span aria-hidden>{t('daysShort', { days })}</span>
      <span className="sr-only">{t('days', { days })}</span>
    </>
  )
}

/** The words of an ageing strip. */
export function ageingLabel(buckets: readonly string[], format: Format, t: SharedWords): string {
  const [notDue = '0', late30 = '0', late60 = '0', late90 = '0', lateOver = '0'] = buckets
  if (buckets.every(isZero)) return t('ageing.empty')
  return t('ageing.label', {
    notDue: format.rounded(notDue),
    late30: format.rounded(late30),
    late60: format.rounded(late60),
    late90: format.rounded(late90),
    lateOver: format.rounded(lateOver),
  })
}

export function isZero(decimal: string): boolean {
  return !/[1-9]/.test(decimal)
}

/** Whether an amount is above zero. */
export function isOwed(decimal: string): boolean {
  return !decimal.startsWith('-') && !isZero(decimal)
}
