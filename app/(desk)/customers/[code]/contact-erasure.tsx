'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { Notice } from '@/app/_ui/notice'
import { Tick } from '@/app/_ui/tick'
import { useDeed } from '@/app/_ui/use-deed'
import { eraseContactAction } from '@/lib/contacts/actions'
import type { Erased } from '@/lib/contacts/commands/erase'
import type { Result } from '@/lib/result'
import { ContactBack } from './contact-back'
import type { Said } from './customer-desk'
import type { DrawerState } from './drawer-of'

type Props = {
  id: number
  preview: Extract<DrawerState, { kind: 'erase' }>['preview']
  onDone: (said: Said) => void
}

/**
 * What erasing takes away, what stays, and that nothing brings it back; done once somebody has said that it was asked
 * for.
 */
export function ContactErasure({ id, preview, onDone }: Props) {
  const t = useTranslations('contacts')
  const [asked, setAsked] = useState(false)
  const { act, busy, problem } = useDeed()
  if (!preview) return <Notice tone="warn">{t('goneText')}</Notice>
  const erase = () =>
    act(
      () =>
        eraseContactAction({ contactId: id, personVersion: preview.personVersion, asked }) as Promise<Result<Erased>>,
      ({ customers }) => onDone({ text: t('said.erased', { count: customers }) }),
    )
  const starred = preview.places.filter(({ forCollection }) => forCollection)
  return (
    <div className="grid gap-4 text-base">
      {problem && <Notice tone="bad">{problem}</Notice>}
      <p>{t('erase.text')}</p>
      <ul className="ml-5 grid list-disc gap-1">
        <li>{t('erase.fields')}</li>
        <li>
          {t('erase.places', {
            count: preview.customers,
            customers: someOf(preview.places),
          })}
        </li>
        <li>{t('erase.files')}</li>
        {preview.entries > 0 && <li>{t('erase.entries', { count: preview.entries })}</li>}
      </ul>
      <p>{t('erase.filesLost')}</p>
      <p>{t('erase.stays')}</p>
      <p className="text-ink-2">{t('erase.not')}</p>
      {starred.length > 0 && (
        <Notice tone="warn">{t('erase.star', { count: starred.length, customers: someOf(starred) })}</Notice>
      )}
      <Tick
        id="erase-asked"
        label={t('erase.asked')}
        checked={asked}
        onChange={(event) => setAsked(event.target.checked)}
      />
      <div className="flex flex-wrap gap-2">
        <button type="button" className="btn btn-danger" disabled={busy || !asked} onClick={erase}>
          {t('erase.go')}
        </button>
        <ContactBack id={id}>{t('keep')}</ContactBack>
      </div>
    </div>
  )
}

const MOST_NAMES = 10

function someOf(places: readonly { name: string }[]): string {
  const names = places.slice(0, MOST_NAMES).map(({ name }) => name)
  return [...names, ...(places.length > MOST_NAMES ? ['…'] : [])].join(', ')
}
