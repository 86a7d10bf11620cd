import { eq, sql } from 'drizzle-orm'
import { settings } from '@/db/schema'
import type { Language } from '@/db/schema/vocabulary'
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
      version: settings.version,
    })
    .from(settings)
    .where(eq(settings.id, 1))
  if (!row) throw new Error('settings are missing: the database was not prepared')
  return row
}
