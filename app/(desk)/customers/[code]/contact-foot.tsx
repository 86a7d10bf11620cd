'use client'

import { useTranslations } from 'use-intl/react'
import { Link } from '@/app/_ui/link'
import { contactAddress, isFromErp } from '@/lib/contacts/rules'
import { type DeskContact, useDesk } from './customer-desk'

type Props = {
  contact: DeskContact | undefined
  busy: boolean
  idle: boolean
  /** Whether the form has said that another contact has this address, so that saving means both. */
  asked: boolean
  /** Whether people are shown above who may be this one: on a small screen they are out of sight. */
  known: number
  onClose: () => void
  onRemove: () => void
}

export function ContactFoot({ contact, busy, idle, asked, known, onClose, onRemove }: Props) {
  const t = useTranslations('contacts')
  const words = useTranslations('words')
  const { code, tab, may } = useDesk()
  return (
    <div className="sticky -bottom-5 -mx-5 -mb-5 flex flex-wrap gap-2 border-t border-line bg-surface px-5 pt-3 pb-5">
      {known > 0 && (
        <p className="w-full sm:hidden">
          <button
            type="button"
            className="link text-warn"
            onClick={() => document.getElementById('near')?.scrollIntoView()}
          >
            {t('near.title', { count: known })}
          </button>
        </p>
      )}
      <button type="submit" className="btn btn-go" disabled={busy || idle}>
        {busy ? words('saving') : asked ? t('saveAnyway') : contact ? words('save') : t('add')}
      </button>
      <button type="button" className="btn btn-bare" onClick={onClose}>
        {words('cancel')}
      </button>
      {contact && (
        <span className="ml-auto flex flex-wrap gap-2">
          {may.erase && idle && (
            <Link
              href={`${contactAddress(code, contact.id, tab)}&erase=1`}
              scroll={false}
              replace
              className="btn btn-bare text-danger"
            >
              {t('erase.open')}
            </Link>
          )}
          {!isFromErp(contact) && (
            <button type="button" className="btn btn-bare text-danger" onClick={onRemove}>
              {words('remove')}
            </button>
          )}
        </span>
      )}
    </div>
  )
}
