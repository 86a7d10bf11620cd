'use client'

import { type ChangeEvent, type MouseEvent, type ReactNode, useEffect, useRef } from 'react'
import { useTranslations } from 'use-intl/react'
import type { CustomerSelection } from '@/lib/customers/selection'
import { AllBanner } from './all-banner'
import { type Colleague, MassBar } from './mass-bar'
import { type Chosen, useChosen } from './use-chosen'
import { ticksOf, useRowKeys } from './use-row-keys'

type Props = {
  /** The search in its canonical spelling; what "all that match" means. */
  search: string
  total: number
  /** Where the total is counted to the last customer, while it is only about so many. */
  exactly: string | undefined
  pageIds: number[]
  colleagues: Colleague[]
  /** Whether this person may change many. */
  allowed: boolean
  mayExport: boolean
  /** More single ticks than this no change takes. */
  mostTicked: number
  /** Whose selection the tab keeps. */
  owner: number
  /** Whether keys of one letter do something. */
  letters: boolean
  children: ReactNode
}

/**
 * Watches the ticks of the table inside, which the server rendered, and offers what can be done with them. The
 * selection outlives paging and sorting; another search is another selection.
 */
export function Selection({
  search,
  total,
  exactly,
  pageIds,
  colleagues,
  allowed,
  mayExport,
  mostTicked,
  owner,
  letters,
  children,
}: Props) {
  const countOf = ({ all, ids }: Chosen) => (!all ? ids.size : exactly ? undefined : Math.max(0, total - ids.size))
  const { chosen, former, choose, mark, clear, bringBack, dismiss, settle } = useChosen({ search, countOf, owner })
  const refusals = useTranslations('refusals')
  const t = useTranslations('customers')
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
  const selection: CustomerSelection = chosen.all
    ? { kind: 'search', search, except: [...chosen.ids] }
    : { kind: 'ids', ids: [...chosen.ids] }
  return (
    <>
      <AllBanner
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
        count={count}
        selection={selection}
        former={former && { ...former, elsewhere: former.search !== search }}
        colleagues={colleagues}
        mayExport={mayExport}
        reason={
          allowed ? (chosen.ids.size > mostTicked ? refusals('tooManyTicked') : undefined) : t('noRightToChangeMany')
        }
        onClear={onClear}
        onBringBack={leave(bringBack)}
        onPlanned={settle}
      />
    </>
  )
}
