import { and, eq, isNotNull, sql } from 'drizzle-orm'
import { customers } from '@/db/schema'
import type { CustomerState } from '@/db/schema/vocabulary'
import { ids } from '@/db/sql'
import { type Context, mustBeCurrent, transact } from '@/lib/context'
import { Refusal, refusing } from '@/lib/errors'
import { giveGroups, groupNamed, takeGroups } from '@/lib/groups/commands'
import { difference, record } from '@/lib/history'
import { type CreateCustomer, FACTS, lockedFacts, ownsState, type SetGroups, type UpdateFacts } from './input'
import { codeKey } from './rules'
import { visibleTo } from './where'

export type CustomerRow = typeof customers.$inferSelect
type Versioned<T> = { customerId: number; version: number } & T

/**
 * The customer, held until the transaction ends: whoever writes something of a customer takes this first, so that
 * writes to one customer follow each other. By id or by code; what the actor may not know of does not exist.
 */
export async function lockCustomer(ctx: Context, which: number | string): Promise<CustomerRow> {
  const named = typeof which === 'number' ? eq(customers.id, which) : eq(customers.code, which)
  const [customer] = await ctx.db
    .select()
    .from(customers)
    .where(and(named, visibleTo(ctx.actor)))
    .for('no key update')
  if (!customer) throw new Refusal('not-found', 'gone')
  return customer
}

/** Rewrites the search text and the reachability of customers, after a write that touches either. */
export async function refreshCustomers(ctx: Context, customerIds: readonly number[]): Promise<void> {
  await ctx.db.execute(sql`select refresh_customers(${ids(customerIds)})`)
}

/**
 * A customer made by hand is ours until a file brings its code. One whose code differs from another's by case or
 * space only is refused. Who sees a portfolio only becomes its collector, or it would be lost to them at once.
 */
export async function createCustomer(ctx: Context, input: CreateCustomer): Promise<{ code: string }> {
  return transact(ctx, async (ctx) => {
    const collectorId = ctx.actor.portfolioOnly ? ctx.actor.id : null
    const [made] = await ctx.db
      .insert(customers)
      .values({ ...input, codeKey: codeKey(input.code), collectorId, createdAt: ctx.now })
      .onConflictDoNothing()
      .returning({ id: customers.id })
    if (!made) throw await codeTaken(ctx, input.code)
    await refreshCustomers(ctx, [made.id])
    const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null))
    await record(ctx, { action: 'customer.created', customerId: made.id, new: given })
    return { code: input.code }
  })
}

/** Changes what is known of a customer. What the ERP owns stays as it is, whatever was sent. */
export async function updateFacts(ctx: Context, { customerId, version, ...facts }: UpdateFacts): Promise<void> {
  await change(ctx, { customerId, version }, (customer) => {
    const locked = lockedFacts(customer.erpFields)
    return Object.fromEntries(FACTS.filter((fact) => !locked.has(fact)).map((fact) => [fact, facts[fact]]))
  })
}

export async function setComment(ctx: Context, input: Versioned<{ comment: string | null }>): Promise<void> {
  await change(ctx, input, () => ({ comment: input.comment }))
}

/**
 * Blocks, archives or brings back. Whether a customer is blocked is the ERP's to say where its files say it; archiving
 * is ours.
 */
export async function setState(ctx: Context, input: Versioned<{ state: CustomerState }>): Promise<void> {
  await change(ctx, input, ({ state, erpFields }) => {
    const archives = input.state === 'archived' || state === 'archived'
    if (ownsState(erpFields) && !archives && input.state !== state) throw new Refusal('conflict', 'stateFromErp')
    return { state: input.state }
  })
}

/**
 * Puts one user in charge of collecting, or nobody. Whom a person chose is no rule's to take back, also where a rule
 * had chosen the same; where a person took the collector away, neither a rule nor an import sets one again.
 */
export async function setCollector(
  ctx: Context,
  { collectorId, ...seen }: Versioned<{ collectorId: number | null }>,
): Promise<void> {
  await refusing({ customers_collector_id_users_id_fk: () => new Refusal('not-found', 'colleagueGone') }, () =>
    transact(ctx, async (ctx) => {
      await change(ctx, seen, (customer) => ({
        collectorId,
        collectorWithheld: collectorId === null && (customer.collectorWithheld || customer.collectorId !== null),
      }))
      await takeFromRule(ctx, seen.customerId)
    }),
  )
}

async function takeFromRule(ctx: Context, customerId: number): Promise<void> {
  await ctx.db
    .update(customers)
    .set({ collectorRuleId: null, collectorRuleUserId: null })
    .where(and(eq(customers.id, customerId), isNotNull(customers.collectorRuleId)))
}

/**
 * Puts a customer into groups and takes it out of others; a group named for the first time is made. What is taken is
 * withheld: neither a rule nor an import gives it again until a person does.
 */
export async function setGroups(ctx: Context, { customerId, newGroup, ...input }: SetGroups): Promise<void> {
  await transact(ctx, async (ctx) => {
    const customer = await lockCustomer(ctx, customerId)
    const wanted = newGroup ? [...input.groups, await groupNamed(ctx, newGroup)] : input.groups
    const given = await giveGroups(ctx, customer.id, except(wanted, input.seen))
    const taken = await takeGroups(ctx, customer.id, except(input.seen, wanted))
    if (given.length > 0) await record(ctx, { action: 'customer.grouped', customerId, new: { groups: given } })
    if (taken.length > 0) await record(ctx, { action: 'customer.ungrouped', customerId, old: { groups: taken } })
  })
}

const except = (ids: readonly number[], others: readonly number[]) => ids.filter((id) => !others.includes(id))

type Values = Partial<Omit<CustomerRow, 'id' | 'balance' | 'overdue' | 'version'>>

/**
 * One write of fields, by someone who had read this version. Nothing happens, and nothing is recorded, where nothing
 * differs.
 */
async function change(
  ctx: Context,
  seen: { customerId: number; version: number },
  values: (customer: CustomerRow) => Values,
): Promise<void> {
  await transact(ctx, async (ctx) => {
    const customer = await lockCustomer(ctx, seen.customerId)
    const differs = difference(customer, values(customer))
    if (!differs) return
    await write(ctx, seen, differs.new as Values)
    await refreshCustomers(ctx, [customer.id])
    await record(ctx, { action: 'customer.updated', customerId: customer.id, ...differs })
  })
}

async function write(ctx: Context, seen: { customerId: number; version: number }, values: Values): Promise<void> {
  mustBeCurrent(
    await ctx.db
      .update(customers)
      .set({ ...values, version: sql`${customers.version} + 1` })
      .where(and(eq(customers.id, seen.customerId), eq(customers.version, seen.version), visibleTo(ctx.actor)))
      .returning({ id: customers.id }),
  )
}

/** Names the customer that has the code, or nearly; one outside the actor's portfolio is taken without a name. */
async function codeTaken(ctx: Context, code: string): Promise<Refusal> {
  const [other] = await ctx.db
    .select({ code: customers.code, name: customers.name })
    .from(customers)
    .where(and(eq(customers.codeKey, codeKey(code)), visibleTo(ctx.actor)))
  const fields = { code: 'codeTaken' }
  if (!other) return new Refusal('conflict', 'codeTaken', { fields })
  return new Refusal('conflict', other.code === code ? 'codeTakenBy' : 'codeTakenAs', { values: other, fields })
}
