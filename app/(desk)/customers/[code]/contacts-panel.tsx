'use client'

import { Pencil, Plus, Star } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import { Link } from '@/app/_ui/link'
import { useDeed } from '@/app/_ui/use-deed'
import { markForCollectionAction } from '@/lib/contacts/actions'
import type { Starred } from '@/lib/contacts/commands/star'
import { contactAddress, isFromErp, isReachable } from '@/lib/contacts/rules'
import type { Result } from '@/lib/result'
import { MarkSaid } from './contact-mark'
import { Reach } from './contact-reach'
import { type DeskContact, useDesk } from './customer-desk'
import { starSentence } from './star-sentence'

/** The people at the customer, the one for collection first. */
export function ContactsPanel() {
  const t = useTranslations('contacts')
  const { code, tab, contacts, may } = useDesk()
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
      {contacts.length > 0 && !contacts.some(({ forCollection }) => forCollection) && (
        <p className="py-1.5 text-warn">{t('noStar')}</p>
      )}
      <ul>
        {contacts.map((contact) => (
          <Contact key={contact.id} contact={contact} />
        ))}
      </ul>
      {may.contacts && (
        <Link
          href={contactAddress(code, 'new', tab)}
          scroll={false}
          data-contact="new"
          className="btn btn-bare no-print mt-1 -ml-3"
        >
          <Plus className="size-3.5" aria-hidden />
          {t('add')}
        </Link>
      )}
    </section>
  )
}

function Contact({ contact }: { contact: DeskContact }) {
  const t = useTranslations('contacts')
  const words = useTranslations('words')
  const { code, tab, may } = useDesk()
  const { name, forCollection, inCopy, comment } = contact
  const fromErp = isFromErp(contact)
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-2 py-1.5">
      <p className="min-w-0 font-semibold [overflow-wrap:anywhere]">
        {contact.title && <span className="font-normal text-ink-3">{contact.title} </span>}
        <Link
          href={contactAddress(code, contact.id, tab)}
          scroll={false}
          data-contact={contact.id}
          className="hover:underline"
        >
          {name}
        </Link>
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
            <Link
              href={contactAddress(code, contact.id, tab)}
              scroll={false}
              className="rounded-md p-1.5 text-ink-3 hover:bg-sunken hover:text-ink"
              aria-label={t('edit', { name })}
              title={t('edit', { name })}
            >
              <Pencil className="size-3.5" aria-hidden />
            </Link>
          </span>
        )}
      </div>
      <div className="col-span-2 min-w-0 text-sm">
        <p className="text-ink-3">
          {[words(`contactRoles.${contact.ourRole ?? contact.role}`), contact.languageName].filter(Boolean).join(' · ')}
        </p>
        <Reach contact={contact} />
        <MarkSaid contact={contact} />
        {forCollection && !isReachable(contact) && (
          <p className="text-warn">{t(contact.email ? 'unreachableReturned' : 'unreachable', { name })}</p>
        )}
        {comment && <p className="whitespace-pre-line text-ink-2 [overflow-wrap:anywhere]">{comment}</p>}
        {fromErp && <p className="text-ink-3">{t('erpWhy')}</p>}
      </div>
    </li>
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
