import { type SQL, sql } from 'drizzle-orm'
import { ids } from '@/db/sql'
import type { Context } from '@/lib/context'

/** What names a user, and so keeps the row: each kind with how often, where that can be counted. */
const TRACES = [
  'password',
  'colleague',
  'collector',
  'changes',
  'lists',
  'views',
  'rules',
  'namedByViews',
  'namedByRules',
  'namedByChanges',
  'history',
] as const
type Trace = { kind: (typeof TRACES)[number]; count: number }

/**
 * Everything that names a user, but what was done to the account itself, which the history keeps in any case. Whoever
 * had a password may have done anything. No trace means that the row can go; foreign keys say so too, where there is
 * one. What imports `beside` wrote of it in the history does not count: they are being undone.
 */
export async function tracesOf(ctx: Context, userId: number, beside: readonly number[] = []): Promise<Trace[]> {
  const counts = sql`(h.import_id is null or h.import_id <> all(${ids(beside)}))`
  const [found] = await ctx.db.execute<Record<Trace['kind'], number>>(sql`
    select
      (select count(*) from users u where u.id = ${userId}
        and (u.password_hash is not null or u.last_sign_in_at is not null))::integer as password,
      (select count(*) from associations a where a.user_id = ${userId})::integer as colleague,
      (select count(*) from customers c where c.collector_id = ${userId})::integer as collector,
      (select count(*) from changes c where c.created_by = ${userId})::integer as changes,
      (select count(*) from code_lists l where l.created_by = ${userId})::integer as lists,
      (select count(*) from views v where v.owner_id = ${userId})::integer as views,
      (select count(*) from rules r where r.created_by = ${userId})::integer as rules,
      (select count(*) from views v where exists (
        select from user_handles h where h.user_id = ${userId}
          and v.search ~ ('(^|&)(colleague|collector)=([^&]*,)?!?' || replace(h.handle, '.', '\\.') || '(,|&|$)')
      ))::integer as "namedByViews",
      (select count(*) from rules r where ${names('r.gives')})::integer as "namedByRules",
      (select count(*) from changes c where ${names('c.input')} or c.target @? ${`$.userId ? (@ == ${userId})`}::jsonpath
        or exists (select from change_effects e where e.change_id = c.id and (
          (e.fact = 'association' and e.subject = ${userId}) or (e.fact = 'collector' and (
            to_jsonb(${userId}::bigint) in (e.before, e.after)
            or e.before ->> 'userId' = ${String(userId)} or e.after ->> 'userId' = ${String(userId)}))))
      )::integer as "namedByChanges",
      (select count(*) from history h where h.user_id = ${userId} and h.action not like 'user.%' and ${counts})::integer as history`)
  const traces = TRACES.map((kind) => ({ kind, count: found?.[kind] ?? 0 })).filter(({ count }) => count > 0)
  return traces.length > 0 ? traces : await formerCollector(ctx, userId, counts)

  function names(column: string) {
    const ways = ['colleagues[*]', 'from', 'to', 'collector'].map((way) => `$.${way} == ${userId}`)
    return sql`${sql.raw(column)} @@ ${ways.join(' || ')}::jsonpath`
  }
}

/**
 * The history keeps collectors inside its values, where no index finds them: looked for only where nothing else was
 * found.
 */
async function formerCollector(ctx: Context, userId: number, counts: SQL): Promise<Trace[]> {
  const [found] = await ctx.db.execute<{ count: number }>(sql`
    select count(*)::integer as count from history h
    where h.action in ('customer.created', 'customer.updated')
      and ${String(userId)} in (h.old ->> 'collectorId', h.new ->> 'collectorId') and ${counts}`)
  return found && found.count > 0 ? [{ kind: 'history', count: found.count }] : []
}
