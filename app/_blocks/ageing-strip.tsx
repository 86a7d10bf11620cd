import type { CSSProperties } from 'react'

const AGES = 5
/** In which the parts of a strip are reckoned: as wide as it is drawn, as a rule. */
const SIZES = {
  sm: { width: 96, className: 'strip' },
  md: { width: 420, className: 'strip strip-wide' },
} as const
const GAP = 1
/** A sliver of debt is still debt: no part is drawn narrower. */
const NARROWEST = 2

type Props = {
  /** Not due, 1–30, 31–60, 61–90 and over 90 days late, as decimal strings. Credits count as nothing. */
  buckets: readonly string[]
  /** The same in words: what someone hears who does not see the strip. */
  label: string
  size?: keyof typeof SIZES
}

/**
 * How old the debt is, at a glance. The words for it come from `ageingLabel`. One element, because a list has one in
 * each row.
 */
export function AgeingStrip({ buckets, label, size = 'sm' }: Props) {
  const { width, className } = SIZES[size]
  const style = { '--parts': stopsOf(partsOf(buckets, width), width) } as CSSProperties
  return <span role="img" aria-label={label} className={className} style={style} />
}

type Part = { age: number; x: number; width: number }

/** Where each part of the strip begins and how wide it is. Lengths only: these figures are looked at, not booked. */
export function partsOf(buckets: readonly string[], width: number): Part[] {
  const weights = buckets.slice(0, AGES).map((bucket, age) => ({ age, weight: Math.max(0, Number(bucket)) }))
  const owed = weights.filter(({ weight }) => weight > 0)
  const sum = owed.reduce((total, { weight }) => total + weight, 0)
  const room = width - GAP * (owed.length - 1) - NARROWEST * owed.length
  let x = 0
  return owed.map(({ age, weight }) => {
    const part = { age, x: rounded(x), width: rounded(NARROWEST + (room * weight) / sum) }
    x += part.width + GAP
    return part
  })
}

/**
 * The parts as the stops of a gradient, each with a gap before it; nothing where nothing is owed, for which the style
 * sheet has a colour.
 */
function stopsOf(parts: Part[], width: number): string | undefined {
  const percent = (length: number) => `${rounded((100 * length) / width)}%`
  const stops = parts.flatMap(({ age, x, width: length }, at) => [
    ...(at === 0 ? [] : [`transparent 0 ${percent(x)}`]),
    `var(--age-${age}) 0 ${at === parts.length - 1 ? '100%' : percent(x + length)}`,
  ])
  return stops.length > 0 ? stops.join() : undefined
}

function rounded(length: number): number {
  return Math.round(length * 100) / 100
}
