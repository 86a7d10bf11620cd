import { headers } from 'next/headers'
import { cache } from 'react'
import type { Language } from '@/db/schema/vocabulary'
import { currentContext } from '@/lib/auth/session'
import { database } from '@/lib/db'
import { languageFor } from '@/lib/i18n/locale'
import { readCompany } from '@/lib/system'

/** The language of someone who may not be signed in: their own, the browser's, or the company's. */
export const strangersLanguage = cache(async (): Promise<Language> => {
  const ctx = await currentContext()
  if (ctx) return ctx.actor.language
  return languageFor((await headers()).get('accept-language'), (await readCompany(database())).language)
})
