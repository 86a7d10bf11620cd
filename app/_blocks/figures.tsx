import type { ReactNode } from 'react'
import { sentence, type wordsFor } from '@/app/reader'
import type { Format } from '@/lib/i18n/format'

type SharedWords = ReturnType<typeof wordsFor<'words'>>
type LateWords = { short: string; full: string }

const lateWordsOf = new WeakMap<SharedWords, Map<number, LateWords>>()
/** Ten years of days. */
const MOST_KEPT = 3650

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

/** Days of delay, for a cell of late ones. */
export function LateDays({ days, t }: { days: number | null; t: SharedWords }) {
  if (days === null || days <= 0) return null
  const { short, full } = lateWords(days, t)
  return (
    <>
      <span aria-hidden>{short}</span>
      <span className="sr-only">{full}</span>
    </>
  )
}

/**
 * The same as words, short to the eye and in full to the ear. Kept: a page has dozens, and each takes a plural rule to
 * say.
 */
export function lateWords(days: number, t: SharedWords): LateWords {
  const known = lateWordsOf.get(t) ?? new Map<number, LateWords>()
  lateWordsOf.set(t, known)
  if (known.size > MOST_KEPT) known.clear()
  const words = known.get(days) ?? { short: t('daysShort', { days }), full: t('days', { days }) }
  known.set(days, words)
  return words
}

/** The words of an ageing strip. */
export function ageingLabel(buckets: readonly string[], format: Format, t: SharedWords): string {
  return ageingLabels(format, t)(buckets)
}

/** The same for many strips. */
export function ageingLabels(format: Format, t: SharedWords): (buckets: readonly string[]) => string {
  const empty = t('ageing.empty')
  const nothing = format.rounded('0')
  const label = sentence((marks) => t('ageing.label', marks), ...AGES)
  return (buckets) => {
    if (buckets.every(isZero)) return empty
    const amounts = AGES.map((age, at) => [
      age,
      isZero(buckets[at] ?? '0') ? nothing : format.rounded(buckets[at] ?? '0'),
    ])
    return label(Object.fromEntries(amounts))
  }
}

const AGES = ['notDue', 'late30', 'late60', 'late90', 'lateOver'] as const

export function isZero(decimal: string): boolean {
  return !/[1-9]/.test(decimal)
}

/** Whether an amount is above zero. */
export function isOwed(decimal: string): boolean {
  return !decimal.startsWith('-') && !isZero(decimal)
}
