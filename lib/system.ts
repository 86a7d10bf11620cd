import { eq } from 'drizzle-orm'
import type { Executor } from '@/db/client'
import { settings } from '@/db/schema'
import type { Language } from '@/db/schema/vocabulary'
import { systemActor } from './auth/actor'
import type { Company, Context } from './context'

/** The columns of the settings that a context needs. */
export const COMPANY = {
  companyName: settings.companyName,
  currency: settings.currency,
  timeZone: settings.timeZone,
  country: settings.country,
  language: settings.language,
}

export function companyOf(row: Pick<typeof settings.$inferSelect, keyof typeof COMPANY>): Company {
  return {
    name: row.companyName,
    currency: row.currency,
    timeZone: row.timeZone,
    country: row.country,
    language: row.language as Language,
  }
}

/** The company, for whoever is not signed in and for the program itself. */
export async function readCompany(db: Executor): Promise<Company> {
  const [row] = await db.select(COMPANY).from(settings).where(eq(settings.id, 1))
  if (!row) throw new Error('settings are missing: the database was not prepared')
  return companyOf(row)
}

/** The context of the clock and the command line, which act for the company. */
export async function systemContext(db: Executor, now = new Date()): Promise<Context> {
  const company = await readCompany(db)
  return { db, company, now, actor: systemActor(company.timeZone, company.language) }
}
