'use client'

import { useRouter } from 'next/navigation'
import { useRef } from 'react'
import type { UseFormReturn } from 'react-hook-form'
import { useTranslations } from 'use-intl/react'
import type { z } from 'zod'
import { Notice } from '@/app/_ui/notice'
import { useActionForm } from '@/app/_ui/use-action-form'
import { addContactAction, updateContactAction } from '@/lib/contacts/actions'
import type { Kept } from '@/lib/contacts/commands/write'
import { addContactInput, updateContactInput } from '@/lib/contacts/input'
import { type FromErp, isFromErp } from '@/lib/contacts/rules'
import type { Result } from '@/lib/result'
import { fullName } from '@/lib/users/rules'
import { Clashes } from './contact-clashes'
import { ContactErp } from './contact-erp'
import { ContactFields } from './contact-fields'
import { ContactFoot } from './contact-foot'
import { ContactNear, peopleIn } from './contact-near'
import { type ContactValues, valuesOf } from './contact-values'
import { type DeskContact, type Said, useDesk } from './customer-desk'
import { starSentence } from './star-sentence'
import { useClashes } from './use-clashes'
import { useNear } from './use-near'
import { useSamePerson } from './use-same-person'

type Props = {
  /** Undefined for a new one; and once a present one was taken away by somebody else. */
  contact: DeskContact | undefined
  onDirty: (dirty: boolean) => void
  onRemove: () => void
  onClose: () => void
  onDone: (said: Said) => void
}

/**
 * A contact where one reads it, to be changed on the spot; what somebody else changed meanwhile is laid beside what was
 * typed.
 */
export function ContactForm({ contact, onDirty, onRemove, onClose, onDone }: Props) {
  const t = useTranslations('contacts')
  const { customerId } = useDesk()
  const [last] = useLast(contact)
  const removed = contact === undefined && last !== undefined
  const clashes = useClashes()
  const done = useDone(contact, onDone)
  const save = useSave(contact)
  const { form, submit, error, problem, busy } = useActionForm<ContactValues, Kept>({
    input: (contact ? updateContactInput : addContactInput) as unknown as z.ZodType<unknown, ContactValues>,
    defaults: valuesOf(last, customerId),
    onFresh: clashes.onFresh,
    action: async (value) => {
      const result = await save(value)
      if (!result.ok && result.failure.message === 'contactEmailTwice') form.setValue('emailMeant', value.email)
      return result
    },
    onDone: (kept) => done(form.getValues(), kept),
  })
  const same = useSamePerson(form, clashes.set)
  const near = useNear(form, contact?.id)
  const locked: FromErp = same.used ?? {
    fromErp: contact?.lockedByErp ?? false,
    faxFromErp: contact?.faxFromErp ?? false,
  }
  const [email, emailMeant] = form.watch(['email', 'emailMeant'])
  return (
    <form method="post" onSubmit={submit} onChange={() => onDirty(true)} noValidate className="grid gap-4">
      {problem && !clashes.present && <Notice tone="bad">{problem}</Notice>}
      {removed && <Notice tone="warn">{t('removedMeanwhile', { name: last.name })}</Notice>}
      {contact && contact.alsoAt > 0 && <Notice tone="plain">{t('shared', { count: contact.alsoAt })}</Notice>}
      {same.notice}
      <Clashes form={form} clashes={clashes} title={t(same.used ? 'clash.titleSame' : 'clash.title')} />
      {contact && locked.fromErp && <ContactErp contact={contact} dirty={form.formState.isDirty} />}
      <ContactFields
        {...{ form, error, locked }}
        erp={contact !== undefined && isFromErp(contact)}
        contact={contact}
        reads={near.answer?.reads}
      />
      <ContactNear {...{ near, contact }} dirty={form.formState.isDirty} onUse={same.use} using={same.used} />
      <ContactFoot
        {...{ contact, busy, onClose, onRemove }}
        known={peopleIn(near, { contact, dirty: form.formState.isDirty, using: same.used }).people.length}
        idle={contact !== undefined && !form.formState.isDirty}
        asked={Boolean(email) && email === emailMeant}
      />
    </form>
  )
}

/** The contact as it was last there: what its form shows when it is gone. */
function useLast(contact: DeskContact | undefined) {
  const last = useRef(contact)
  if (contact) last.current = contact
  return [last.current] as const
}

/** Saves; what somebody changed meanwhile is fetched, so that it can be compared. */
function useSave(contact: DeskContact | undefined) {
  const router = useRouter()
  return async (value: ContactValues): Promise<Result<Kept>> => {
    const result = (await (contact ? updateContactAction(value) : addContactAction(value))) as Result<Kept>
    const stale = !result.ok && ['changedMeanwhile', 'gone', 'starMoved'].includes(result.failure.message)
    if (stale) router.refresh()
    return result
  }
}

/** What was done, in a sentence: whose the star is now, and at how many other customers the correction shows. */
function useDone(contact: DeskContact | undefined, onDone: (said: Said) => void) {
  const t = useTranslations('contacts')
  return (value: ContactValues, { movedFrom, elsewhere }: Kept) => {
    const name = fullName({ firstName: value.firstName ?? '', lastName: value.lastName })
    const starred = Boolean(value.forCollection)
    const moved = starred !== Boolean(contact?.forCollection)
    const plain = t(contact ? 'said.updated' : 'said.added', { name })
    const also = elsewhere > 0 ? t('said.elsewhere', { count: elsewhere }) : ''
    onDone({ text: [moved ? starSentence(t, name, starred, movedFrom) : plain, also].filter(Boolean).join(' ') })
  }
}

export type ContactFormState = UseFormReturn<ContactValues>
