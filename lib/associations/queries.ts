import { and, asc, eq, sql } from 'drizzle-orm'
import { associations, changes, customers, rules, users } from '@/db/schema'
import type { AssociationKind, AssociationSource } from '@/db/schema/vocabulary'
import { opensChange } from '@/lib/auth/permissions'
import type { Context } from '@/lib/context'
import { visibleTo } from '@/lib/customers/where'

/**
 * The colleagues of a customer, and how each came to be one: by whom, or by which file, rule or mass change. In copy is
 * whose kind the company puts in copy and who can be written to. `changeKey` only where the actor may open that change.
 */
export async function listColleagues(ctx: Context, customerId: number) {
  const rows = await ctx.db
    .select({
      userId: users.id,
      handle: users.handle,
      name: sql<string>`concat_ws(' ', ${users.firstName}, ${users.lastName})`,
      email: users.email,
      active: users.active,
      kind: sql<AssociationKind>`${associations.kind}`,
      since: associations.since,
      source: sql<AssociationSource>`${associations.source}`,
      givenBy: sql<
        string | null
      >`(select concat_ws(' ', author.first_name, author.last_name) from users author where author.id = ${associations.createdBy})`,
      change: { key: changes.key, author: changes.createdBy },
      rule: rules.name,
      pinned: associations.pinned,
      inCopy: sql<boolean>`(users.email is not null and associations.kind = any((select copy_kinds from settings)::text[]))`,
    })
    .from(associations)
    .innerJoin(users, eq(users.id, associations.userId))
    .innerJoin(customers, eq(customers.id, associations.customerId))
    .leftJoin(changes, eq(changes.id, associations.changeId))
    .leftJoin(rules, eq(rules.id, associations.ruleId))
    .where(and(eq(associations.customerId, customerId), visibleTo(ctx.actor)))
    .orderBy(asc(users.lastName), asc(users.firstName), asc(users.id))
  return rows.map(({ change, ...row }) => ({
    ...row,
    inChange: change !== null,
    changeKey: change && opensChange(ctx.actor, change.author) ? change.key : null,
  }))
}

export type ColleagueRow = Awaited<ReturnType<typeof listColleagues>>[number]
