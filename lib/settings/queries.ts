import { eq, sql } from 'drizzle-orm'
import { settings } from '@/db/schema'
import type { AssociationKind, Language, Role } from '@/db/schema/vocabulary'
import type { Context } from '@/lib/context'

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
      version: settings.version,
    })
    .from(settings)
    .where(eq(settings.id, 1))
  return mustBeThere(row)
}

function mustBeThere<Row>(row: Row | undefined): Row {
  if (!row) throw new Error('settings are missing: the database was not prepared')
  return row
}
