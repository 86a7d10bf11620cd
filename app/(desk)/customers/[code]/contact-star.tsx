'use client'

import { useTranslations } from 'use-intl/react'
import { Notice } from '@/app/_ui/notice'
import { Tick } from '@/app/_ui/tick'
import type { ContactFormState } from './contact-form'
import { type DeskContact, useDesk } from './customer-desk'

type Props = {
  form: ContactFormState
  error: (name: 'forCollection') => string | undefined
  contact: DeskContact | undefined
  reads: boolean | undefined
}

/**
 * The mark for collection: from whom it would move, that nothing would leave without it, and that whoever has it must
 * be reached.
 */
export function StarTick({ form, error, contact, reads }: Props) {
  const t = useTranslations('contacts')
  const { contacts } = useDesk()
  const [forCollection, email, mobile, undeliverable] = form.watch([
    'forCollection',
    'email',
    'mobile',
    'undeliverable',
  ])
  const starred = forCollection === true
  const holder = contacts.find((other) => other.forCollection && other.id !== contact?.id)
  const returned = Boolean(undeliverable) && email?.trim() === undeliverable
  const undialled = !mobile?.trim() || reads === false
  const unreachable = starred && (returned || !email?.trim()) && undialled
  const why = mobile?.trim() ? 'mobileUnread' : 'unreachable'
  const hint =
    starred && holder
      ? t('hints.moves', { name: holder.name })
      : !starred && contact?.forCollection
        ? t('hints.last')
        : t('hints.first')
  return (
    <div className="grid gap-2">
      <Tick
        id="contact-forCollection"
        label={t('fields.forCollection')}
        hint={hint}
        error={error('forCollection')}
        {...form.register('forCollection')}
      />
      {unreachable && <Notice tone="warn">{t(returned ? `hints.${why}Returned` : `hints.${why}`)}</Notice>}
    </div>
  )
}
