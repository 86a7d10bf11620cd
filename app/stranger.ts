import { headers } from 'next/headers'
import { cache } from 'react'
import type { Language } from '@/db/schema/vocabulary'
import { currentContext } from '@/lib/auth/session'
import { database } from '@/lib/db'
import type { Section } from '@/lib/i18n/catalogue'
import { languageFor } from '@/lib/i18n/locale'
import { words } from '@/lib/i18n/words'
import { readCompany } from '@/lib/system'

/** The language of whoever reads, signed in or not: their own, else the browser's, else the company's. */
export const readerLanguage = cache(async (): Promise<Language> => {
  const ctx = await currentContext()
  if (ctx) return ctx.actor.language
  return languageFor((await headers()).get('accept-language'), (await readCompany(database())).language)
})

/** The words of a section for whoever reads, signed in or not. */
export async function readerWords<S extends Section>(section: S) {
  return words(await readerLanguage(), section)
}
