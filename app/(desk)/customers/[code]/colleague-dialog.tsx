'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { Dialog } from '@/app/_ui/dialog'
import { Notice } from '@/app/_ui/notice'
import { Tick } from '@/app/_ui/tick'
import { useDeed } from '@/app/_ui/use-deed'
import { reaching, useRefusals } from '@/app/_ui/use-refusals'
import type { AssociationKind } from '@/db/schema/vocabulary'
import {
  associateAction,
  disassociateAction,
  pinAssociationAction,
  updateAssociationAction,
} from '@/lib/associations/actions'
import type { Taken } from '@/lib/associations/commands'
import type { Result } from '@/lib/result'
import { type DeskColleague, type Said, useDesk } from './customer-desk'
import { KindField } from './kind-field'

type Props = { colleague: DeskColleague; onClose: () => void; onDone: (said: Said) => void }

/** One colleague of this customer: as what, or no longer. */
export function ColleagueDialog({ colleague, onClose, onDone }: Props) {
  const t = useTranslations('contacts.colleagues')
  const words = useTranslations('words')
  const [taking, setTaking] = useState(false)
  const { name } = colleague
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={taking ? t('takeTitle', { name }) : t('editTitle', { name })}
      closeLabel={words('close')}
    >
      {taking ? (
        <TakingOff colleague={colleague} onClose={() => setTaking(false)} onDone={onDone} />
      ) : (
        <KindForm colleague={colleague} onClose={onClose} onDone={onDone} onTake={() => setTaking(true)} />
      )}
    </Dialog>
  )
}

function KindForm({ colleague, onClose, onDone, onTake }: Props & { onTake: () => void }) {
  const t = useTranslations('contacts.colleagues')
  const words = useTranslations('words')
  const { customerId } = useDesk()
  const { act, busy, problem } = useDeed()
  const [kind, setKind] = useState(colleague.kind)
  const [kept, setKept] = useState(colleague.pinned)
  const { userId, name, kind: seen, pinned } = colleague
  const write = async (): Promise<Result<void>> => {
    const done =
      kept === pinned ? undefined : ((await pinAssociationAction({ customerId, userId, pinned: kept })) as Result<void>)
    if (done?.ok === false || (done && kind === seen)) return done
    return updateAssociationAction({ customerId, userId, kind, seen }) as Promise<Result<void>>
  }
  const said = () => {
    if (kind === seen) return t(kept ? 'said.kept' : 'said.left', { name })
    return t('said.updated', { name, kind: words(`kinds.${kind}`) })
  }
  const save = () => act(write, () => onDone({ text: said() }))
  return (
    <form
      method="post"
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      {problem && <Notice tone="bad">{problem}</Notice>}
      <KindField kind={kind} onChange={setKind} />
      {(colleague.source === 'rule' || pinned) && (
        <Tick id="kept" label={t('keep')} checked={kept} onChange={(event) => setKept(event.currentTarget.checked)} />
      )}
      <div className="flex flex-wrap gap-2">
        <button type="submit" className="btn btn-go" disabled={busy || (kind === seen && kept === pinned)}>
          {busy ? words('saving') : words('save')}
        </button>
        <button type="button" className="btn btn-bare" onClick={onClose}>
          {words('cancel')}
        </button>
        <button type="button" className="btn btn-bare ml-auto text-danger" onClick={onTake}>
          {t('take')}
        </button>
      </div>
    </form>
  )
}

function TakingOff({ colleague, onClose, onDone }: Props) {
  const t = useTranslations('contacts.colleagues')
  const words = useTranslations('words')
  const { customerId } = useDesk()
  const { act, busy, problem } = useDeed()
  const giveBack = useGivingBack(colleague)
  const { userId, name } = colleague
  const remove = () =>
    act(
      () => disassociateAction({ customerId, userId }) as Promise<Result<Taken>>,
      ({ kind }) => onDone({ text: t('said.taken', { name }), ...(kind && { undo: () => giveBack(kind) }) }),
    )
  return (
    <div className="grid gap-4">
      {problem && <Notice tone="bad">{problem}</Notice>}
      <p className="text-base">{t('takeText', { name })}</p>
      <div className="flex flex-wrap gap-2">
        <button type="button" className="btn btn-danger max-w-full" disabled={busy} onClick={remove}>
          <span className="truncate">{t('takeGo', { name })}</span>
        </button>
        <button type="button" className="btn btn-bare" onClick={onClose}>
          {words('cancel')}
        </button>
      </div>
    </div>
  )
}

/** Takes it back. It runs from the notice, when the dialog is long gone. */
function useGivingBack({ userId, name }: DeskColleague) {
  const t = useTranslations('contacts.colleagues')
  const refused = useRefusals()
  const router = useRouter()
  const { customerId, say } = useDesk()
  return async (kind: AssociationKind) => {
    const result = await reaching(
      () => associateAction({ customerId, userId, kind }) as Promise<Result<{ added: boolean }>>,
    )
    router.refresh()
    say(result.ok ? { text: t('said.given', { name }) } : { text: refused(result.failure), tone: 'bad' })
  }
}
