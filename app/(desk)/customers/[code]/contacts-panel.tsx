'use client'

import { Pencil, Plus, Star } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import { useDeed } from '@/app/_ui/use-deed'
import { markForCollectionAction } from '@/lib/contacts/actions'
import type { Starred } from '@/lib/contacts/commands/star'
import { isFromErp } from '@/lib/contacts/rules'
import type { Result } from '@/lib/result'
import { type DeskContact, useDesk } from './customer-desk'
import { starSentence } from './star-sentence'

/** The people at the customer, the one for collection first. */
export function ContactsPanel() {
  const t = useTranslations('contacts')
  const { contacts, may, open } = useDesk()
  return (
    <section aria-labelledby="contacts" className="mb-4 border-b border-line pb-4">
      <h2 id="contacts" className="flex items-baseline justify-between font-semibold">
        {t('title')}
        {contacts.length > 0 && <span className="font-normal text-ink-3 tabular-nums">{contacts.length}</span>}
      </h2>
      {contacts.length === 0 && (
        <p className="py-1.5 text-ink-2">
          {t('none')}
          <span className="block text-sm text-ink-3">{t('noneHint')}</span>
        </p>
      )}
      <ul>
        {contacts.map((contact) => (
          <Contact key={contact.id} contact={contact} />
        ))}
      </ul>
      {may.contacts && (
        <button type="button" className="btn btn-bare no-print mt-1 -ml-3" onClick={() => open({ dialog: 'contact' })}>
          <Plus className="size-3.5" aria-hidden />
          {t('add')}
        </button>
      )}
    </section>
  )
}

function Contact({ contact }: { contact: DeskContact }) {
  const t = useTranslations('contacts')
  const words = useTranslations('words')
  const { may, open } = useDesk()
  const { name, forCollection, email, mobileE164, inCopy, comment } = contact
  const fromErp = isFromErp(contact)
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-2 py-1.5">
      <p className="min-w-0 font-semibold [overflow-wrap:anywhere]">
        {contact.title && <span className="font-normal text-ink-3">{contact.title} </span>}
        {name}
      </p>
      <div className="flex items-start gap-1">
        {forCollection && (
          <span className="tag tag-on">
            <Star className="-mt-0.5 mr-1 inline size-3 fill-current" aria-hidden />
            {t('forCollection')}
          </span>
        )}
        {inCopy && <span className="tag">{t('inCopy')}</span>}
        {fromErp && (
          <span className="tag" title={t('erpWhy')}>
            {t('erp')}
          </span>
        )}
        {may.contacts && (
          <span className="no-print -mt-1 flex">
            {!forCollection && <StarButton contact={contact} />}
            {!fromErp && (
              <button
                type="button"
                className="rounded-md p-1.5 text-ink-3 hover:bg-sunken hover:text-ink"
                aria-label={t('edit', { name })}
                title={t('edit', { name })}
                onClick={() => open({ dialog: 'contact', contactId: contact.id })}
              >
                <Pencil className="size-3.5" aria-hidden />
              </button>
            )}
          </span>
        )}
      </div>
      <div className="col-span-2 min-w-0 text-sm">
        <p className="text-ink-3">
          {[words(`contactRoles.${contact.role}`), contact.languageName].filter(Boolean).join(' · ')}
        </p>
        <Reach contact={contact} />
        {forCollection && !email && !mobileE164 && <p className="text-warn">{t('unreachable', { name })}</p>}
        {comment && <p className="whitespace-pre-line text-ink-2 [overflow-wrap:anywhere]">{comment}</p>}
        {fromErp && <p className="text-ink-3">{t('erpWhy')}</p>}
      </div>
    </li>
  )
}

/** Addresses and numbers that a click writes to or dials. What could not be read as a number is shown as typed. */
function Reach({ contact: { email, phone, phoneE164, mobile, mobileE164 } }: { contact: DeskContact }) {
  const t = useTranslations('contacts')
  const numbers = [
    { typed: phone, dialled: phoneE164 },
    { typed: mobile, dialled: mobileE164 },
  ]
  return (
    <p className="flex flex-wrap gap-x-4 text-ink-2">
      {email && (
        <a
          href={`mailto:${encodeURIComponent(email).replace('%40', '@')}`}
          title={t('writeTo', { email })}
          className="[overflow-wrap:anywhere] hover:underline"
        >
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

function StarButton({ contact: { id, name } }: { contact: DeskContact }) {
  const t = useTranslations('contacts')
  const { say } = useDesk()
  const { act, busy, problem } = useDeed()
  const mark = () =>
    act(
      () => markForCollectionAction({ contactId: id, marked: true }) as Promise<Result<Starred>>,
      ({ movedFrom }) => say({ text: starSentence(t, name, true, movedFrom) }),
    )
  return (
    <>
      {problem && (
        <span role="alert" className="text-sm text-danger">
          {problem}
        </span>
      )}
      <button
        type="button"
        className="rounded-md p-1.5 text-ink-3 hover:bg-sunken hover:text-ink"
        aria-label={t('star', { name })}
        title={t('star', { name })}
        disabled={busy}
        onClick={mark}
      >
        <Star className="size-3.5" aria-hidden />
      </button>
    </>
  )
}
