/** What a job says of itself. `ours` and `plain` are medians in `unit`; `p95` is for the reader of the table alone. */
export type Line = {
  job: string
  size: number
  ours: number
  plain: number
  ratio: number
  /** None where the ratio is only told. */
  budget?: number
  unit: 'ms' | 's'
  within: boolean
  p95?: { ours: number; plain: number }
}

const HEADINGS = ['job', 'size', 'ours', 'plain SQL', 'ratio', 'budget', '', 'p95 ours', 'p95 plain']
const GROWTH = ['grown', 'plain grown']

export function lineOf(
  measured: Pick<Line, 'job' | 'size' | 'ours' | 'plain' | 'budget' | 'unit'>,
  p95?: Line['p95'],
): Line {
  const ratio = measured.ours / measured.plain
  return { ...measured, ratio, within: measured.budget === undefined || ratio <= measured.budget, ...(p95 && { p95 }) }
}

/** The table that `npm run bench` ends with. Of several sizes those of a job stand together, each with how much longer it takes than the one before. */
export function tableOf(lines: readonly Line[]): string {
  const jobs = [...new Set(lines.map(({ job }) => job))]
  const grouped = jobs.flatMap((job) => lines.filter((line) => line.job === job))
  const headings = grouped.length > jobs.length ? [...HEADINGS, ...GROWTH] : HEADINGS
  const rows = [headings, ...grouped.map((line, at) => [...cellsOf(line), ...grownSince(line, grouped[at - 1])])]
  const widths = headings.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 || column === 6 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** The same for a program, in fixed fields. */
export function jsonOf(lines: readonly Line[]): string {
  const fixed = lines.map(({ job, size, ours, plain, ratio, budget, unit, within }) => ({
    job,
    size,
    ours: rounded(ours),
    plain: rounded(plain),
    ratio: rounded(ratio),
    budget,
    unit,
    within,
  }))
  return `${JSON.stringify(fixed, null, 2)}\n`
}

function cellsOf({ job, size, ours, plain, ratio, budget, unit, within, p95 }: Line): string[] {
  const time = (value: number) => `${value.toFixed(2)} ${unit}`
  return [
    job,
    size.toLocaleString('en'),
    time(ours),
    time(plain),
    `${ratio.toFixed(2)} x`,
    budget === undefined ? '' : `${budget.toFixed(2)} x`,
    budget === undefined ? '' : within ? 'within' : 'OVER BUDGET',
    p95 ? time(p95.ours) : '',
    p95 ? time(p95.plain) : '',
  ]
}

/** How many times the line before takes, of the same job in a smaller company. */
function grownSince(line: Line, before: Line | undefined): string[] {
  if (before?.job !== line.job) return []
  return [line.ours / before.ours, line.plain / before.plain].map((times) => `${times.toFixed(1)} x`)
}

const rounded = (value: number) => Number(value.toFixed(3))
