import type { Format } from '@/lib/i18n/format'

type Figure = { label: string; value: number; strong?: boolean }

const SHADES = ['fill-accent', 'fill-age-0', 'fill-age-2']

type Props = { format: Format; figures: Figure[]; total: Figure; strip?: boolean }

/**
 * The parts of a change beside each other, and as one strip, where nothing else shows how far it is: together they are
 * the total.
 */
export function Counts({ format, figures, total, strip = true }: Props) {
  const sum = Math.max(1, total.value)
  let x = 0
  const parts = figures.map(({ label, value }, index) => {
    const part = { label, x, width: (100 * value) / sum, shade: SHADES[index] ?? 'fill-age-4' }
    x += part.width
    return part
  })
  return (
    <div className="grid gap-3">
      <dl className="flex flex-wrap gap-x-8 gap-y-2 max-md:gap-x-5">
        {[...figures, total].map(({ label, value, strong }) => (
          <div key={label}>
            <dt className="text-base text-ink-2">{label}</dt>
            <dd className={`text-lg font-semibold tabular-nums ${strong ? 'text-accent' : ''}`}>
              {format.number(value)}
            </dd>
          </div>
        ))}
      </dl>
      {strip && (
        <svg
          viewBox="0 0 100 2"
          preserveAspectRatio="none"
          className="h-2 w-full max-w-md rounded-sm bg-sunken"
          aria-hidden="true"
        >
          {parts.map((part) => (
            <rect key={part.label} x={part.x} width={part.width} height="2" className={part.shade} />
          ))}
        </svg>
      )}
    </div>
  )
}
