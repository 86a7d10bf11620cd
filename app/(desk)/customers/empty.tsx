import { Blank, NoMatch } from '@/app/_blocks/blank'
import type { SpokenPart } from '@/app/_blocks/search-words'
import { Link } from '@/app/_ui/link'
import { wordsFor } from '@/app/reader'
import { can } from '@/lib/auth/permissions'
import type { Context } from '@/lib/context'
import { type CustomerFilter, customersAddress, EVERYONE } from '@/lib/customers/filter'

type Props = { ctx: Context; filter: CustomerFilter; parts: SpokenPart[] }

/** Three empties: no data yet, an empty portfolio, and a search that nothing matches. */
export function NothingHere({ ctx, filter, parts }: Props) {
  const t = wordsFor(ctx, 'customers')
  if (parts.length > 0)
    return (
      <NoMatch ctx={ctx} title={t('noMatch')} parts={parts} hrefOf={customersAddress}>
        {filter.state === EVERYONE.state && (
          <Link href={customersAddress({ ...filter, state: 'all' })} className="btn">
            {t('noMatchOthers')}
          </Link>
        )}
      </NoMatch>
    )
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
