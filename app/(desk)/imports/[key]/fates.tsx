import { Link } from '@/app/_ui/link'
import { Notice } from '@/app/_ui/notice'
import { formatFor, wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import type { ImportView } from '@/lib/imports/queries/imports'
import { FATES, type Fate, hasRows } from '@/lib/imports/queries/planned'
import { Planned } from './planned'
import { Reasons } from './reasons'

type FateCounts = Record<Fate, number>
/** `after`: it was carried out, and is spoken of as done. */
type Props = { ctx: Context; found: ImportView; counts: FateCounts; asked: Asked; after?: boolean }
export type Asked = { show?: string | string[] | undefined; page?: string | string[] | undefined }

const SHADES: Record<Fate, string> = {
  create: 'fill-accent',
  update: 'fill-age-1',
  unchanged: 'fill-age-0',
  reject: 'fill-age-3',
}
const BOX = 'grid gap-0.5 rounded-lg border border-line bg-surface px-3.5 py-2.5'
const AFTER = { create: 'created', update: 'updated', unchanged: 'unchanged', reject: 'rejected' } as const

/** How many rows become what, as one strip and as figures that open their rows. */
export function Fates({ ctx, found, counts, asked, after = false }: Props) {
  const fates = found.undoOf === null ? FATES : FATES.filter((fate) => fate === 'update' || fate === 'unchanged')
  // What somebody has to see to comes first.
  const first = counts.reject > 0 ? 'reject' : fates.find((fate) => counts[fate] > 0)
  const shown = fates.find((fate) => fate === asked.show) ?? first ?? 'update'
  const isRunning = found.state === 'running'
  const t = wordsFor(ctx, 'files')
  return (
    <section className="mx-0! grid min-w-0 gap-3 pt-1">
      <div className="grid gap-3 px-5 max-md:px-3.5">
        <Strip counts={counts} />
        <nav
          aria-label={t(after ? 'check.tabsAfter' : 'check.tabs')}
          className="grid grid-cols-[repeat(4,minmax(0,170px))] gap-2 max-md:grid-cols-2"
        >
          {fates.map((fate) => {
            const figure = <Figure ctx={ctx} found={found} fate={fate} count={counts[fate]} after={after} />
            if (isRunning)
              return (
                <div key={fate} className={BOX}>
                  {figure}
                </div>
              )
            return (
              <Link
                key={fate}
                href={`?show=${fate}`}
                scroll={false}
                aria-current={fate === shown ? 'true' : undefined}
                className={`${BOX} hover:border-line-strong aria-[current]:border-accent aria-[current]:bg-accent-soft`}
              >
                {figure}
              </Link>
            )
          })}
        </nav>
      </div>
      {/* Read again and again while it runs: the rows are listed once it has ended. */}
      {!isRunning && <Rows ctx={ctx} found={found} fate={shown} page={asked.page} />}
    </section>
  )
}

type FigureProps = { ctx: Context; found: ImportView; fate: Fate; count: number; after: boolean }

function Figure({ ctx, found: { undoOf }, fate, count, after }: FigureProps) {
  const t = wordsFor(ctx, 'files')
  const undone = fate === 'unchanged' ? fate : after ? 'updated' : 'update'
  return (
    <>
      <span className="flex items-center gap-1.5 text-base text-ink-2">
        <svg viewBox="0 0 8 8" className="size-2" aria-hidden="true">
          <rect width="8" height="8" rx="2" className={SHADES[fate]} />
        </svg>
        {undoOf === null ? t(`counts.${after ? AFTER[fate] : fate}`) : t(`undoCounts.${undone}`)}
      </span>
      <span className="text-xl font-semibold tracking-tight tabular-nums">{formatFor(ctx).number(count)}</span>
    </>
  )
}

type RowsProps = { ctx: Context; found: ImportView; fate: Fate; page: Asked['page'] }

async function Rows({ ctx, found, fate, page }: RowsProps) {
  if (!(await hasRows(ctx, found.id)))
    return (
      <div className="px-5 max-md:px-3.5">
        <Notice>{wordsFor(ctx, 'files')('check.gone')}</Notice>
      </div>
    )
  return (
    <>
      <Reasons ctx={ctx} found={found} of={fate === 'reject' ? 'problems' : 'remarks'} />
      <Planned ctx={ctx} found={found} fate={fate} page={page} />
    </>
  )
}

function Strip({ counts }: { counts: FateCounts }) {
  const sum = Math.max(1, counts.create + counts.update + counts.unchanged + counts.reject)
  let x = 0
  const parts = FATES.map((fate) => {
    const part = { fate, x, width: (100 * counts[fate]) / sum }
    x += part.width
    return part
  })
  return (
    <svg
      viewBox="0 0 100 2"
      preserveAspectRatio="none"
      className="h-2 w-full max-w-[704px] rounded-sm bg-sunken"
      aria-hidden="true"
    >
      {parts.map(({ fate, x, width }) => (
        <rect key={fate} x={x} width={width} height="2" className={SHADES[fate]} />
      ))}
    </svg>
  )
}
