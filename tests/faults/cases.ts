import { eq, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { changes } from '@/db/schema'
import { contextFor } from '@/lib/auth/identity'
import { planChange, planUndo } from '@/lib/changes/commands/plan'
import { runChange } from '@/lib/changes/commands/run'
import { startChange } from '@/lib/changes/commands/start'
import type { KindName } from '@/lib/changes/kinds/registry'
import type { Gift } from '@/lib/changes/kinds/rule-gift'
import { getChange } from '@/lib/changes/queries/changes'
import { previewChange } from '@/lib/changes/queries/preview'
import type { Context } from '@/lib/context'
import { cutSmall } from '../support/chunks'
import type { Cast } from './company'
import { CONTACT_CASES } from './contacts'
import { beginGiving, beginTaking } from './rules'

/** The first, the last, and one between. */
export const CHUNKS = 3

type Step = { kind: KindName; given: (cast: Cast) => Record<string, unknown>; by?: 'manager' | 'confined' }

/** `undone`: the change is done beforehand and its undo is the case. `before`: what the company has besides. `meanwhile`: what happens once the set is frozen. */
export type Stepped = {
  step: Step
  undone?: boolean
  before?: (db: Db) => Promise<unknown>
  meanwhile?: (db: Db, cast: Cast) => Promise<unknown>
}
/** What no person begins: answers the id of the change. */
type Ruled = { rule: (db: Db, cast: Cast) => Promise<number> }
export type Case = { name: string } & (Stepped | Ruled)

const associate: Step = { kind: 'associate', given: ({ one, two, three }) => ({ colleagues: [one, two, three] }) }
const replace: Step = {
  kind: 'replace',
  given: ({ one, two }) => ({ from: one, to: two, asCollector: true, asColleague: true }),
}

export const CASES: readonly Case[] = [
  { name: 'associate', step: associate },
  { name: 'disassociate', step: { kind: 'disassociate', given: ({ one, two }) => ({ colleagues: [one, two] }) } },
  { name: 'replace', step: replace },
  { name: 'collector', step: { kind: 'collector', given: ({ two }) => ({ collector: two }) } },
  {
    name: 'group',
    step: { kind: 'group', given: ({ groups }) => ({ groups }), by: 'confined' },
    meanwhile: leavePortfolio,
  },
  { name: 'ungroup', step: { kind: 'ungroup', given: ({ groups }) => ({ groups }) } },
  { name: 'state', step: { kind: 'state', given: () => ({ state: 'blocked' }) } },
  {
    name: 'undo',
    step: { kind: 'associate', given: ({ manager, confined }) => ({ colleagues: [manager, confined] }) },
    undone: true,
  },
  { name: 'undo-touched', step: replace, undone: true, meanwhile: touch },
  { name: 'rule-associates', rule: giving(({ one, three }) => ({ does: 'associate', colleagues: [one, three] })) },
  { name: 'rule-collects', rule: giving(({ three }) => ({ does: 'collector', collector: three })) },
  { name: 'rule-groups', rule: giving(({ groups }) => ({ does: 'group', groups })) },
  { name: 'rule-takes', rule: (db, cast) => beginTaking(db, cast, CHUNKS) },
  ...CONTACT_CASES,
]

function giving(gives: (cast: Cast) => Gift): Ruled['rule'] {
  return (db, cast) => beginGiving(db, cast, CHUNKS, gives(cast))
}

/** Leaves the database with one change that was started and that no worker has begun. Answers its id. */
export async function beginCase(db: Db, cast: Cast, one: Case): Promise<number> {
  if ('rule' in one) return one.rule(db, cast)
  const { step, undone, before, meanwhile } = one
  await before?.(db)
  const ctx = await contextFor(db, cast[step.by ?? 'manager'])
  if (!ctx) throw new Error('the company lacks a user')
  const kind = step.kind.startsWith('contact_') ? 'contactSearch' : 'search'
  const { key } = await planChange(ctx, step.kind, step.given(cast), { kind, search: 'state=all', except: [] })
  const first = await begin(ctx, db, key)
  if (!undone) {
    await meanwhile?.(db, cast)
    return first
  }
  await runChange(db, first)
  await db.execute(sql`delete from graphile_worker._private_jobs`)
  await meanwhile?.(db, cast)
  return begin(ctx, db, (await planUndo(ctx, key)).key)
}

async function begin(ctx: Context, db: Db, key: string): Promise<number> {
  const change = await getChange(ctx, key)
  await startChange(ctx, key, await previewChange(ctx, change))
  if (change.undoOf === null) await cutSmall(db, change.id, CHUNKS)
  const [begun] = await db.select({ state: changes.state }).from(changes).where(eq(changes.id, change.id))
  if (begun?.state !== 'running') throw new Error(`the change is ${begun?.state}, so that no worker would come to it`)
  return change.id
}

/** Some customers leave the portfolio of the one who changes it. */
async function leavePortfolio(db: Db, { confined }: Cast): Promise<void> {
  await db.execute(sql`update customers set collector_id = null where collector_id = ${confined} and id % 7 = 0`)
}

/** Somebody edits a part of what the change did: some wholly, some in one of two things. */
async function touch(db: Db, { three }: Cast): Promise<void> {
  await db.execute(sql`
    update associations set kind = 'customer_service', source = 'person', change_id = null
    where change_id is not null and customer_id % 5 = 0`)
  await db.execute(sql`update customers set collector_id = ${three} where collector_id is not null and id % 10 = 0`)
}
