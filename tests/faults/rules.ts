import { desc, eq, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { changes, rules } from '@/db/schema'
import { contextFor } from '@/lib/auth/identity'
import type { Gift } from '@/lib/changes/kinds/rule-gift'
import type { Context } from '@/lib/context'
import { applyRule } from '@/lib/rules/commands/apply'
import { createRule, deleteRule } from '@/lib/rules/commands/keep'
import { createView } from '@/lib/views/commands/keep'
import { cutSmall } from '../support/chunks'
import type { Cast } from './company'

/** A run of a rule for all active customers, as it is when what it does is frozen and nothing is done. Answers its change. */
export async function beginGiving(db: Db, cast: Cast, chunks: number, gives: Gift): Promise<number> {
  const ctx = await managing(db, cast)
  const { id } = await makeRule(ctx, db, gives)
  await applyRule(db, id, AbortSignal.abort()).catch((error: unknown) => {
    if ((error as Error).name !== 'AbortError') throw error
  })
  await db.update(rules).set({ active: false }).where(eq(rules.id, id))
  return frozen(db, chunks)
}

/** A rule that was deleted, and is to take back all that it gave: colleagues, groups and collectors, as it was changed on the way. */
export async function beginTaking(db: Db, cast: Cast, chunks: number): Promise<number> {
  const ctx = await managing(db, cast)
  const { id, key, version } = await makeRule(ctx, db, { does: 'group', groups: cast.groups })
  for (const table of ['associations', 'customer_groups'])
    await db.execute(sql`
      update ${sql.identifier(table)} set source = 'rule', rule_id = ${id} where customer_id % 3 > 0`)
  await db.execute(sql`
    update customers set collector_rule_id = ${id}, collector_rule_user_id = collector_id
    where collector_id is not null and id % 4 > 0`)
  await deleteRule(ctx, { rule: key, version, takeBack: true })
  return frozen(db, chunks)
}

async function managing(db: Db, { manager }: Cast): Promise<Context> {
  const ctx = await contextFor(db, manager)
  if (!ctx) throw new Error('the company lacks a user')
  return ctx
}

async function makeRule(ctx: Context, db: Db, gives: Gift): Promise<typeof rules.$inferSelect> {
  const view = await createView(ctx, { name: 'Active', search: 'state=active', shared: true, kind: 'living' })
  const { key } = await createRule(ctx, { name: 'Rule', view: view.slug, gives, takesBack: false, active: true })
  const [rule] = await db.select().from(rules).where(eq(rules.key, key))
  if (!rule) throw new Error('the rule was not written')
  return rule
}

/** Only what was frozen is for the worker. */
async function frozen(db: Db, chunks: number): Promise<number> {
  await db.execute(sql`delete from graphile_worker._private_jobs where key = 'rules.apply'`)
  const [change] = await db.select().from(changes).orderBy(desc(changes.id)).limit(1)
  if (change?.state !== 'running') throw new Error(`the run is ${change?.state}, so that no worker would come to it`)
  await cutSmall(db, change.id, chunks)
  return change.id
}
