import { eq } from 'drizzle-orm'
import { settings } from '@/db/schema'
import { type Context, enqueue, mustBeCurrent, transact } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import { difference, record } from '@/lib/history'
import type { SettingsChange } from './input'
import { isCurrency } from './rules'

/**
 * Changes the company's settings. Another main currency or time zone makes every figure another one: the worker
 * recounts them once this is committed.
 */
export async function updateSettings(ctx: Context, { version, ...values }: SettingsChange): Promise<void> {
  if (!isCurrency(values.currency)) throw new Refusal('invalid', 'currency', { fields: { currency: 'currency' } })
  await transact(ctx, async (ctx) => {
    const [before] = await ctx.db.select().from(settings).where(eq(settings.id, 1)).for('update')
    mustBeCurrent(before?.version === version ? [before] : [])
    const changed = before && difference(before, values)
    if (!changed) return
    await ctx.db
      .update(settings)
      .set({ ...values, version: version + 1 })
      .where(eq(settings.id, 1))
    await record(ctx, { action: 'settings.updated', ...changed })
    const recounts = 'currency' in changed.new || 'timeZone' in changed.new
    if (recounts) await enqueue(ctx, 'figures.all', {}, 'figures.all')
  })
}
