'use client'

import { Plus } from 'lucide-react'
import { type KeyboardEvent, useId, useRef, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { chosenFirst } from '@/app/_ui/choices'
import { useAlive } from '@/app/_ui/use-alive'
import { useDeed } from '@/app/_ui/use-deed'
import { createGroupAction } from '@/lib/groups/actions'
import { LONGEST_NAME } from '@/lib/groups/rules'

type Named = { id: number; name: string }
type Props = { legend: string; name: string; from: readonly Named[]; chosen?: readonly number[]; mayCreate: boolean }

/**
 * Some of the groups, to tick, those that are chosen first; typing narrows them, and what is not among them can be made
 * at once.
 */
export function GroupChoice({ legend, name, from, chosen = [], mayCreate }: Props) {
  const t = useTranslations('words')
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const isAlive = useAlive()
  const { act, busy, problem } = useDeed()
  const [made, setMade] = useState<Named[]>([])
  const [sought, setSought] = useState('')
  const wanted = sought.trim()
  const all = [...chosenFirst(from, chosen), ...made.filter((one) => !from.some((other) => other.id === one.id))]
  const fits = (one: Named) => fold(one.name).includes(fold(wanted))
  const offered = mayCreate && wanted !== '' && !all.some((one) => fold(one.name) === fold(wanted))
  const create = () =>
    act(
      () => createGroupAction({ name: wanted, orChosen: true }),
      (group) => {
        setMade((before) => [...before, group])
        setSought('')
        tickOf(group.id)?.click()
      },
    )
  const tickOf = (groupId: number) =>
    list.current?.querySelector<HTMLInputElement>(`[value="${groupId}"]:not(:checked)`)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
    event.preventDefault()
    const [first, ...others] = wanted === '' ? [] : all.filter(fits)
    if (first && others.length === 0) tickOf(first.id)?.click()
    else if (!first && offered) create()
  }
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-base font-medium text-ink-2">{legend}</legend>
      {isAlive && (
        <input
          type="search"
          aria-label={t('findGroup')}
          placeholder={t('findGroup')}
          value={sought}
          maxLength={LONGEST_NAME}
          autoComplete="off"
          onChange={(event) => setSought(event.target.value)}
          onKeyDown={onKeyDown}
          aria-describedby={problem ? `${id}-problem` : undefined}
          className="input mb-1.5"
        />
      )}
      {all.length > 0 && (
        <div
          ref={list}
          hidden={!all.some(fits)}
          className="grid max-h-62 overflow-y-auto rounded-md border border-line p-1.5 [&[hidden]]:hidden"
        >
          {all.map((one) => (
            <label
              key={one.id}
              hidden={!fits(one)}
              className="flex min-h-8 items-center gap-2.5 rounded-md px-2 text-base hover:bg-sunken [&[hidden]]:hidden"
            >
              <input
                type="checkbox"
                name={name}
                value={one.id}
                defaultChecked={chosen.includes(one.id) || made.some((other) => other.id === one.id)}
                className="tick"
              />
              <span className="min-w-0 [overflow-wrap:anywhere]">{one.name}</span>
            </label>
          ))}
        </div>
      )}
      {offered && (
        <button type="button" className="btn mt-1.5 max-w-full" aria-disabled={busy || undefined} onClick={create}>
          <Plus className="size-3.5 shrink-0" aria-hidden />
          <span className="truncate">{t('createGroup', { name: wanted })}</span>
        </button>
      )}
      {problem && (
        <p id={`${id}-problem`} role="alert" className="mt-1 text-sm text-danger">
          {problem}
        </p>
      )}
    </fieldset>
  )
}

/** Capitals and accents do not count, as on the server. */
const fold = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
