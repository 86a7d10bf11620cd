'use client'

import { type FocusEvent, type RefObject, useEffect, useRef } from 'react'
import { isCovered, isTyping } from '@/app/_ui/shortcut'

type Does = {
  table: RefObject<HTMLElement | null>
  bar: RefObject<HTMLElement | null>
  extend: (tick: HTMLInputElement) => void
  /** Whether keys of one letter do something: who dictates, or presses keys by accident, switches them off. */
  letters: boolean
  clear: false | (() => void)
}

/** The ticks of the rows, from the first to the last. */
export function ticksOf(table: HTMLElement | null): HTMLInputElement[] {
  return [...(table?.querySelectorAll<HTMLInputElement>('input[name="id"]') ?? [])]
}

/** The list by keyboard. The row in hand is the one whose tick, or whatever else is in it, has the focus. */
export function useRowKeys({ table, bar, extend, letters, clear }: Does) {
  const lastRow = useRef<Element>(null)
  const tickIn = (row: Element | null | undefined) => row?.querySelector<HTMLInputElement>('input[name="id"]')

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
      if (isTyping(event) || isCovered() || (!letters && event.key.length === 1)) return
      const row = document.activeElement?.closest('tr')
      const tick = tickIn(table.current?.contains(row ?? null) ? row : undefined)
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
      const onTick = tick !== undefined && tick !== null && tick === document.activeElement
      const acts: Record<string, false | (() => void)> = {
        j: () => go(tick, 1),
        k: () => go(tick, -1),
        ArrowDown: onTick && (() => go(tick, 1)),
        ArrowUp: onTick && (() => go(tick, -1)),
        x: tick ? () => (event.shiftKey ? extend(tick) : tick.click()) : false,
        Enter: onTick && (() => row?.querySelector<HTMLAnchorElement>('th a')?.click()),
        a: () =>
          bar.current?.querySelector<HTMLElement>(':is(button, a):not([hidden] *)')?.focus({ preventScroll: true }),
        Escape: clear,
        '?': () => openShortcuts(),
      }
      const act = acts[key]
      if (!act) return
      event.preventDefault()
      act()
    }
    /** From where one is; from outside back to where one was. */
    const go = (tick: HTMLInputElement | null | undefined, step: number) => {
      const ticks = ticksOf(table.current)
      const was = tickIn(lastRow.current)
      const to = tick ? ticks[ticks.indexOf(tick) + step] : (ticks.find((one) => one === was) ?? ticks[0])
      to?.focus()
      to?.closest('td')?.scrollIntoView({ block: 'nearest' })
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  })

  return {
    onFocus: (event: FocusEvent) => {
      lastRow.current = event.target.closest('tbody tr')
    },
    toRow: () => tickIn(lastRow.current)?.focus(),
  }
}

/** Through its button, beside which it then stands. */
function openShortcuts(): void {
  const panel = 'shortcuts-panel'
  document.querySelector<HTMLElement>(`[popovertarget="${panel}"]`)?.click()
  document.getElementById(panel)?.focus()
}
