'use client'

import { useRouter } from 'next/navigation'
import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react'
import { isCovered, isTyping } from './shortcut'
import { useSuggestions } from './use-suggestions'

/** What is typed, what was found, which of it is pointed at; and what the keys do. */
export function useQuickSearch(letters: boolean) {
  const router = useRouter()
  const input = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState('')
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const found = useSuggestions(typed)
  useShortcuts(input, letters)

  const text = typed.trim()
  const shown = open && text !== ''
  const everything = `/search?q=${encodeURIComponent(text)}`
  const places = [...found.hits.map((hit) => hit.href), everything]
  const close = () => {
    setOpen(false)
    setActive(-1)
  }
  const leave = () => {
    close()
    setTyped('')
    input.current?.blur()
  }
  const keys: Record<string, () => void> = {
    Escape: () => (shown ? close() : input.current?.blur()),
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: () => {
      if (text === '') return
      const place = places[active] ?? certain(found.waiting ? [] : found.hits, text) ?? everything
      leave()
      router.push(place)
    },
  }
  /** Round the list and through the field itself. */
  function move(step: number) {
    setOpen(true)
    setActive((now) => ((now + step + places.length + 2) % (places.length + 1)) - 1)
  }
  return {
    input,
    typed,
    text,
    shown,
    found,
    everything,
    active,
    setActive,
    close,
    leave,
    show: () => setOpen(true),
    type: (value: string) => {
      setTyped(value)
      setOpen(true)
      setActive(-1)
    },
    onKeyDown: (event: KeyboardEvent<HTMLInputElement>) => {
      // Keys that a composition of Japanese or Chinese uses are not ours. Safari says so by the old code only.
      if (event.nativeEvent.isComposing || event.keyCode === 229) return
      const act = keys[event.key]
      if (!act) return
      event.preventDefault()
      act()
    },
  }
}

/** The one hit that Enter may open without being chosen: the only one, or the account with exactly this code. */
function certain(hits: readonly { href: string; code: string }[], text: string): string | undefined {
  const [first, second] = hits
  if (!first) return undefined
  return !second || first.code.toUpperCase() === text.toUpperCase() ? first.href : undefined
}

/** `/` where nothing is being typed, Ctrl-K or ⌘K anywhere. Where the field is not shown there is a page for it. */
function useShortcuts(input: RefObject<HTMLInputElement | null>, letters: boolean) {
  const router = useRouter()
  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      if (!isShortcut(event, letters) || isCovered()) return
      event.preventDefault()
      if (input.current?.offsetParent) {
        input.current.focus()
        input.current.select()
      } else {
        router.push('/search')
      }
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [input, letters, router])
}

function isShortcut(event: globalThis.KeyboardEvent, letters: boolean): boolean {
  if (event.isComposing || event.altKey) return false
  if (event.ctrlKey || event.metaKey) return event.key.toLowerCase() === 'k'
  return letters && event.key === '/' && !isTyping(event)
}
