'use client'

import { useRouter } from 'next/navigation'
import { useId, useState, useTransition } from 'react'
import { useTranslations } from 'use-intl/react'
import { Notice } from '@/app/_ui/notice'
import { reaching, useRefusals } from '@/app/_ui/use-refusals'
import { planChangeAction } from '@/lib/changes/actions'
import type { CustomerSelection } from '@/lib/customers/selection'
import type { Failure } from '@/lib/result'
import type { Colleague } from './mass-bar'

type Props = {
  kind: 'associate' | 'disassociate'
  count: number
  selection: CustomerSelection
  colleagues: Colleague[]
  refused: boolean
}

/** Chooses one or several colleagues and goes to the preview of giving them to (taking them off) the selection. */
export function ColleaguePanel({ kind, count, selection, colleagues, refused }: Props) {
  const t = useTranslations('customers')
  const words = useTranslations('words')
  const say = useRefusals()
  const router = useRouter()
  const panel = useId()
  const [needle, setNeedle] = useState('')
  const [picked, setPicked] = useState<ReadonlySet<number>>(new Set())
  const [failure, setFailure] = useState<Failure>()
  const [busy, start] = useTransition()
  const shown = colleagues.filter(({ id, name }) => picked.has(id) || plain(name).includes(plain(needle)))

  const pick = (id: number, on: boolean) => {
    const next = new Set(picked)
    if (on) next.add(id)
    else next.delete(id)
    setPicked(next)
  }
  const plan = () =>
    start(async () => {
      const result = await reaching(() => planChangeAction({ kind, given: { colleagues: [...picked] }, selection }))
      if (result.ok) router.push(`/changes/${result.value.key}`)
      else setFailure(result.failure)
    })
  return (
    <>
      <button
        type="button"
        className={`btn ${kind === 'associate' ? 'btn-go' : ''}`}
        aria-disabled={refused}
        {...(refused ? {} : { popoverTarget: panel })}
      >
        {t(kind)}
      </button>
      <div
        id={panel}
        popover="auto"
        role="dialog"
        aria-label={t('chooseColleagues')}
        className="popup panel panel-above w-[min(380px,calc(100vw-24px))] p-4 text-ink"
      >
        <div className="grid gap-3">
          <input
            type="search"
            value={needle}
            onChange={(event) => setNeedle(event.target.value)}
            placeholder={t('findColleague')}
            aria-label={t('findColleague')}
            className="input"
          />
          <ul className="grid max-h-72 overflow-y-auto">
            {shown.map(({ id, name, active }) => (
              <li key={id}>
                <label className="flex min-h-8 items-center gap-2.5 rounded-md px-2 text-base hover:bg-sunken">
                  <input
                    type="checkbox"
                    className="tick"
                    checked={picked.has(id)}
                    onChange={(event) => pick(id, event.target.checked)}
                  />
                  {name}
                  {!active && <span className="tag">{words('inactive')}</span>}
                </label>
              </li>
            ))}
            {shown.length === 0 && <li className="px-2 py-3 text-base text-ink-2">{t('noColleagueFound')}</li>}
          </ul>
          {failure && <Notice tone="bad">{say(failure)}</Notice>}
          <button
            type="button"
            className={`btn ${kind === 'associate' ? 'btn-go' : 'btn-danger'}`}
            disabled={picked.size === 0 || busy}
            onClick={plan}
          >
            {picked.size === 0 ? t('chooseColleagues') : t(`${kind}Go`, { colleagues: picked.size, customers: count })}
          </button>
        </div>
      </div>
    </>
  )
}

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
