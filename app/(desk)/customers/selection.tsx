'use client'

import { type ChangeEvent, type MouseEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { Link } from '@/app/_ui/link'
import type { CustomerSelection } from '@/lib/customers/selection'
import { type Colleague, MassBar } from './mass-bar'

type Props = {
  /** The search in its canonical spelling; what "all that match" means. */
  search: string
  total: number
  /** Where the total is counted to the last customer, while it is only about so many. */
  exactly: string | undefined
  pageIds: number[]
  colleagues: Colleague[]
  /** `off`: part of the address cannot be applied. `refused`: this person may not change many. */
  mode: 'on' | 'refused' | 'off'
  children: ReactNode
}

/** Ticked ids, or all that match except some. */
type Chosen = { all: boolean; ids: ReadonlySet<number> }
const NOTHING: Chosen = { all: false, ids: new Set() }

/**
 * Watches the ticks of the table inside, which the server rendered, and offers what can be done with them. The
 * selection outlives paging and sorting; another search is another selection.
 */
export function Selection({ search, total, exactly, pageIds, colleagues, mode, children }: Props) {
  const [chosen, setChosen] = useState(NOTHING)
  const table = useRef<HTMLDivElement>(null)
  const lastTick = useRef<HTMLInputElement>(null)
  const isChosen = (id: number) => chosen.all !== chosen.ids.has(id)
  const pageChosen = pageIds.filter(isChosen).length
  const counting = chosen.all && exactly !== undefined
  const count = counting ? 0 : chosen.all ? total - chosen.ids.size : chosen.ids.size

  useEffect(() => {
    for (const tick of ticksOf(table.current)) tick.checked = isChosen(Number(tick.value))
    const head = table.current?.querySelector<HTMLInputElement>('input[data-page-tick]')
    if (head) {
      head.checked = pageChosen === pageIds.length
      head.indeterminate = pageChosen > 0 && pageChosen < pageIds.length
    }
  })

  const mark = (ids: number[], on: boolean) =>
    setChosen((before) => {
      const next = new Set(before.ids)
      for (const id of ids) {
        if (before.all === on) next.delete(id)
        else next.add(id)
      }
      return { ...before, ids: next }
    })

  const onChange = (event: ChangeEvent<HTMLDivElement>) => {
    const tick = event.target as unknown as HTMLInputElement
    if (tick.dataset.pageTick !== undefined) mark(pageIds, tick.checked)
    else if (tick.name === 'id') mark([Number(tick.value)], tick.checked)
  }

  /** With shift, from the last ticked row to this one. */
  const onClick = (event: MouseEvent) => {
    const tick = event.target as HTMLInputElement
    if (tick.name !== 'id') return
    const ticks = ticksOf(table.current)
    const from = lastTick.current ? ticks.indexOf(lastTick.current) : -1
    const to = ticks.indexOf(tick)
    if (event.shiftKey && from >= 0) {
      const range = ticks.slice(Math.min(from, to), Math.max(from, to) + 1)
      mark(
        range.map((one) => Number(one.value)),
        tick.checked,
      )
    }
    lastTick.current = tick
  }

  if (mode === 'off') return children
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
        all={chosen.all && !counting && chosen.ids.size === 0}
        onAll={() => setChosen({ all: true, ids: new Set() })}
        onClear={() => setChosen(NOTHING)}
      />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it listens for the checkboxes inside, which are the controls. */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: a checkbox toggled by keyboard reports a change; only shift needs the click. */}
      <div ref={table} onChange={onChange} onClick={onClick} className="overflow-x-auto xl:overflow-visible">
        {children}
      </div>
      <MassBar
        count={count}
        selection={selection}
        colleagues={colleagues}
        refused={mode === 'refused' && count > 0}
        onClear={() => setChosen(NOTHING)}
      />
    </>
  )
}

function ticksOf(table: HTMLElement | null): HTMLInputElement[] {
  return [...(table?.querySelectorAll<HTMLInputElement>('input[name="id"]') ?? [])]
}

type BannerProps = {
  total: number
  exactly: string | undefined
  onPage: number
  wholePage: boolean
  all: boolean
  onAll: () => void
  onClear: () => void
}

/** From "this page" to "all that match", in one sentence and one click. What is only about so many is counted on the way. */
function AllBanner({ total, exactly, onPage, wholePage, all, onAll, onClear }: BannerProps) {
  const t = useTranslations('customers')
  if (!all && !(wholePage && total > onPage)) return null
  return (
    <p className="border-b border-line bg-accent-soft px-5 py-1.5 text-center text-base text-ink-2" role="status">
      {all ? t('allSelected', { count: total }) : t('pageSelected', { count: onPage })}{' '}
      {exactly ? (
        <Link href={exactly} className="link" onClick={onAll}>
          {t('selectAllAbout')}
        </Link>
      ) : (
        <button type="button" className="link" onClick={all ? onClear : onAll}>
          {all ? t('clearSelection') : t('selectAll', { count: total })}
        </button>
      )}
    </p>
  )
}
