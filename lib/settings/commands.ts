import { eq } from 'drizzle-orm'
import { settings } from '@/db/schema'
import { nextStep } from '@/lib/auth/second-factor'
import { type Context, enqueue, mustBeCurrent, transact } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import { difference, record } from '@/lib/history'
import { convertRates } from './commands/convert'
import type { SecurityChange, SettingsChange } from './input'
import { isCurrency } from './rules'

/**
 * Changes the company's settings. Another main currency or time zone makes every figure another one: the worker
 * recounts them once this is committed. Rates are said in the new main currency from then on.
 */
export async function updateSettings(ctx: Context, { version, ...values }: SettingsChange): Promise<void> {
  if (!isCurrency(values.currency)) throw new Refusal('invalid', 'currency', { fields: { currency: 'currency' } })
  await transact(ctx, async (ctx) => {
    const [before] = await ctx.db.select({ currency: settings.currency }).from(settings).for('update')
    const changed = await write(ctx, version, values)
    if (before && changed.includes('currency')) await convertRates(ctx, { from: before.currency, to: values.currency })
    const recounts = changed.includes('currency') || changed.includes('timeZone')
    if (recounts) await enqueue(ctx, 'figures.all', {}, 'figures.all')
  })
}

/**
 * Changes what is asked of users. Whose role must have a second factor from now on and has none is out at the next
 * request; so nobody asks it of their own role before they have one.
 */
export async function updateSecurity(ctx: Context, { version, ...values }: SecurityChange): Promise<void> {
  await transact(ctx, async (ctx) => {
    const changed = await write(ctx, version, values)
    const asksOwn = changed.includes('twoFactorRoles') && values.twoFactorRoles.includes(ctx.actor.role)
    if (asksOwn && ctx.actor.kind === 'user' && (await nextStep(ctx.db, ctx.actor.id)) !== 'code') {
      throw new Refusal('conflict', 'secondFactorFirst', { fields: { twoFactorRoles: 'secondFactorFirst' } })
    }
  })
}

/** Writes these settings over the version that was read, and answers which of them differ. */
async function write(ctx: Context, version: number, values: Partial<typeof settings.$inferInsert>): Promise<string[]> {
  const [before] = await ctx.db.select().from(settings).where(eq(settings.id, 1)).for('update')
  mustBeCurrent(before?.version === version ? [before] : [])
  const changed = before && difference(before, values)
  if (!changed) return []
  await ctx.db
    .update(settings)
    .set({ ...values, version: version + 1 })
    .where(eq(settings.id, 1))
  await record(ctx, { action: 'settings.updated', ...changed })
  return Object.keys(changed.new)
}
