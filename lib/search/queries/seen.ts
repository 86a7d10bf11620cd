import { type SQL, sql } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import { customers } from '@/db/schema'
import { anyOf } from '@/db/sql'
import { can } from '@/lib/auth/permissions'
import type { Context } from '@/lib/context'
import { portfolioIds, visibleTo } from '@/lib/customers/where'

/**
 * A portfolio up to this size, counting twice whoever is both collected and accompanied, is quicker to look through
 * than the names of a whole company.
 */
const SMALL = 3000

/**
 * The customers that the actor may know of, said in the way that is quick to search: a small portfolio by its ids, so
 * that the planner starts from them; in a large one somebody who fits is soon met on the way along an index.
 */
export async function seenBy({ db, actor }: Context): Promise<SQL | undefined> {
  if (!can(actor, 'customers.read') || !actor.portfolioOnly) return visibleTo(actor)
  const [mine] = await db.execute<{ ids: string[] | null; many: boolean }>(sql`
    select case when count(*) <= ${SMALL} then array_agg(id) end as ids, count(*) > ${SMALL} as many
    from (select * from (${portfolioIds(actor.id, { once: false })}) mine (id) limit ${SMALL + 1}) mine`)
  if (!mine || mine.many) return visibleTo(actor)
  return mine.ids ? anyOf(customers.id, mine.ids.map(Number)) : sql`false`
}

/**
 * The same for what is met in no order, such as all who bear a name: each is asked whether its customer is one of a
 * set, and nothing else is read of it.
 */
export function amongSeen({ actor }: Context, customerId: AnyPgColumn | SQL): SQL | undefined {
  if (!can(actor, 'customers.read')) return sql`false`
  if (!actor.portfolioOnly) return undefined
  // `is true` keeps it a set, which is made once: it would be joined else, beginning with all that the portfolio has.
  return sql`(${customerId} in (${portfolioIds(actor.id, { once: false })})) is true`
}
