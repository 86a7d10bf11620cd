import { and, eq, ne, or, type Placeholder, type SQL, sql } from 'drizzle-orm'
import { views } from '@/db/schema'
import type { Actor } from '@/lib/auth/actor'
import { can } from '@/lib/auth/permissions'

/** The views this actor may open: the own ones, and those that are shared. */
export function openTo(actor: Actor): SQL | undefined {
  if (!can(actor, 'customers.read')) return sql`false`
  return openToReader(actor.id)
}

/** Those that somebody with the right to read customers may open; `person` may stay open until the statement is run. */
export function openToReader(person: number | Placeholder): SQL | undefined {
  return or(eq(views.ownerId, person), eq(views.shared, true))
}

/**
 * Those it may change: the own ones, shared ones only while it may share, and shared ones of others where it may change
 * those.
 */
export function writableBy(actor: Actor): SQL | undefined {
  if (!can(actor, 'views.write')) return sql`false`
  const own = and(eq(views.ownerId, actor.id), can(actor, 'views.share') ? undefined : eq(views.shared, false))
  return can(actor, 'views.writeAny') ? or(own, and(ne(views.ownerId, actor.id), eq(views.shared, true))) : own
}
