'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import type { z } from 'zod'
import { Dialog } from '@/app/_ui/dialog'
import { Notice } from '@/app/_ui/notice'
import { useActionForm } from '@/app/_ui/use-action-form'
import { addContactAction, updateContactAction } from '@/lib/contacts/actions'
import type { Starred } from '@/lib/contacts/commands/star'
import { addContactInput, updateContactInput } from '@/lib/contacts/input'
import type { Result } from '@/lib/result'
import { fullName } from '@/lib/users/rules'
import { ContactFields, type ContactValues } from './contact-fields'
import { ContactRemoval } from './contact-removal'
import { type DeskContact, type Said, useDesk } from './customer-desk'
import { starSentence } from './star-sentence'

type Props = { contact: DeskContact | undefined; onClose: () => void; onDone: (said: Said) => void }

/** A person at the customer: entered, changed, or, after a second thought, removed. */
export function ContactDialog({ contact, onClose, onDone }: Props) {
  const t = useTranslations('contacts')
  const words = useTranslations('words')
  const [step, setStep] = useState<'form' | 'remove' | 'discard'>('form')
  const [dirty, setDirty] = useState(false)
  const leave = () => {
    if (step === 'discard' || !dirty) onClose()
    else setStep('discard')
  }
  const title = step === 'remove' ? 'removeTitle' : contact ? 'edit' : 'add'
  return (
    <Dialog
      open
      onOpenChange={(open) => open || leave()}
      title={title === 'add' ? t('add') : t(title, { name: contact?.name ?? '' })}
      closeLabel={words('close')}
    >
      {step === 'remove' && contact && (
        <ContactRemoval contact={contact} onKeep={() => setStep('form')} onDone={onDone} />
      )}
      {step === 'discard' && (
        <Notice tone="warn">
          <p>{t('discardText')}</p>
          <p className="mt-2 flex gap-2">
            <button type="button" className="btn" onClick={() => setStep('form')}>
              {t('goOn')}
            </button>
            <button type="button" className="btn btn-bare" onClick={onClose}>
              {t('discard')}
            </button>
          </p>
        </Notice>
      )}
      <div hidden={step === 'remove'}>
        <ContactForm
          contact={contact}
          onDirty={setDirty}
          onRemove={() => setStep('remove')}
          onClose={leave}
          onDone={onDone}
        />
      </div>
    </Dialog>
  )
}

type FormProps = Props & { onDirty: (dirty: boolean) => void; onRemove: () => void }

function ContactForm({ contact, onDirty, onRemove, onClose, onDone }: FormProps) {
  const t = useTranslations('contacts')
  const { customerId, contacts } = useDesk()
  const { form, submit, error, problem, busy } = useActionForm<ContactValues, Starred>({
    input: (contact ? updateContactInput : addContactInput) as unknown as z.ZodType<unknown, ContactValues>,
    defaults: valuesOf(contact, customerId),
    action: async (value) => {
      const result = (await (contact ? updateContactAction(value) : addContactAction(value))) as Result<Starred>
      const asked = !result.ok && result.failure.message === 'contactEmailTwice'
      if (asked) form.setValue('emailMeant', value.email)
      return result
    },
    onDone: ({ movedFrom }) => {
      const value = form.getValues()
      const name = fullName({ firstName: value.firstName ?? '', lastName: value.lastName })
      const starred = Boolean(value.forCollection)
      const moved = starred !== Boolean(contact?.forCollection)
      onDone({
        text: moved ? starSentence(t, name, starred, movedFrom) : t(contact ? 'said.updated' : 'said.added', { name }),
      })
    },
  })
  const { isDirty } = form.formState
  const starred = form.watch('forCollection') === true
  const [email, emailMeant] = form.watch(['email', 'emailMeant'])
  const holder = contacts.find((other) => other.forCollection && other.id !== contact?.id)
  return (
    <form method="post" onSubmit={submit} onChange={() => onDirty(true)} noValidate className="grid gap-4">
      {problem && <Notice tone="bad">{problem}</Notice>}
      {contact && contact.alsoAt > 0 && <Notice tone="plain">{t('shared', { count: contact.alsoAt })}</Notice>}
      <ContactFields
        register={form.register}
        error={error}
        starHint={
          starred && holder
            ? t('hints.moves', { name: holder.name })
            : !starred && contact?.forCollection
              ? t('hints.last')
              : t('hints.first')
        }
      />
      <Buttons
        present={contact !== undefined}
        busy={busy}
        idle={contact !== undefined && !isDirty}
        asked={Boolean(email) && email === emailMeant}
        onClose={onClose}
        onRemove={onRemove}
      />
    </form>
  )
}

type ButtonsProps = {
  present: boolean
  busy: boolean
  idle: boolean
  /** Whether the form has said that another contact has this address, so that saving means both. */
  asked: boolean
  onClose: () => void
  onRemove: () => void
}

function Buttons({ present, busy, idle, asked, onClose, onRemove }: ButtonsProps) {
  const t = useTranslations('contacts')
  const words = useTranslations('words')
  return (
    <div className="sticky -bottom-5 -mx-5 -mb-5 flex flex-wrap gap-2 border-t border-line bg-surface px-5 pt-3 pb-5">
      <button type="submit" className="btn btn-go" disabled={busy || idle}>
        {busy ? words('saving') : asked ? t('saveAnyway') : present ? words('save') : t('add')}
      </button>
      <button type="button" className="btn btn-bare" onClick={onClose}>
        {words('cancel')}
      </button>
      {present && (
        <button type="button" className="btn btn-bare ml-auto text-danger" onClick={onRemove}>
          {words('remove')}
        </button>
      )}
    </div>
  )
}

function valuesOf(contact: DeskContact | undefined, customerId: number): ContactValues {
  const common = { customerId, role: 'accountant' as const, inCopy: false, forCollection: false }
  const empty = { title: '', firstName: '', lastName: '', email: '', phone: '', mobile: '', fax: '', language: '' }
  if (!contact) return { ...common, ...empty, comment: '' }
  const { role, title, firstName, lastName, email, phone, mobile, fax, language, comment } = contact
  const typed = { title, firstName, lastName, email, phone, mobile, fax, language, comment }
  return {
    ...common,
    ...empty,
    ...(Object.fromEntries(Object.entries(typed).map(([name, value]) => [name, value ?? ''])) as typeof empty),
    contactId: contact.id,
    version: contact.version,
    personVersion: contact.personVersion,
    role: role === 'company' ? 'other' : role,
    inCopy: contact.inCopy,
    forCollection: contact.forCollection,
  }
}
