import { Download } from 'lucide-react'
import { formatFor, wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import type { ImportView } from '@/lib/imports/queries/imports'
import { countProblems } from '@/lib/imports/queries/planned'
import { sayProblem, sayRemark } from './say'

type Props = { ctx: Context; found: ImportView; of: 'problems' | 'remarks' }

/** Why rows are rejected, grouped, with the file that gives them back; or what is left out of rows that are taken. */
export async function Reasons({ ctx, found, of }: Props) {
  const counted = await countProblems(ctx, found)
  const t = wordsFor(ctx, 'files')
  if (counted[of].length === 0) return null
  const lines =
    of === 'problems'
      ? counted.problems.map(({ name, count, line, facts }) => {
          const sentence = sayProblem(ctx, found.kind, name, facts)
          return { name, count, sentence: t('check.forExample', { line, sentence }) }
        })
      : counted.remarks.map(({ name, count, line, facts }) => {
          return { name, count, sentence: sayRemark(ctx, found.kind, name, line, facts) }
        })
  return (
    <section className="grid max-w-3xl gap-2 px-5 pt-1 max-md:px-3.5">
      <h2 className="font-semibold">{t(of === 'problems' ? 'check.reasons' : 'check.remarks')}</h2>
      <List ctx={ctx}>{lines}</List>
      {of === 'problems' && (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 pt-1">
          <a href={`/api/imports/${found.key}/rejected`} download className="btn">
            <Download className="size-3.5" aria-hidden />
            {t('check.errorFile')}
          </a>
          <p className="text-sm text-ink-2">{t('check.errorFileHint')}</p>
        </div>
      )}
    </section>
  )
}

function List({ ctx, children }: { ctx: Context; children: { name: string; count: number; sentence: string }[] }) {
  return (
    <ul className="grid gap-1 text-base">
      {children.map(({ name, count, sentence }) => (
        <li key={name} className="flex gap-2.5">
          <span className="min-w-8 shrink-0 text-right font-semibold tabular-nums">{formatFor(ctx).number(count)}</span>
          <span className="min-w-0 text-ink-2 [overflow-wrap:anywhere]">{sentence}</span>
        </li>
      ))}
    </ul>
  )
}
