import { and, isNotNull } from 'drizzle-orm'
import { customers } from '@/db/schema'
import type { Context } from '@/lib/context'
import { visibleTo } from '../where'

/** The countries the actor's customers are in, by code. */
export async function listCountries(ctx: Context): Promise<string[]> {
  const rows = await ctx.db
    .selectDistinct({ country: customers.country })
    .from(customers)
    .where(and(visibleTo(ctx.actor), isNotNull(customers.country)))
    .orderBy(customers.country)
  return rows.map((row) => row.country).filter((code) => code !== null)
}
