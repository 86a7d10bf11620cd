'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { Drawer } from '@/app/_ui/drawer'
import { Notice } from '@/app/_ui/notice'
import { ContactErasure } from './contact-erasure'
import { ContactFacts } from './contact-facts'
import { ContactForm } from './contact-form'
import { ContactMerge } from './contact-merge'
import { ContactRemoval } from './contact-removal'
import { ContactUnmerge } from './contact-unmerge'
import { type DeskContact, type Said, useDesk } from './customer-desk'
import type { DrawerState } from './drawer-of'

type Props = {
  drawer: DrawerState
  dirty: boolean
  /** Whether somebody went back with the form unsaved: it stays until they say what should become of it. */
  left: boolean
  onDirty: (dirty: boolean) => void
  onStay: () => void
  onClose: () => void
  onDone: (said: Said) => void
}

/** A contact beside the file: read, changed, merged, or, after a second thought, removed or erased. */
export function ContactDrawer({ drawer, dirty, left, onDirty, onStay, onClose, onDone }: Props) {
  const t = useTranslations('contacts')
  const words = useTranslations('words')
  const { contacts, said } = useDesk()
  const [step, setStep] = useState<'form' | 'remove' | 'discard'>('form')
  const contact = drawer.kind === 'new' ? undefined : contacts.find(({ id }) => id === drawer.id)
  const stay = () => {
    setStep('form')
    if (left) onStay()
  }
  const leave = () => {
    if (left || step === 'discard' || !dirty) onClose()
    else setStep('discard')
  }
  return (
    <Drawer
      onClose={leave}
      title={useTitle(drawer, step, contact)}
      closeLabel={words('close')}
      starts={drawer.kind === 'new' ? 'field' : 'reading'}
      focusAfter={() => placeOf(drawer)}
    >
      {said && <Notice tone="good">{said.text}</Notice>}
      {step === 'remove' && contact && (
        <ContactRemoval contact={contact} onKeep={() => setStep('form')} onDone={onDone} />
      )}
      {(left || step === 'discard') && (
        <Notice tone="warn">
          <p>{t('discardText')}</p>
          <p className="mt-2 flex gap-2">
            <button type="button" className="btn" onClick={stay}>
              {t('goOn')}
            </button>
            <button type="button" className="btn btn-bare" onClick={onClose}>
              {t('discard')}
            </button>
          </p>
        </Notice>
      )}
      <div hidden={step === 'remove'}>
        <Content {...{ drawer, contact, onDone, onDirty }} onClose={leave} onRemove={() => setStep('remove')} />
      </div>
    </Drawer>
  )
}

type ContentProps = Pick<Props, 'drawer' | 'onDirty' | 'onClose' | 'onDone'> & {
  contact: DeskContact | undefined
  onRemove: () => void
}

function Content({ drawer, contact, ...rest }: ContentProps) {
  const t = useTranslations('contacts')
  const { may } = useDesk()
  // Whoever was here when the drawer opened and is gone by now leaves a form with what was typed.
  const [wasThere] = useState(contact !== undefined)
  if (drawer.kind === 'merge') return <ContactMerge preview={drawer.preview} id={drawer.id} onDone={rest.onDone} />
  if (drawer.kind === 'unmerge') return <ContactUnmerge preview={drawer.preview} id={drawer.id} onDone={rest.onDone} />
  if (drawer.kind === 'erase') return <ContactErasure preview={drawer.preview} id={drawer.id} onDone={rest.onDone} />
  if (drawer.kind === 'contact' && !contact && !wasThere) return <Notice tone="warn">{t('goneText')}</Notice>
  if (!may.contacts) return contact && <ContactFacts contact={contact} />
  return <ContactForm contact={contact} {...rest} />
}

function useTitle(drawer: DrawerState, step: string, contact: DeskContact | undefined): string {
  const t = useTranslations('contacts')
  if (drawer.kind === 'new') return t('add')
  if (drawer.kind === 'merge') return t('merge.title')
  if (drawer.kind === 'unmerge') return t('unmerge.title')
  const name = contact?.name
  if (!name) return t('gone')
  if (drawer.kind === 'erase') return t('erase.title', { name })
  return step === 'remove' ? t('removeTitle', { name }) : name
}

/** The line of the contact in the file; for a new one the button that adds. */
function placeOf(drawer: DrawerState): HTMLElement | null {
  const which = drawer.kind === 'new' ? 'new' : String(drawer.id)
  return document.querySelector<HTMLElement>(`[data-contact="${which}"]`) ?? document.getElementById('content')
}
