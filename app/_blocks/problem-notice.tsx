import { Link } from '@/app/_ui/link'
import { Notice } from '@/app/_ui/notice'
import { wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import type { CustomerFilter } from '@/lib/customers/filter'
import type { Problem } from '@/lib/filter'

/**
 * `labels`: what parts are called that customers do not have. `without`: the address without what cannot be applied.
 */
type Props = { ctx: Context; problems: Problem[]; labels?: Record<string, string>; without: string }

/** Names each part that could not be applied, says what that switches off, and offers the search without it. */
export function ProblemNotice({ ctx, problems, labels = {}, without }: Props) {
  const t = wordsFor(ctx, 'customers')
  const nameOf = (part: string) =>
    labels[part] ?? (t.has(`parts.${part}` as 'parts.q') ? t(`parts.${part}` as 'parts.q') : part)
  const sentence = ({ part, value, reason }: Problem) => {
    if (part === 'view' && reason === 'gone') return wordsFor(ctx, 'views')('gone', { view: value })
    if (part === 'list' && reason === 'gone') return t('listGone')
    return t(`problem.${reason}`, { part: reason === 'unknown' ? part : nameOf(part), value })
  }
  return (
    <div className="px-5 pb-3 max-md:px-3.5 print:px-0">
      <Notice tone="warn">
        <p>{t('problemsTitle')}</p>
        <ul className="list-disc pl-5">
          {problems.slice(0, 20).map((problem) => (
            <li key={`${problem.part}=${problem.value}`} className="break-words">
              {sentence(problem)}
            </li>
          ))}
        </ul>
        <Link href={without} className="link no-print">
          {t('withoutProblems')}
        </Link>
      </Notice>
    </div>
  )
}

type Choosing = Pick<CustomerFilter, 'list' | 'colleague' | 'collector' | 'group'>

/** The search without the values that are gone; what could not be read is not in it anyway. */
export function withoutGone<Filter extends Choosing>(filter: Filter, problems: Problem[]): Filter {
  const gone = (part: string, value: string) =>
    problems.some((problem) => problem.part === part && problem.value === value)
  const kept = (part: 'colleague' | 'collector' | 'group') => filter[part].filter((token) => !gone(part, token.value))
  return {
    ...filter,
    list: gone('list', filter.list) ? '' : filter.list,
    colleague: kept('colleague'),
    collector: kept('collector'),
    group: kept('group'),
  }
}
