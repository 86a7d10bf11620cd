'use client'

import { X } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { Notice } from '@/app/_ui/notice'
import type { AssociationKind } from '@/db/schema/vocabulary'
import type { ColleagueRow } from '@/lib/associations/queries'
import type { ContactRow } from '@/lib/contacts/queries'
import { contactAddress } from '@/lib/contacts/rules'
import { customerAddress } from '@/lib/customers/rules'
import type { Choice } from '../languages'
import { AssociateDialog } from './associate-dialog'
import { ColleagueDialog } from './colleague-dialog'
import { ContactDrawer } from './contact-drawer'
import type { DrawerState } from './drawer-of'

/** `returnedOn`: the day on which somebody noted that messages to the e-mail address come back. */
export type DeskContact = ContactRow & { name: string; languageName: string; returnedOn: string }
export type DeskColleague = Omit<ColleagueRow, 'since'> & { since: string }
export type Candidate = { id: number; name: string; active: boolean; usualKind: AssociationKind }

/** The people of a customer file, and what this person may do with them. */
export type Desk = {
  customerId: number
  code: string
  /** What is open of the file beside the people, as the address has it. */
  tab: string
  may: { contacts: boolean; erase: boolean; associations: boolean; users: boolean }
  contacts: DeskContact[]
  colleagues: DeskColleague[]
  candidates: Candidate[]
  languages: Choice[]
}

type Open = { dialog: 'associate' } | { dialog: 'colleague'; userId: number }

/** What was just done, and how it is taken back where that is one step. */
export type Said = { text: string; tone?: 'good' | 'bad'; undo?: () => void }

type Value = Desk & { said: Said | undefined; open: (what: Open) => void; say: (said: Said | undefined) => void }

const DeskContext = createContext<Value | undefined>(undefined)

export function useDesk(): Value {
  const desk = useContext(DeskContext)
  if (!desk) throw new Error('outside of a customer file')
  return desk
}

type Props = { desk: Desk; drawer: DrawerState | undefined; children: ReactNode }

/**
 * Holds the dialogs of the file, which its menu and its panels open, and the drawer, which its address does; and says
 * what they did.
 */
export function CustomerDesk({ desk, drawer, children }: Props) {
  const t = useTranslations('contacts.colleagues')
  const words = useTranslations('words')
  const [opened, setOpened] = useState<Open>()
  const [said, say] = useState<Said>()
  const open = (what: Open) => {
    say(undefined)
    setOpened(what)
  }
  const { shown, ...moves } = useDrawer(desk, drawer, () => say(undefined))
  const shared = {
    onClose: () => setOpened(undefined),
    onDone: (what: Said) => {
      setOpened(undefined)
      say(what)
    },
  }
  return (
    <DeskContext value={{ ...desk, said, open, say }}>
      {children}
      {said && !shown && (
        <div className="no-print sticky bottom-4 z-20 mx-auto w-max max-w-[calc(100vw-24px)] rounded-md shadow-float">
          <Notice tone={said.tone ?? 'good'}>
            <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
              {said.text}
              {said.undo && (
                <button type="button" className="link" onClick={said.undo}>
                  {t('said.undo')}
                </button>
              )}
              <button type="button" aria-label={words('close')} className="rounded p-1" onClick={() => say(undefined)}>
                <X className="size-3.5" aria-hidden />
              </button>
            </span>
          </Notice>
        </div>
      )}
      {opened && <Opened what={opened} desk={desk} {...shared} />}
      {shown && (
        <ContactDrawer
          key={keyOf(shown)}
          drawer={shown}
          {...moves}
          onDone={(what) => {
            moves.onClose()
            say(what)
          }}
        />
      )}
    </DeskContext>
  )
}

type OpenedProps = { what: Open; desk: Desk; onClose: () => void; onDone: (said: Said) => void }

/** The dialog that is open. It knows its row by id: the page underneath may be read again while it stands. */
function Opened({ what, desk, ...shared }: OpenedProps) {
  if (what.dialog === 'associate') return <AssociateDialog {...shared} />
  const colleague = desk.colleagues.find(({ userId }) => userId === what.userId)
  return colleague && <ColleagueDialog colleague={colleague} {...shared} />
}

const keyOf = (drawer: DrawerState) => `${drawer.kind} ${'id' in drawer ? drawer.id : ''}`

/**
 * Closes the drawer by going back where the file was before it, so that the history has no step that only shuts;
 * whoever came by its address is left in the file. Going back in the browser closes it too, but not over what was
 * typed.
 */
function useDrawer({ code, tab }: Desk, drawer: DrawerState | undefined, onOpened: () => void) {
  const router = useRouter()
  const before = useRef(drawer)
  const cameFromFile = useRef(false)
  const opened = useRef(onOpened)
  opened.current = onOpened
  useEffect(() => {
    if (drawer?.kind === 'contact' || drawer?.kind === 'new') {
      if (!before.current) {
        cameFromFile.current = true
        opened.current()
      }
    } else {
      cameFromFile.current = false
      // The page that one comes back to may be kept from before the change.
      if (!drawer && before.current) router.refresh()
    }
    before.current = drawer
  }, [drawer, router])
  const [dirty, onDirty] = useState(false)
  const last = useRef(drawer)
  if (drawer) last.current = drawer
  const left = !drawer && dirty
  const onClose = () => {
    onDirty(false)
    if (left) return
    if (cameFromFile.current) return router.back()
    router.replace(tab ? `${customerAddress(code)}?tab=${tab}` : customerAddress(code), { scroll: false })
  }
  const onStay = () => {
    const contact = last.current && 'id' in last.current ? last.current.id : 'new'
    router.push(contactAddress(code, contact, tab), { scroll: false })
  }
  return { shown: drawer ?? (left ? last.current : undefined), dirty, left, onDirty, onClose, onStay }
}
