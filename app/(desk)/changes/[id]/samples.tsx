import { unlessTooLong } from '@/app/_blocks/addressed'
import { Link } from '@/app/_ui/link'
import { Notice } from '@/app/_ui/notice'
import { formatFor, wordsFor } from '@/app/reader'
import type { ChangeView } from '@/lib/changes/queries/changes'
import { sampleChange, weighChange } from '@/lib/changes/queries/preview'
import type { Context } from '@/lib/context'
import { customerAddress } from '@/lib/customers/rules'
import { type Line, SampleTable } from './sample-table'

type Props = { ctx: Context; change: ChangeView }
type Standing = Awaited<ReturnType<typeof sampleChange>>[number]['before']

/** The load of the colleagues concerned and the first customers, each before and after. */
export async function Samples({ ctx, change }: Props) {
  const [samples, weighed] = await Promise.all([
    unlessTooLong(sampleChange(ctx, change)),
    unlessTooLong(weighChange(ctx, change)),
  ])
  const t = wordsFor(ctx, 'changes')
  if (!samples) return <Notice tone="warn">{t('noSamples')}</Notice>
  return (
    <>
      {weighed === undefined && <Notice tone="warn">{t('noLoads')}</Notice>}
      {weighed && weighed.loads.length > 0 && <Loads ctx={ctx} {...weighed} />}
      <SampleTable
        ctx={ctx}
        title={t('sampleTitle', { count: samples.length })}
        of={t('customer')}
        rows={samples.map(({ code, name, before, after }) => ({
          key: code,
          lines: linesOf(ctx, before, after),
          head: (
            <>
              <span className="code mr-2">{code}</span>
              <Link href={customerAddress(code)} className="font-medium hover:underline">
                {name}
              </Link>
            </>
          ),
        }))}
      />
    </>
  )
}

/** What differs between two standings, each in words. */
function linesOf(ctx: Context, now: Standing, later: Standing): Line[] {
  const words = wordsFor(ctx, 'words')
  const format = formatFor(ctx)
  const say = (standing: Standing) => [
    standing.collector?.name ?? words('none'),
    format.list(standing.colleagues.map(({ name }) => name)) || words('none'),
    format.list(standing.groups.map(({ name }) => name)) || words('none'),
    words(`states.${standing.state}`),
  ]
  const texts = say(later)
  return say(now)
    .map((before, index) => ({ before, after: texts[index] ?? '' }))
    .filter(({ before, after }) => before !== after)
}

type LoadsProps = { ctx: Context } & Awaited<ReturnType<typeof weighChange>>

function Loads({ ctx, loads, more }: LoadsProps) {
  const t = wordsFor(ctx, 'changes')
  const format = formatFor(ctx)
  const most = Math.max(1, ...loads.map(({ before, after }) => Math.max(before, after)))
  return (
    <section>
      <h2 className="mb-2 font-semibold">{t('loadTitle')}</h2>
      <ul className="grid gap-x-3 gap-y-2 text-base md:grid-cols-[minmax(0,12rem)_1fr_auto]">
        {loads.map(({ id, name, before, after }) => (
          <li
            key={id}
            className="grid items-center gap-x-3 max-md:grid-cols-[1fr_auto] md:col-span-3 md:grid-cols-subgrid"
          >
            <span className="truncate">{name}</span>
            <svg
              viewBox="0 0 100 10"
              preserveAspectRatio="none"
              className="h-3 w-full max-md:order-last max-md:col-span-2"
              aria-hidden="true"
            >
              <rect width={(100 * before) / most} height="4" className="fill-line-strong" />
              <rect y="5" width={(100 * after) / most} height="5" className="fill-accent" />
            </svg>
            <span className="text-right text-ink-2 tabular-nums">
              {format.number(before)} {t('loadBefore')} → <strong className="text-ink">{format.number(after)}</strong>{' '}
              {t('loadAfter')}
            </span>
          </li>
        ))}
      </ul>
      {more && <p className="pt-2 text-sm text-ink-3">{t('loadMost')}</p>}
    </section>
  )
}
