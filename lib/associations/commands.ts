import { and, eq, sql } from 'drizzle-orm'
import { associations, users, withheld } from '@/db/schema'
import type { AssociationKind } from '@/db/schema/vocabulary'
import { type Context, transact } from '@/lib/context'
import { lockCustomer } from '@/lib/customers/commands'
import { Refusal } from '@/lib/errors'
import { difference, record } from '@/lib/history'

/**
 * Makes a user a colleague for one customer, named by id or code, in the user's usual kind where none is said. Who is
 * one already stays exactly as is. What a person had taken away is given again, by a person.
 */
export async function associate(
  ctx: Context,
  which: number | string,
  { userId, kind }: { userId: number; kind?: AssociationKind | undefined },
): Promise<{ added: boolean }> {
  return transact(ctx, async (ctx) => {
    const customer = await lockCustomer(ctx, which)
    const [user] = await ctx.db.select({ usualKind: users.usualKind }).from(users).where(eq(users.id, userId))
    if (!user) throw new Refusal('not-found', 'colleagueGone', { fields: { userId: 'colleagueGone' } })
    const given = { customerId: customer.id, userId, kind: kind ?? user.usualKind, source: 'person' }
    const added = await ctx.db
      .insert(associations)
      .values({ ...given, since: ctx.now, createdBy: authorOf(ctx) })
      .onConflictDoNothing()
      .returning({ kind: associations.kind })
    if (added.length === 0) {
      await takeFromRule(ctx, customer.id, userId)
      return { added: false }
    }
    await ctx.db.delete(withheld).where(and(eq(withheld.customerId, customer.id), eq(withheld.userId, userId)))
    const { kind: as, source } = given
    await record(ctx, { action: 'association.given', customerId: customer.id, userId, new: { kind: as, source } })
    return { added: true }
  })
}

/** Given by a rule and by a person: the person's, and no rule takes it back. */
async function takeFromRule(ctx: Context, customerId: number, userId: number): Promise<void> {
  const after = { source: 'person', ruleId: null, changeId: null }
  const [taken] = await ctx.db
    .update(associations)
    .set(after)
    .where(
      and(eq(associations.customerId, customerId), eq(associations.userId, userId), eq(associations.source, 'rule')),
    )
    .returning({ kind: associations.kind })
  if (!taken) return
  const [old, now] = [{ source: 'rule' }, { source: 'person' }]
  await record(ctx, { action: 'association.updated', customerId, userId, old, new: now })
}

/** Keeps a colleague whatever rules say, or leaves them to the rules again. Asked twice it is done once. */
export async function pinAssociation(
  ctx: Context,
  which: number | string,
  { userId, pinned }: { userId: number; pinned: boolean },
): Promise<void> {
  await transact(ctx, async (ctx) => {
    const customer = await lockCustomer(ctx, which)
    const own = and(eq(associations.customerId, customer.id), eq(associations.userId, userId))
    const [before] = await ctx.db.select({ pinned: associations.pinned }).from(associations).where(own).for('update')
    if (!before) throw new Refusal('not-found', 'colleagueTaken')
    if (before.pinned === pinned) return
    await ctx.db.update(associations).set({ pinned }).where(own)
    await record(ctx, {
      action: pinned ? 'association.pinned' : 'association.unpinned',
      customerId: customer.id,
      userId,
    })
  })
}

/**
 * Changes what a colleague is for a customer. The row is a person's from then on: no mass change, rule or import that
 * once gave it takes it back.
 */
export async function updateAssociation(
  ctx: Context,
  which: number | string,
  { userId, kind, seen }: { userId: number; kind: AssociationKind; seen: AssociationKind },
): Promise<void> {
  await transact(ctx, async (ctx) => {
    const customer = await lockCustomer(ctx, which)
    const own = and(eq(associations.customerId, customer.id), eq(associations.userId, userId))
    const [before] = await ctx.db.select().from(associations).where(own).for('update')
    if (!before) throw new Refusal('not-found', 'colleagueTaken')
    if (before.kind === kind) return
    if (before.kind !== seen) throw new Refusal('conflict', 'changedMeanwhile')
    const after = { kind, source: 'person', ruleId: null, changeId: null }
    await ctx.db.update(associations).set(after).where(own)
    const differs = difference<Record<string, unknown>>(before, after)
    await record(ctx, { action: 'association.updated', customerId: customer.id, userId, ...differs })
  })
}

/** `kind`: as what the colleague was associated, for giving them back. */
export type Taken = { removed: boolean; kind?: AssociationKind }

/**
 * Takes a colleague off a customer, and withholds them: neither a rule nor an import gives them again until a person
 * does. Taking off who is none changes nothing.
 */
export async function disassociate(ctx: Context, which: number | string, userId: number): Promise<Taken> {
  return transact(ctx, async (ctx) => {
    const customer = await lockCustomer(ctx, which)
    const [taken] = await ctx.db
      .delete(associations)
      .where(and(eq(associations.customerId, customer.id), eq(associations.userId, userId)))
      .returning()
    if (!taken) return { removed: false }
    await ctx.db
      .insert(withheld)
      .values({ customerId: customer.id, userId, by: authorOf(ctx), at: ctx.now })
      .onConflictDoNothing()
    const { kind, source } = taken
    await record(ctx, { action: 'association.taken', customerId: customer.id, userId, old: { kind, source } })
    return { removed: true, kind: kind as AssociationKind }
  })
}

const authorOf = ({ actor }: Context) => (actor.kind === 'user' ? actor.id : null)

const BULK = 7_302_023

/**
 * Taken, until the transaction ends, by whoever writes the associations of many customers and locks those customers.
 */
export async function shareAssociations(ctx: Context): Promise<void> {
  await ctx.db.execute(sql`select pg_advisory_xact_lock_shared(${BULK})`)
}

/**
 * Whether no other bulk writer is at work; until the transaction ends none can begin, so no customer need be locked.
 */
export async function holdsAssociations(ctx: Context): Promise<boolean> {
  const [row] = await ctx.db.execute<{ held: boolean }>(sql`select pg_try_advisory_xact_lock(${BULK}) as held`)
  return row?.held ?? false
}
