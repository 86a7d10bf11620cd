'use client'

import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl/react'

/**
 * The columns to tick, which the server rendered. Those that are ticked change places by their buttons, and by Alt with an arrow;
 * without JavaScript the buttons post the form. What is not applied when the panel closes is forgotten.
 */
export function ColumnOrder({ children }: { children: ReactNode }) {
  const t = useTranslations('customers.columnChoice')
  const list = useRef<HTMLUListElement>(null)
  const [opened, setOpened] = useState(0)
  const [said, say] = useState('')

  useEffect(() => {
    const form = list.current?.closest('form')
    const onToggle = (event: Event) => {
      if ((event as ToggleEvent).newState !== 'closed') return
      form?.reset()
      setOpened((times) => times + 1)
      say('')
    }
    form?.addEventListener('toggle', onToggle)
    return () => form?.removeEventListener('toggle', onToggle)
  })

  const move = (event: KeyboardEvent | MouseEvent, up: boolean) => {
    event.preventDefault()
    const from = event.target as HTMLElement
    const row = from.closest('li')
    const ticked = [...(list.current?.children ?? [])].filter((one) => one.querySelector(':checked'))
    const place = row ? ticked.indexOf(row) : -1
    const other = place < 0 ? undefined : ticked[up ? place - 1 : place + 1]
    if (!row || !other) return
    if (up) other.before(row)
    else other.after(row)
    from.closest<HTMLElement>('button, input')?.focus()
    say(t('place', { column: row.dataset.label ?? '', place: place + (up ? 0 : 2), count: ticked.length }))
  }
  const onClick = (event: MouseEvent) => {
    const button = (event.target as Element).closest('button')
    if (button) move(event, button.name === 'up')
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) move(event, event.key === 'ArrowUp')
  }
  return (
    <>
      <ul
        key={opened}
        ref={list}
        onClick={onClick}
        onKeyDown={onKeyDown}
        className="-mx-2 max-h-[46dvh] overflow-y-auto rounded-md border border-line p-1"
      >
        {children}
      </ul>
      <p aria-live="polite" className="sr-only">
        {said}
      </p>
    </>
  )
}
