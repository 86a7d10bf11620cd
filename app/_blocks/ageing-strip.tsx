const FILLS = ['fill-age-0', 'fill-age-1', 'fill-age-2', 'fill-age-3', 'fill-age-4'] as const
const SIZES = {
  sm: { width: 96, height: 6, className: 'strip h-1.5 w-24' },
  md: { width: 420, height: 8, className: 'strip h-2 w-full max-w-[420px]' },
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

/** How old the debt is, at a glance. The words for it come from `ageingLabel`. */
export function AgeingStrip({ buckets, label, size = 'sm' }: Props) {
  const { width, height, className } = SIZES[size]
  const parts = partsOf(buckets, width)
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      className={className}
    >
      {parts.length === 0 && <rect width={width} height={height} className="fill-sunken" />}
      {parts.map(({ age, x, width }) => (
        <rect key={age} x={x} width={width} height={height} className={FILLS[age]} />
      ))}
    </svg>
  )
}

/** Where each part of the strip begins and how wide it is. Lengths only: these figures are looked at, not booked. */
export function partsOf(buckets: readonly string[], width: number): { age: number; x: number; width: number }[] {
  const weights = buckets.slice(0, FILLS.length).map((bucket, age) => ({ age, weight: Math.max(0, Number(bucket)) }))
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

function rounded(length: number): number {
  return Math.round(length * 100) / 100
}
