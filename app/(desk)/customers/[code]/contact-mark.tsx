'use client'

import { useTranslations } from 'use-intl/react'
import { Field } from '@/app/_ui/field'
import { Tick } from '@/app/_ui/tick'
import type { ContactFormState } from './contact-form'
import type { DeskContact } from './customer-desk'

type Props = {
  form: ContactFormState
  error: (name: 'undeliverable' | 'undeliverableReason') => string | undefined
  contact: DeskContact | undefined
}

/**
 * That messages to the address come back, which is said of the address that is kept and of no other: what is ticked is
 * the address.
 */
export function MarkTick({ form, error, contact }: Props) {
  const t = useTranslations('contacts')
  const [email, undeliverable] = form.watch(['email', 'undeliverable'])
  const kept = contact?.email
  if (!kept) return null
  if (email?.trim() !== kept)
    return undeliverable ? <p className="text-sm text-ink-2">{t('hints.markGoes', { email: undeliverable })}</p> : null
  const marked = undeliverable === kept
  const shared = contact.alsoAt > 0 ? t('hints.undeliverableShared', { count: contact.alsoAt }) : ''
  const mark = (on: boolean) => form.setValue('undeliverable', on ? kept : '', { shouldDirty: true })
  return (
    <div className="grid gap-2">
      <Tick
        id="contact-undeliverable"
        label={t('fields.undeliverable')}
        hint={marked ? [t('hints.undeliverable'), shared].filter(Boolean).join(' ') : undefined}
        error={error('undeliverable')}
        checked={marked}
        onChange={({ target }) => mark(target.checked)}
      />
      {marked && (
        <div className="pl-6.5">
          <Field
            name="undeliverableReason"
            scope="contact"
            label={t('fields.undeliverableReason')}
            error={error('undeliverableReason')}
          >
            {(control) => (
              <input {...control} {...form.register('undeliverableReason')} className="input" autoComplete="off" />
            )}
          </Field>
        </div>
      )}
    </div>
  )
}

/** For somebody who reads: in words, since when and why. */
export function MarkSaid({ contact: { returnedOn, undeliverableReason } }: { contact: DeskContact }) {
  const t = useTranslations('contacts')
  if (!returnedOn) return null
  return (
    <p className="text-warn [overflow-wrap:anywhere]">
      {undeliverableReason
        ? t('returnedWhy', { day: returnedOn, reason: undeliverableReason })
        : t('returnedSince', { day: returnedOn })}
    </p>
  )
}
