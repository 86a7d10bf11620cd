'use client'

import type { ReactNode } from 'react'
import { IntlProvider, useLocale, useMessages } from 'use-intl/react'
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

/** More of it, for a part of the page that alone needs it. */
export function MoreWords({ messages, children }: Pick<Props, 'messages' | 'children'>) {
  const given = useMessages()
  return (
    <IntlProvider locale={useLocale()} messages={{ ...given, ...messages } as Messages}>
      {children}
    </IntlProvider>
  )
}
