'use client'

import { useTranslations } from 'use-intl/react'
import { MarkSaid } from './contact-mark'
import { Reach } from './contact-reach'
import type { DeskContact } from './customer-desk'

/** A contact for somebody who reads. */
export function ContactFacts({ contact }: { contact: DeskContact }) {
  const t = useTranslations('contacts')
  const words = useTranslations('words')
  const facts: [label: string, value: string | null][] = [
    [t('fields.role'), words(`contactRoles.${contact.ourRole ?? contact.role}`)],
    [t('fields.fax'), contact.fax],
    [t('fields.language'), contact.languageName],
    [t('fields.comment'), contact.comment],
    [t('fields.forCollection'), contact.forCollection ? words('yes') : null],
    [t('fields.inCopy'), contact.inCopy ? words('yes') : null],
  ]
  return (
    <div className="grid gap-3 text-base">
      <Reach contact={contact} />
      <MarkSaid contact={contact} />
      <dl className="grid gap-1">
        {facts.map(
          ([label, value]) =>
            value && (
              <div key={label} className="grid grid-cols-[160px_minmax(0,1fr)] gap-3 border-b border-line py-1.5">
                <dt className="text-ink-2">{label}</dt>
                <dd className="whitespace-pre-line [overflow-wrap:anywhere]">{value}</dd>
              </div>
            ),
        )}
      </dl>
    </div>
  )
}
