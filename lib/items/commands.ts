import { and, asc, eq, gt, isNull, lte, or, sql } from 'drizzle-orm'
import type { Executor } from '@/db/client'
import { customers, items, rates, settings } from '@/db/schema'
import { ids } from '@/db/sql'
import { type Context, dayIn, today, transact } from '@/lib/context'
import { systemContext } from '@/lib/system'
import { LAST_DAYS } from './rules'

const CHUNK = 1000
/** A new day is left alone until every request that began the day before has ended. */
const SETTLING = 2 * 60_000

/** When, and what to listen to between two chunks. */
type Work = { now?: Date; signal?: AbortSignal | undefined }

/**
 * Brings the figures to the company's day: recounts only the customers of whom an open item changed its age class, or
 * its worth by a rate that begins, since the day of the last time. The day is noted when all are done, so dying
 * half-way, a long downtime or a second worker at once cost a repetition and nothing else.
 */
export async function passMidnight(db: Executor, { now = new Date(), signal }: Work = {}): Promise<void> {
  const ctx = await systemContext(db, now)
  const from = await figuresOn(ctx)
  if (from === null) return recountEveryone(db, { now, signal })
  const to = dayIn(ctx.company.timeZone, new Date(now.getTime() - SETTLING))
  if (to === from) return
  for (const chunk of chunks(await crossing(ctx, from, to))) {
    signal?.throwIfAborted()
    const goOn = await transact(ctx, async (ctx) => {
      if ((await figuresOn(ctx)) !== from) return false
      await recount(ctx, chunk, to)
      return true
    })
    if (!goOn) return
  }
  await db
    .update(settings)
    .set({ figuresOn: to })
    .where(and(eq(settings.id, 1), eq(settings.figuresOn, from)))
}

/** Recounts every customer for the company's day, as after a change of its main currency or its time zone. */
export async function recountEveryone(db: Executor, { now = new Date(), signal }: Work = {}): Promise<void> {
  const ctx = await systemContext(db, now)
  const day = dayIn(ctx.company.timeZone, now)
  const everyone = await db.select({ id: customers.id }).from(customers).orderBy(asc(customers.id))
  for (const chunk of chunks(everyone.map(({ id }) => id))) {
    signal?.throwIfAborted()
    await transact(ctx, async (ctx) => recount(ctx, chunk, day))
  }
  await db.update(settings).set({ figuresOn: day }).where(eq(settings.id, 1))
}

/** Recounts whoever has something open in a currency, after its rate was entered, corrected or removed. */
export async function recountCurrency(db: Executor, currency: string, work: Work = {}): Promise<void> {
  const { now = new Date(), signal } = work
  const ctx = await systemContext(db, now)
  const concerned = await db
    .selectDistinct({ id: items.customerId })
    .from(items)
    .where(and(isNull(items.clearedDate), eq(items.currency, currency)))
    .orderBy(asc(items.customerId))
  for (const chunk of chunks(concerned.map(({ id }) => id))) {
    signal?.throwIfAborted()
    await transact(ctx, async (ctx) => recount(ctx, chunk, today(ctx)))
  }
}

async function figuresOn(ctx: Context): Promise<string | null> {
  const [row] = await ctx.db.select({ figuresOn: settings.figuresOn }).from(settings).where(eq(settings.id, 1))
  return row?.figuresOn ?? null
}

/**
 * Who has an open item that is in another age class on one day than on the other; the order of the days is no matter.
 */
async function crossing(ctx: Context, one: string, other: string): Promise<number[]> {
  const [from, to] = one < other ? [one, other] : [other, one]
  const begins = and(gt(rates.day, from), lte(rates.day, to))
  const renewed = ctx.db.selectDistinct({ currency: rates.currency }).from(rates).where(begins)
  const moved = LAST_DAYS.map(
    (last) => sql`(${items.dueDate} >= ${from}::date - ${last}::int and ${items.dueDate} < ${to}::date - ${last}::int)`,
  )
  const found = new Set<number>()
  for (const condition of [or(...moved), sql`${items.currency} in ${renewed}`]) {
    const rows = await ctx.db
      .selectDistinct({ id: items.customerId })
      .from(items)
      .where(and(isNull(items.clearedDate), condition))
    for (const { id } of rows) found.add(id)
  }
  return [...found].sort((a, b) => a - b)
}

async function recount(ctx: Context, customerIds: readonly number[], day: string): Promise<void> {
  await ctx.db.execute(sql`select recount_customers(${ids(customerIds)}, ${day}::date)`)
}

function* chunks(all: readonly number[]): Generator<readonly number[]> {
  for (let at = 0; at < all.length; at += CHUNK) yield all.slice(at, at + CHUNK)
}
