import type { SpokenPart } from '@/app/_blocks/search-words'
import { Link } from '@/app/_ui/link'
import { wordsFor } from '@/app/reader'
import { can } from '@/lib/auth/permissions'
import type { Context } from '@/lib/context'
import { customersAddress } from '@/lib/customers/filter'

/** Three empties: no data yet, an empty portfolio, and a search that nothing matches. */
export function NothingHere({ ctx, parts }: { ctx: Context; parts: SpokenPart[] }) {
  const t = wordsFor(ctx, 'customers')
  if (parts.length > 0) {
    return (
      <Blank title={t('noMatch')} hint={t('noMatchHint')}>
        {parts.map(({ part, label, not, value, without }) => (
          <Link key={`${part}${not}${value}`} href={customersAddress(without)} className="btn">
            {part === 'q'
              ? t('removeWords', { value })
              : t('removePart', { part: label, value: `${not ? `${t('isNot')} ` : ''}${value}` })}
          </Link>
        ))}
      </Blank>
    )
  }
  if (ctx.actor.portfolioOnly) return <Blank title={t('noPortfolio')} />
  return (
    <Blank title={t('noCustomers')} hint={t('noCustomersHint')}>
      {can(ctx.actor, 'customers.write') && (
        <Link href="/customers/new" className="btn btn-go">
          {t('new')}
        </Link>
      )}
    </Blank>
  )
}

/** The server gave the search up: what may be done about it. */
export function TooLong({ ctx }: { ctx: Context }) {
  const t = wordsFor(ctx, 'customers')
  return <Blank title={t('tooLong')} hint={t('tooLongHint')} />
}

function Blank({ title, hint, children }: { title: string; hint?: string; children?: React.ReactNode }) {
  return (
    <div className="mx-auto grid max-w-md justify-items-center gap-3 px-5 py-20 text-center">
      <p className="text-lg font-semibold">{title}</p>
      {hint && <p className="text-base text-ink-2">{hint}</p>}
      <div className="flex flex-wrap justify-center gap-2">{children}</div>
    </div>
  )
}
