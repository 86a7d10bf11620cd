'use client'

import { type KeyboardEvent, type MouseEvent, useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl/react'

type Props = { columns: readonly { name: string; label: string; shown: boolean; always: boolean }[] }

/**
 * The columns to tick. Those that are ticked change places by their buttons, and by Alt with an arrow; without
 * JavaScript the buttons post the form. What is not applied when the panel closes is forgotten.
 */
export function ColumnOrder({ columns }: Props) {
  const t = useTranslations('list.columns')
  const list = useRef<HTMLUListElement>(null)
  const [opened, setOpened] = useState(0)
  const [said, say] = useState('')

  useEffect(() => {
    const panel = list.current?.closest('[popover]')
    const onToggle = (event: Event) => {
      if ((event as ToggleEvent).newState !== 'closed') return
      list.current?.closest('form')?.reset()
      setOpened((times) => times + 1)
      say('')
    }
    panel?.addEventListener('toggle', onToggle)
    return () => panel?.removeEventListener('toggle', onToggle)
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
    const column = row.querySelector('span')?.textContent ?? ''
    say(t('place', { column, place: place + (up ? 0 : 2), count: ticked.length }))
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
      <ul key={opened} ref={list} onClick={onClick} onKeyDown={onKeyDown} className="order">
        {columns.map((column) => (
          <Column key={column.name} t={t} {...column} />
        ))}
      </ul>
      <p aria-live="polite" className="sr-only">
        {said}
      </p>
    </>
  )
}

type ColumnProps = Props['columns'][number] & { t: ReturnType<typeof useTranslations<'list.columns'>> }

/** What is always there has a tick that is not one's to take away; it moves like the others. */
function Column({ t, name, label, shown, always }: ColumnProps) {
  return (
    <li>
      <label>
        {always && <input type="hidden" name="columns" value={name} />}
        <input
          type="checkbox"
          name={always ? undefined : 'columns'}
          value={name}
          defaultChecked={shown}
          disabled={always}
          className="tick"
        />
        <span>{label}</span>
        {always && <small>{t('always')}</small>}
      </label>
      <button type="submit" name="up" value={name} aria-label={t('up', { column: label })} className="btn btn-bare">
        ↑
      </button>
      <button type="submit" name="down" value={name} aria-label={t('down', { column: label })} className="btn btn-bare">
        ↓
      </button>
    </li>
  )
}
