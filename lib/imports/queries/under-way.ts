import { and, eq, inArray, sql } from 'drizzle-orm'
import { unionAll } from 'drizzle-orm/pg-core'
import { builtOnce } from '@/db/built'
import { changes, imports } from '@/db/schema'
import { can } from '@/lib/auth/permissions'
import type { Context } from '@/lib/context'

/**
 * A mass change or an import that the worker is on; `percent` is null as long as nobody knows how much there is to do.
 */
export type Task = { what: 'change' | 'import' | 'check'; key: string; percent: number | null }

const MOST = 9

/**
 * What the actor has under way, the latest last. Asked with every page, so it is one statement along two small indexes;
 * a change of thousands of customers and an import look alike to whoever waits for them.
 */
export async function listUnderWay({ db, actor }: Context): Promise<Task[]> {
  if (actor.kind !== 'user' || !(can(actor, 'changes.write') || can(actor, 'imports.write'))) return []
  return ofPerson(db).execute({ person: actor.id })
}

const ofPerson = builtOnce((db) => {
  const share = (done: unknown, all: unknown) =>
    sql<number | null>`(100 * (${done})::bigint / nullif(${all}, 0))::integer`
  const running = db
    .select({
      what: sql<Task['what']>`'change'::text`.as('what'),
      key: changes.key,
      percent: share(sql`${changes.changed} + ${changes.already} + ${changes.notAllowed}`, changes.total).as('percent'),
    })
    .from(changes)
    .where(and(eq(changes.createdBy, sql.placeholder('person')), eq(changes.state, 'running')))
    .limit(MOST)
  const coming = db
    .select({
      what: sql<Task['what']>`case ${imports.state} when 'running' then 'import' else 'check' end`.as('what'),
      key: imports.key,
      percent: sql<
        number | null
      >`case when ${imports.state} = 'running' then ${share(imports.position, imports.offered)} end`.as('percent'),
    })
    .from(imports)
    .where(and(eq(imports.createdBy, sql.placeholder('person')), inArray(imports.state, ['checking', 'running'])))
    .limit(MOST)
  return unionAll(running, coming).prepare('under_way')
})
