import type { ReactNode } from 'react'
import { Link } from '@/app/_ui/link'
import { wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import { hasLetterOrDigit } from '@/lib/search/rules'
import type { SpokenPart } from './search-words'

type BlankProps = { title: string; hint?: string; as?: 'p' | 'h1'; children?: ReactNode }

/** What stands in place of a list, or of a whole page (`h1`): why there is nothing, and what may be done. */
export function Blank({ title, hint, as: Title = 'p', children }: BlankProps) {
  return (
    <div className="mx-auto grid max-w-md justify-items-center gap-3 px-5 py-20 text-center">
      <Title className="text-lg font-semibold">{title}</Title>
      {hint && <p className="text-base text-ink-2">{hint}</p>}
      <div className="flex flex-wrap justify-center gap-2">{children}</div>
    </div>
  )
}

/** The server gave the search up: what may be done about it. */
export function TooLong({ ctx }: { ctx: Context }) {
  const t = wordsFor(ctx, 'customers')
  return <Blank title={t('tooLong')} hint={t('tooLongHint')} />
}

type NoMatchProps<Filter> = {
  ctx: Context
  title: string
  parts: SpokenPart<Filter>[]
  hrefOf: (filter: Filter) => string
  /** What may help besides. */
  children?: ReactNode
}

/** A search that nothing matches, and the same without each of its parts. */
export function NoMatch<Filter>({ ctx, title, parts, hrefOf, children }: NoMatchProps<Filter>) {
  const t = wordsFor(ctx, 'customers')
  const signsOnly = parts.some(({ part, value }) => part === 'q' && !hasLetterOrDigit(value))
  return (
    <Blank title={title} hint={t(signsOnly ? 'noMatchSigns' : 'noMatchHint')}>
      {parts.map(({ part, label, not, value, without }) => (
        <Link key={`${part}${not}${value}`} href={hrefOf(without)} className="btn">
          {part === 'q'
            ? t('removeWords', { value })
            : t('removePart', { part: label, value: `${not ? `${t('isNot')} ` : ''}${value}` })}
        </Link>
      ))}
      {children}
    </Blank>
  )
}
