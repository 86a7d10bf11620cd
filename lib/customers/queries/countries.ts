import { and, isNotNull, sql } from 'drizzle-orm'
import { customers } from '@/db/schema'
import type { Context } from '@/lib/context'
import { visibleTo } from '../where'

/** The countries the actor's customers are in, by code. */
export async function listCountries(ctx: Context): Promise<string[]> {
  const portfolio = visibleTo(ctx.actor)
  if (portfolio === undefined) return allCountries(ctx)
  const rows = await ctx.db
    .selectDistinct({ country: customers.country })
    .from(customers)
    .where(and(portfolio, isNotNull(customers.country)))
    .orderBy(customers.country)
  return rows.map((row) => row.country).filter((code) => code !== null)
}

/** From each country to the next along the index: a step for each country, however many customers there are. */
async function allCountries(ctx: Context): Promise<string[]> {
  const rows = await ctx.db.execute<{ country: string }>(sql`
    with recursive step as (
      select min(country) as country from customers
      union all
      select (select min(country) from customers where country > step.country) from step where step.country is not null
    )
    select country from step where country is not null`)
  return rows.map((row) => row.country)
}
