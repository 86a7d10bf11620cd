import { Check } from 'lucide-react'
import { Link } from '@/app/_ui/link'
import { wordsFor } from '@/app/reader'
import type { ImportState } from '@/db/schema/vocabulary'
import type { Context } from '@/lib/context'
import { openSteps, STEPS, type Step } from '@/lib/imports/rules/steps'

type Props = { ctx: Context; here: Step; of?: { key: string; state: ImportState; undoOf: number | null } }

/** Where one is, what is done, and the ways back. On a telephone only the step at hand has its name. */
export function Steps({ ctx, here, of }: Props) {
  const t = wordsFor(ctx, 'files')
  const open = of ? openSteps(of) : []
  return (
    <nav aria-label={t('steps.label')} className="no-print">
      <ol className="flex flex-wrap items-center gap-y-1 text-base">
        {STEPS.map((step, index) => {
          const current = step === here
          const done = STEPS.indexOf(here) > index
          const name = current ? 'font-semibold' : 'max-sm:sr-only'
          const content = (
            <>
              <Mark current={current} done={done} number={index + 1} />
              <span className={name}>{t(`steps.${step}`)}</span>
              {done && <span className="sr-only">({t('steps.done')})</span>}
            </>
          )
          return (
            <li key={step} aria-current={current ? 'step' : undefined} className="flex items-center">
              {index > 0 && <span aria-hidden className="mx-2 h-px w-4 bg-line-strong sm:w-6" />}
              {of && !current && open.includes(step) ? (
                <Link href={`/imports/${of.key}/${step}`} className="flex min-h-6 items-center gap-1.5 hover:underline">
                  {content}
                </Link>
              ) : (
                <span className={`flex min-h-6 items-center gap-1.5 ${current ? '' : 'text-ink-2'}`}>{content}</span>
              )}
            </li>
          )
        })}
      </ol>
    </nav>
  )
}

function Mark({ current, done, number }: { current: boolean; done: boolean; number: number }) {
  const shade = current
    ? 'border-accent bg-accent text-accent-ink'
    : done
      ? 'border-accent-line bg-accent-soft text-accent'
      : 'border-line-strong text-ink-2'
  return (
    <span
      aria-hidden
      className={`grid size-5 shrink-0 place-items-center rounded-full border text-xs font-semibold tabular-nums ${shade}`}
    >
      {done ? <Check className="size-3" strokeWidth={3} /> : number}
    </span>
  )
}
