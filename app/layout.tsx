import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { connection } from 'next/server'
import type { ReactNode } from 'react'
import { currentContext } from '@/lib/auth/session'
import { database } from '@/lib/db'
import { languageFor } from '@/lib/i18n/locale'
import { readCompany } from '@/lib/system'
import './globals.css'

export const metadata: Metadata = { title: { template: '%s · Encours', default: 'Encours' }, icons: '/favicon.svg' }

/** The document around every page. Everything is rendered at request time: a prerendered page has no nonce. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  await connection()
  const ctx = await currentContext()
  const language =
    ctx?.actor.language ??
    languageFor((await headers()).get('accept-language'), (await readCompany(database())).language)
  const theme = ctx && ctx.actor.theme !== 'system' ? { 'data-theme': ctx.actor.theme } : {}
  return (
    <html lang={language} {...theme}>
      <body>{children}</body>
    </html>
  )
}
