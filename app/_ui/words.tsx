'use client'

import type { ReactNode } from 'react'
import { IntlProvider, useLocale, useMessages } from 'use-intl/react'
import type { Language } from '@/db/schema/vocabulary'
import type { Messages } from '@/lib/i18n/catalogue'

/** `messages`: of `sections`. */
type Props = { language: Language; timeZone: string; messages: string; children: ReactNode }

/** The browser's share of the catalogue, for the client components inside. */
export function Words({ language, timeZone, messages, children }: Props) {
  return (
    <IntlProvider locale={language} timeZone={timeZone} messages={readMessages(messages)}>
      {children}
    </IntlProvider>
  )
}

/** More of it, for a part of the page that alone needs it. */
export function MoreWords({ messages, children }: Pick<Props, 'messages' | 'children'>) {
  const given = useMessages()
  return (
    <IntlProvider locale={useLocale()} messages={{ ...given, ...readMessages(messages) }}>
      {children}
    </IntlProvider>
  )
}

function readMessages(text: string): Messages {
  const messages: Messages = known.get(text) ?? JSON.parse(text)
  known.set(text, messages)
  return messages
}

/** As many as there are languages and pages with words of their own. */
const known = new Map<string, Messages>()
