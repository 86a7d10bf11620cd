'use client'

import { useTranslations } from 'use-intl/react'
import { Notice } from '@/app/_ui/notice'
import { useDeed } from '@/app/_ui/use-deed'
import { removeContactAction } from '@/lib/contacts/actions'
import type { Result } from '@/lib/result'
import type { DeskContact, Said } from './customer-desk'

type Props = { contact: DeskContact; onKeep: () => void; onDone: (said: Said) => void }

/** What removing means, before it is done. */
export function ContactRemoval({ contact, onKeep, onDone }: Props) {
  const t = useTranslations('contacts')
  const { act, busy, problem } = useDeed()
  const { id, version, name } = contact
  const remove = () =>
    act(
      () => removeContactAction({ contactId: id, version }) as Promise<Result<void>>,
      () => onDone({ text: t('said.removed', { name }) }),
    )
  return (
    <div className="grid gap-4">
      {problem && <Notice tone="bad">{problem}</Notice>}
      <p className="text-base">{t('removeText', { name })}</p>
      {contact.forCollection && <Notice tone="warn">{t('removeStar', { name })}</Notice>}
      <div className="flex gap-2">
        <button type="button" className="btn btn-danger" disabled={busy} onClick={remove}>
          {t('removeGo', { name })}
        </button>
        <button type="button" className="btn btn-bare" onClick={onKeep}>
          {t('keep')}
        </button>
      </div>
    </div>
  )
}
