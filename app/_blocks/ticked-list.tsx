'use client'

import { type ChangeEvent, type MouseEvent, type ReactNode, useEffect, useRef } from 'react'
import { useTranslations } from 'use-intl/react'
import type { About } from '@/lib/changes/selection'
import { AllBanner } from './all-banner'
import { MassBar, type Target } from './mass-bar'
import { type Chosen, useChosen } from './use-chosen'
import { ticksOf, useRowKeys } from './use-row-keys'

/** A list whose rows can be ticked, as its page gives it. */
export type TickedProps = {
  /** The search in its canonical spelling; what "all that match" means. */
  search: string
  total: number
  /** Where the total is counted to the last customer, while it is only about so many. */
  exactly: string | undefined
  pageIds: number[]
  /** Whether this person may change many. */
  allowed: boolean
  /** More single ticks than this no change takes. */
  mostTicked: number
  /** Whose selection the tab keeps. */
  owner: number
  /** Whether keys of one letter do something. */
  letters: boolean
  children: ReactNode
}

type Props = TickedProps & {
  about: About
  /** What can be done with those that are chosen: single ones, or all that match but some. */
  deeds: (chosen: { all: boolean; ids: number[] }, target: Omit<Target, 'selection'>) => ReactNode
}

/**
 * Watches the ticks of the table inside, which the server rendered, and offers what can be done with them. The
 * selection outlives paging and sorting; another search is another selection.
 */
export function TickedList({ about, deeds, children, ...list }: Props) {
  const { search, total, exactly, pageIds, allowed, mostTicked, owner, letters } = list
  const countOf = ({ all, ids }: Chosen) => (!all ? ids.size : exactly ? undefined : Math.max(0, total - ids.size))
  const { chosen, former, choose, mark, clear, bringBack, dismiss, settle } = useChosen({
    ...{ about, search, countOf, owner },
  })
  const refusals = useTranslations('refusals')
  const t = useTranslations('list')
  const table = useRef<HTMLDivElement>(null)
  const bar = useRef<HTMLDivElement>(null)
  const lastTick = useRef<HTMLInputElement>(null)
  const isChosen = (id: number) => chosen.all !== chosen.ids.has(id)
  const pageChosen = pageIds.filter(isChosen).length
  const count = countOf(chosen)

  useEffect(() => {
    for (const tick of ticksOf(table.current)) tick.checked = isChosen(Number(tick.value))
    const head = table.current?.querySelector<HTMLInputElement>('input[data-page-tick]')
    if (head) {
      head.checked = pageChosen === pageIds.length
      head.indeterminate = pageChosen > 0 && pageChosen < pageIds.length
    }
  })

  const onChange = (event: ChangeEvent<HTMLDivElement>) => {
    const tick = event.target as unknown as HTMLInputElement
    if (tick.dataset.pageTick !== undefined) mark(pageIds, tick.checked)
    else if (tick.name === 'id') mark([Number(tick.value)], tick.checked)
  }

  /** From the last row that was ticked, or unticked, to this one. */
  const extend = (tick: HTMLInputElement, on = lastTick.current?.checked ?? true) => {
    const ticks = ticksOf(table.current)
    const from = lastTick.current ? ticks.indexOf(lastTick.current) : -1
    const to = ticks.indexOf(tick)
    const range = from < 0 ? [tick] : ticks.slice(Math.min(from, to), Math.max(from, to) + 1)
    mark(
      range.map((one) => Number(one.value)),
      on,
    )
    lastTick.current = tick
  }
  const onClick = (event: MouseEvent) => {
    const tick = event.target as HTMLInputElement
    if (tick.name !== 'id') return
    if (event.shiftKey) extend(tick, tick.checked)
    lastTick.current = tick
  }

  const leave = (how: () => void) => () => {
    if (bar.current?.contains(document.activeElement)) toRow()
    how()
  }
  const onClear = leave(count === 0 ? dismiss : clear)
  const { onFocus, toRow } = useRowKeys({
    ...{ table, bar, extend, letters },
    clear: (former || count !== 0) && onClear,
  })
  const reason = allowed
    ? chosen.ids.size > mostTicked
      ? refusals('tooManyTicked')
      : undefined
    : t('noRightToChangeMany', { about })
  return (
    <>
      <AllBanner
        about={about}
        total={total}
        exactly={exactly}
        onPage={pageIds.length}
        wholePage={pageIds.length > 0 && pageChosen === pageIds.length}
        all={chosen.all && chosen.ids.size === 0 && total > 0}
        onAll={() => choose({ all: true, ids: new Set() })}
        onClear={clear}
      />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it listens for the checkboxes inside, which are the controls. */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: a checkbox toggled by keyboard reports a change; only shift needs the click. */}
      <div ref={table} onChange={onChange} onClick={onClick} onFocus={onFocus}>
        {children}
      </div>
      <MassBar
        ref={bar}
        about={about}
        count={count}
        except={chosen.all ? chosen.ids.size : 0}
        former={former && { ...former, elsewhere: former.search !== search }}
        reason={reason}
        onClear={onClear}
        onBringBack={leave(bringBack)}
      >
        {count !== 0 && deeds({ all: chosen.all, ids: [...chosen.ids] }, { count, reason, onPlanned: settle })}
      </MassBar>
    </>
  )
}
