import { headers } from 'next/headers'
import { cache } from 'react'
import type { Language, TokenPurpose } from '@/db/schema/vocabulary'
import { currentContext } from '@/lib/auth/session'
import { database } from '@/lib/db'
import type { Section } from '@/lib/i18n/catalogue'
import { languageFor } from '@/lib/i18n/locale'
import { words } from '@/lib/i18n/words'
import { readCompany, systemContext } from '@/lib/system'
import { findLink } from '@/lib/users/queries'

/**
 * The language of whoever reads, signed in or not: their own, which a link that opens something knows too, else the
 * browser's, else the company's.
 */
export const readerLanguage = cache(async (): Promise<Language> => {
  const ctx = await currentContext()
  if (ctx) return ctx.actor.language
  const asked = await headers()
  const link = await linkAt(asked.get('x-encours-path') ?? '')
  return link?.language ?? languageFor(asked.get('accept-language'), (await readCompany(database())).language)
})

/** Whose link this is, as long as it opens something; asked once a request. */
export const openLink = cache(async (purpose: TokenPurpose, token: string) =>
  findLink(await systemContext(database()), purpose, token),
)

async function linkAt(path: string) {
  const [, page, token] = /^\/(invite|reset)\/([\w-]+)(?:\?|$)/.exec(path) ?? []
  return token ? openLink(page === 'invite' ? 'invitation' : 'reset', token) : undefined
}

/** The words of a section for whoever reads, signed in or not. */
export async function readerWords<S extends Section>(section: S) {
  return words(await readerLanguage(), section)
}
