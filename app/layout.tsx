import type { Metadata } from 'next'
import { connection } from 'next/server'
import type { ReactNode } from 'react'
import { SoftLinks } from '@/app/_ui/soft-links'
import { currentContext } from '@/lib/auth/session'
import { readerLanguage } from './stranger'
import './globals.css'

export const metadata: Metadata = { title: { template: '%s · Encours', default: 'Encours' }, icons: '/favicon.svg' }

/** The document around every page. Everything is rendered at request time: a prerendered page has no nonce. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  await connection()
  const ctx = await currentContext()
  const theme = ctx && ctx.actor.theme !== 'system' ? { 'data-theme': ctx.actor.theme } : {}
  const density = ctx ? { 'data-density': ctx.actor.density } : {}
  return (
    <html lang={await readerLanguage()} {...theme} {...density}>
      <body>
        {children}
        <SoftLinks />
      </body>
    </html>
  )
}
