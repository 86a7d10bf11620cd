'use client'

import { useTranslations } from 'use-intl/react'
import { letterTo } from '@/lib/contacts/rules'
import type { DeskContact } from './customer-desk'

/** Addresses and numbers that a click writes to or dials. What could not be read as a number is shown as typed. */
export function Reach({ contact: { email, phone, phoneE164, mobile, mobileE164 } }: { contact: DeskContact }) {
  const t = useTranslations('contacts')
  const numbers = [
    { typed: phone, dialled: phoneE164 },
    { typed: mobile, dialled: mobileE164 },
  ]
  return (
    <p className="flex flex-wrap gap-x-4 text-ink-2">
      {email && (
        <a href={letterTo(email)} title={t('writeTo', { email })} className="[overflow-wrap:anywhere] hover:underline">
          {email}
        </a>
      )}
      {numbers.map(
        ({ typed, dialled }) =>
          typed && (
            <span key={typed} className="tabular-nums">
              {dialled ? (
                <a href={`tel:${dialled}`} title={t('callPhone', { number: dialled })} className="hover:underline">
                  {typed}
                </a>
              ) : (
                typed
              )}
            </span>
          ),
      )}
    </p>
  )
}
