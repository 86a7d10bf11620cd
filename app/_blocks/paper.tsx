import type { ReactNode } from 'react'
import { Link } from '@/app/_ui/link'
import { PrintButton } from '@/app/_ui/print-button'
import { formatFor, wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import type { ExportKind } from '@/lib/exports/rules'
import { ExportLink } from './export-link'

/** More rows than these nobody reads on paper. */
export const MOST_PRINTED = 1000

type Props = {
  ctx: Context
  title: string
  /** What was searched for. */
  said: string
  rows: number
  /** Whether there are more rows than are printed. */
  cut: boolean
  back: string
  /** Where that leads, where it is no list. */
  backLabel?: string
  /** The same list as a file, which has room for every row. */
  file?: { kind: ExportKind; search: string }
  /** Other ways on. */
  ways?: ReactNode
  children: ReactNode
}

/**
 * A list as it is printed, to be looked at before: what it is, of when and by whom, every row, and nothing that paper
 * cannot do.
 */
export function Paper({ ctx, title, said, rows, cut, back, backLabel, file, ways, children }: Props) {
  const t = wordsFor(ctx, 'exports')
  const shown = t('printHint', { count: rows })
  return (
    <>
      <div className="no-print flex flex-wrap items-center gap-3 border-b border-line px-5 py-3 text-base max-md:px-3.5">
        <PrintButton label={t('printNow')} />
        <p className="text-ink-2">{cut ? t('printCut', { shown: rows }) : shown}</p>
        {cut && file && <ExportLink ctx={ctx} {...file} className="btn" />}
        {ways}
        <Link href={back} className="link ml-auto">
          {backLabel ?? t('backToList')}
        </Link>
      </div>
      <header className="grid gap-1 px-5 py-3 max-md:px-3.5 print:px-0 print:pt-0">
        <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
        <p className="text-base [overflow-wrap:anywhere]">{said}</p>
        <p className="text-sm text-ink-2">
          {[
            t('count', { count: rows }),
            cut ? t('printCut', { shown: rows }) : '',
            t('printedAt', { when: formatFor(ctx).moment(ctx.now), who: ctx.actor.name }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </header>
      {children}
    </>
  )
}
