'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { Dialog } from '@/app/_ui/dialog'
import { Field } from '@/app/_ui/field'
import { Notice } from '@/app/_ui/notice'
import { useDeed } from '@/app/_ui/use-deed'
import { planChangeAction } from '@/lib/changes/actions'
import type { Result } from '@/lib/result'
import { setActiveAction } from '@/lib/users/actions'

/** What a user still holds as far as the reader sees it, and who could take it over. */
export type Held = {
  userId: number
  collector: number
  colleague: number
  scope: 'all' | 'portfolio'
  successors: { id: number; name: string }[]
}
type HandOver = { from: number; to: number }

type Props = { handle: string; name: string; own: boolean; held: Held | undefined }

/** Closes the door to a user, and offers to hand over at once what they hold. */
export function Deactivate({ handle, name, own, held }: Props) {
  const t = useTranslations('admin')
  const words = useTranslations('words')
  const router = useRouter()
  const [asking, setAsking] = useState(false)
  const [successor, setSuccessor] = useState('')
  const { act, busy, problem } = useDeed()
  const chosen = held && successor !== '' ? { from: held.userId, to: Number(successor) } : undefined
  const leave = () =>
    act(
      () => deactivate(handle, own, chosen),
      (key) => {
        setAsking(false)
        if (key) router.push(`/changes/${key}`)
      },
    )
  return (
    <>
      <button type="button" className="btn" onClick={() => setAsking(true)}>
        {t('deactivate')}
      </button>
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title={t('deactivateTitle', { name })}
        description={own ? t('deactivateOwn') : t('deactivateText')}
        closeLabel={words('close')}
      >
        {held && <Holding held={held} own={own} />}
        {held && !own && held.successors.length > 0 && (
          <Successor from={held.successors} chosen={successor} onChoose={setSuccessor} />
        )}
        {problem && <Notice tone="bad">{problem}</Notice>}
        <div className="flex flex-wrap justify-end gap-2">
          <button type="button" className="btn" onClick={() => setAsking(false)}>
            {words('cancel')}
          </button>
          <button type="button" className="btn btn-danger" aria-disabled={busy} onClick={leave}>
            {t(chosen ? 'deactivateHandOver' : 'deactivate')}
          </button>
        </div>
      </Dialog>
    </>
  )
}

/**
 * Deactivates and answers the key of the planned hand-over. The plan comes first, as it changes nothing: where there is
 * nothing left to hand over, or nobody to take it, the user stays as they are and the reader decides anew.
 */
async function deactivate(
  user: string,
  own: boolean,
  given: HandOver | undefined,
): Promise<Result<string | undefined>> {
  const plan =
    given &&
    (await planChangeAction({
      kind: 'replace',
      given: { ...given, asCollector: true, asColleague: true },
      selection: { kind: 'portfolio', userId: given.from },
    }))
  if (plan && !plan.ok) return plan
  const done = await setActiveAction({ user, active: false, confirmed: own })
  return done.ok ? { ok: true, value: plan?.value.key } : done
}

function Holding({ held: { collector, colleague, scope }, own }: { held: Held; own: boolean }) {
  const t = useTranslations('admin')
  return (
    <p className="text-base">
      {t('stillHolds', { collector, colleague, scope })} {own && t('stillOwn')}
    </p>
  )
}

type SuccessorProps = { from: Held['successors']; chosen: string; onChoose: (id: string) => void }

function Successor({ from, chosen, onChoose }: SuccessorProps) {
  const t = useTranslations('admin')
  return (
    <Field name="successor" label={t('successor')} hint={t('successorHint')}>
      {(control) => (
        <select {...control} className="input" value={chosen} onChange={(event) => onChoose(event.target.value)}>
          <option value="">{t('noSuccessor')}</option>
          {from.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
