import { asc, desc, eq, lte, sql } from 'drizzle-orm'
import { rates, settings } from '@/db/schema'
import type { AssociationKind, Language, Role } from '@/db/schema/vocabulary'
import { type Context, today } from '@/lib/context'
import { pageOf } from '@/lib/list'

const RATES = 30

/** The company's settings as the form edits them. */
export async function getSettings(ctx: Context) {
  const [row] = await ctx.db
    .select({
      companyName: settings.companyName,
      currency: settings.currency,
      timeZone: settings.timeZone,
      country: settings.country,
      language: sql<Language>`${settings.language}`,
      copyKinds: sql<AssociationKind[]>`${settings.copyKinds}`,
      version: settings.version,
    })
    .from(settings)
    .where(eq(settings.id, 1))
  return mustBeThere(row)
}

/** What the company asks of its users, as the form edits it. */
export async function getSecurity(ctx: Context) {
  const [row] = await ctx.db
    .select({
      twoFactorRoles: sql<Role[]>`${settings.twoFactorRoles}`,
      inactiveAfterMonths: settings.inactiveAfterMonths,
      idleHours: settings.idleHours,
      version: settings.version,
    })
    .from(settings)
    .where(eq(settings.id, 1))
  return mustBeThere(row)
}

/** A page of the rates, the newest of each currency first. `counts` is the one that today is reckoned with. */
export async function listRates(ctx: Context, wanted: number) {
  const total = await ctx.db.$count(rates)
  const { page, pages, offset } = pageOf(total, wanted, RATES)
  const inForce = ctx.db
    .select({ currency: rates.currency, day: sql<string>`max(${rates.day})`.as('since') })
    .from(rates)
    .where(lte(rates.day, today(ctx)))
    .groupBy(rates.currency)
    .as('in_force')
  const rows = await ctx.db
    .select({
      currency: rates.currency,
      day: rates.day,
      rate: sql<string>`trim_scale(${rates.rate})::text`,
      counts: sql<boolean>`${rates.day} is not distinct from ${inForce.day}`,
    })
    .from(rates)
    .leftJoin(inForce, eq(inForce.currency, rates.currency))
    .orderBy(asc(rates.currency), desc(rates.day))
    .limit(RATES)
    .offset(offset)
  return { rows, total, page, pages, size: RATES }
}

export type Rate = Awaited<ReturnType<typeof listRates>>['rows'][number]

function mustBeThere<Row>(row: Row | undefined): Row {
  if (!row) throw new Error('settings are missing: the database was not prepared')
  return row
}
