'use client'

import { useRouter } from 'next/navigation'
import { type KeyboardEvent, type SubmitEvent, useId, useState, useTransition } from 'react'
import { useTranslations } from 'use-intl/react'
import { findName } from '@/app/_blocks/find-name'
import { KindOptions } from '@/app/_blocks/kind-options'
import { type Target, WHY } from '@/app/_blocks/mass-bar'
import { Notice } from '@/app/_ui/notice'
import { reaching, useRefusals } from '@/app/_ui/use-refusals'
import { planChangeAction } from '@/lib/changes/actions'
import type { CustomerSelection } from '@/lib/customers/selection'
import type { Failure } from '@/lib/result'
import type { Colleague, Colleagues } from './use-colleagues'

type Props = Target<CustomerSelection> & Colleagues & { kind: 'associate' | 'disassociate' }

/**
 * Chooses one or several colleagues and goes to the preview of giving them to (taking them off) the selection. By
 * keyboard: type, Enter takes the first who is found, Enter on the empty field goes on. The names come when the panel
 * is opened.
 */
export function ColleaguePanel({ kind, count, selection, colleagues, bring, missing, reason, onPlanned }: Props) {
  const t = useTranslations('list')
  const say = useRefusals()
  const router = useRouter()
  const panel = useId()
  const [needle, setNeedle] = useState('')
  const [picked, setPicked] = useState<ReadonlySet<number>>(new Set())
  const [failure, setFailure] = useState<Failure>()
  const [busy, start] = useTransition()
  const problem = failure ?? (colleagues ? undefined : missing)
  const found = findName(colleagues ?? [], needle)
  const shown = colleagues?.filter((one) => picked.has(one.id) || found.includes(one))

  const pick = (id: number, on: boolean) => {
    const next = new Set(picked)
    if (on) next.add(id)
    else next.delete(id)
    setPicked(next)
  }
  const onSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    const first = found.find(({ id }) => !picked.has(id))
    if (document.activeElement?.matches('[type="search"]') && needle.trim() !== '') {
      if (first) pick(first.id, true)
      setNeedle(first ? '' : needle)
    } else if (picked.size > 0 && !busy) {
      const as = new FormData(event.currentTarget).get('as') || undefined
      start(() => plan({ colleagues: [...picked], as }))
    }
  }
  const plan = async (given: Record<string, unknown>) => {
    const result = await reaching(() => planChangeAction({ kind, given, selection }))
    if (!result.ok) return setFailure(result.failure)
    onPlanned()
    router.push(`/changes/${result.value.key}`)
  }
  const numbers = { colleagues: picked.size, customers: count ?? 0, except: exceptOf(selection) }
  return (
    <>
      <button
        type="button"
        className={`btn ${kind === 'associate' ? 'btn-go' : 'max-md:hidden'}`}
        {...(reason ? { 'aria-disabled': true, 'aria-describedby': WHY } : { popoverTarget: panel })}
      >
        {t(kind)}
      </button>
      <div
        id={panel}
        popover="auto"
        role="dialog"
        aria-label={t('chooseColleagues')}
        className="popup panel panel-above w-[min(380px,calc(100vw-24px))] p-4 text-ink"
        onBeforeToggle={(event) => event.newState === 'open' && bring()}
        onKeyDown={walk}
      >
        <form onSubmit={onSubmit} className="grid gap-3">
          <input
            ref={focusedOnOpening}
            type="search"
            value={needle}
            onChange={(event) => setNeedle(event.target.value)}
            placeholder={t('findColleague')}
            aria-label={t('findColleague')}
            autoComplete="off"
            className="input"
          />
          {shown && <Choices shown={shown} picked={picked} onPick={pick} />}
          {!shown && !missing && (
            <p role="status" className="px-2 text-base text-ink-2">
              {t('namesComing')}
            </p>
          )}
          {kind === 'associate' && <Kind />}
          {problem && <Notice tone="bad">{say(problem)}</Notice>}
          <button
            type="submit"
            className={`btn ${kind === 'associate' ? 'btn-go' : 'btn-danger'}`}
            aria-disabled={picked.size === 0 || busy}
          >
            {picked.size === 0 ? t('chooseColleagues') : t(`${kind}${count === undefined ? 'All' : 'Go'}`, numbers)}
          </button>
        </form>
      </div>
    </>
  )
}

/** How many of all that match are left out. */
function exceptOf(selection: CustomerSelection): number {
  return selection.kind === 'search' ? selection.except.length : 0
}

type ChoicesProps = { shown: Colleague[]; picked: ReadonlySet<number>; onPick: (id: number, on: boolean) => void }

function Choices({ shown, picked, onPick }: ChoicesProps) {
  const t = useTranslations('list')
  const words = useTranslations('words')
  return (
    <ul className="grid max-h-72 overflow-y-auto">
      {shown.map(({ id, name, active }) => (
        <li key={id}>
          <label className="flex min-h-8 items-center gap-2.5 rounded-md px-2 text-base hover:bg-sunken">
            <input
              type="checkbox"
              className="tick"
              checked={picked.has(id)}
              onChange={(event) => onPick(id, event.target.checked)}
            />
            {name}
            {!active && <span className="tag">{words('inactive')}</span>}
          </label>
        </li>
      ))}
      {shown.length === 0 && <li className="px-2 py-3 text-base text-ink-2">{t('noColleagueFound')}</li>}
    </ul>
  )
}

/** In which kind they are associated. */
function Kind() {
  const words = useTranslations('words')
  const id = useId()
  return (
    <div className="flex items-center gap-2.5 text-base text-ink-2">
      <label htmlFor={id} className="shrink-0">
        {words('asKind')}
      </label>
      <select id={id} name="as" className="input">
        <option value="">{words('usualKind')}</option>
        <KindOptions />
      </select>
    </div>
  )
}

/** The attribute itself, which the browser heeds when a panel opens; the one of React focuses what is not shown yet. */
function focusedOnOpening(input: HTMLInputElement | null): void {
  input?.setAttribute('autofocus', '')
}

/** The arrows go from the field through the names. */
function walk(event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  const stops = [...event.currentTarget.querySelectorAll('input')]
  const at = stops.indexOf(event.target as HTMLInputElement)
  if (!step || at < 0) return
  event.preventDefault()
  stops[at + step]?.focus()
}
