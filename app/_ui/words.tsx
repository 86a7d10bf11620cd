'use client'

import type { ReactNode } from 'react'
import { IntlProvider } from 'use-intl/react'
import type { Language } from '@/db/schema/vocabulary'
import type { Messages } from '@/lib/i18n/catalogue'

type Props = { language: Language; timeZone: string; messages: Partial<Messages>; children: ReactNode }

/** The browser's share of the catalogue, for the client components inside. */
export function Words({ language, timeZone, messages, children }: Props) {
  return (
    <IntlProvider locale={language} timeZone={timeZone} messages={messages as Messages}>
      {children}
    </IntlProvider>
  )
}
