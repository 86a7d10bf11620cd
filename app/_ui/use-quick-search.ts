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
  const [asked, setAsked] = useState('')
  const [hurried, setHurried] = useState(false)
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const found = useSuggestions(asked)
  useShortcuts(input, letters)

  const text = typed.trim()
  const shown = open && text !== ''
  const everything = `/search?q=${encodeURIComponent(text)}`
  const places = [...found.hits.map((hit) => hit.href), everything]
  const go = (place: string) => {
    leave()
    router.push(place)
  }
  function put(value: string) {
    setTyped(value)
    setAsked(value)
    setHurried(false)
  }
  useEffect(() => {
    if (hurried && !found.waiting) go(certain(found.hits) ?? everything)
  })
  const close = () => {
    setOpen(false)
    setActive(-1)
    setHurried(false)
  }
  const leave = () => {
    close()
    put('')
    input.current?.blur()
  }
  const keys: Record<string, () => void> = {
    Escape: () => (shown ? close() : input.current?.blur()),
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: () => {
      if (text === '') return
      const place = places[active]
      if (place) go(place)
      else setHurried(true)
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
    /** What a composition of Japanese or Chinese shows on the way is not asked for. */
    type: (value: string, composing = false) => {
      setHurried(false)
      setTyped(value)
      if (!composing) setAsked(value)
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

/** The one hit that Enter may open without being chosen: the only one, or the only one that is sure. */
function certain(hits: readonly { href: string; sure: boolean }[]): string | undefined {
  const [first, second] = hits
  return first && (!second || (first.sure && !second.sure)) ? first.href : undefined
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
