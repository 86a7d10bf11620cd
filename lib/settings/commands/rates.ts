import { and, eq, sql } from 'drizzle-orm'
import { rates, settings } from '@/db/schema'
import { type Context, enqueue, mustBeCurrent, transact } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import { record } from '@/lib/history'
import type { NewRate, RateChange, RateNamed } from '../input'
import { isCurrency } from '../rules'

/**
 * Enters what one unit of a currency is worth from a day on. Whom it concerns is counted again once this is committed.
 */
export async function addRate(ctx: Context, { currency, day, rate }: NewRate): Promise<void> {
  if (!isCurrency(currency)) throw new Refusal('invalid', 'currency', { fields: { currency: 'currency' } })
  if (currency === ctx.company.currency)
    throw new Refusal('invalid', 'rateOfMain', { fields: { currency: 'rateOfMain' } })
  await transact(ctx, async (ctx) => {
    await mainMustStand(ctx)
    const [added] = await ctx.db.insert(rates).values({ currency, day, rate }).onConflictDoNothing().returning()
    if (!added) throw new Refusal('conflict', 'rateTaken', { fields: { day: 'rateTaken' } })
    await record(ctx, { action: 'rate.added', new: added })
    await recountLater(ctx, currency)
  })
}

/** Puts a rate right, over the one that was read. */
export async function correctRate(ctx: Context, { currency, day, was, rate }: RateChange): Promise<void> {
  await transact(ctx, async (ctx) => {
    const [before] = await ctx.db.select().from(rates).where(read({ currency, day, was })).for('update')
    mustBeCurrent(before ? [before] : [])
    const [now] = await ctx.db.update(rates).set({ rate }).where(read({ currency, day, was })).returning()
    if (!before || !now || now.rate === before.rate) return
    await record(ctx, { action: 'rate.updated', old: before, new: now })
    await recountLater(ctx, currency)
  })
}

/** Takes a rate away: from its day on the one before it counts, if there is any. */
export async function removeRate(ctx: Context, named: RateNamed): Promise<void> {
  await transact(ctx, async (ctx) => {
    const [removed] = await ctx.db.delete(rates).where(read(named)).returning()
    mustBeCurrent(removed ? [removed] : [])
    await record(ctx, { action: 'rate.removed', ...(removed && { old: removed }) })
    await recountLater(ctx, named.currency)
  })
}

/** The rate was typed as one in this main currency: if there is another one meanwhile, it means something else. */
async function mainMustStand(ctx: Context): Promise<void> {
  const [now] = await ctx.db.select({ currency: settings.currency }).from(settings).for('share')
  mustBeCurrent(now?.currency === ctx.company.currency ? [now] : [])
}

/** The rate that somebody has before them, as long as nobody changed it. */
function read({ currency, day, was }: RateNamed) {
  return and(eq(rates.currency, currency), eq(rates.day, day), sql`${rates.rate} = ${was}::numeric`)
}

async function recountLater(ctx: Context, currency: string): Promise<void> {
  await enqueue(ctx, 'figures.currency', { currency }, `figures.${currency}`)
}
