'use client'

import { useEffect, useRef, useState } from 'react'
import { SELECTIONS } from '@/app/_ui/selections'
import type { About } from '@/lib/changes/selection'

/** Ticked ids, or all that match except some. */
export type Chosen = { all: boolean; ids: ReadonlySet<number> }
const NOTHING: Chosen = { all: false, ids: new Set() }

/** A selection as the tab remembers it: ids alone, how many they were where that was known, and where it was made. */
export type Kept = { search: string; all: boolean; ids: number[]; count: number | undefined; at: string; said: boolean }

type Of = { about: About; search: string; countOf: (chosen: Chosen) => number | undefined; owner: number }

/**
 * What is chosen in this search. The tab keeps it over reloads, Back and Forward, for this person and this search.
 * Another search begins with nothing, and `former` is what was lost by that, said once; so is what was cleared by hand.
 */
export function useChosen({ about, search, countOf, owner }: Of) {
  const place = `${SELECTIONS}${owner}${about === 'customers' ? '' : ` ${about}`}`
  const [chosen, setChosen] = useState(NOTHING)
  const [former, setFormer] = useState<Kept>()
  // One click is two events, and the second comes before the first is drawn.
  const latest = useRef(NOTHING)

  const show = (next: Chosen) => {
    latest.current = next
    setChosen(next)
  }
  const kept = (): Kept => {
    const { all, ids } = latest.current
    return { search, all, ids: [...ids], count: countOf(latest.current), at: window.location.search, said: false }
  }
  const choose = (next: Chosen) => {
    show(next)
    setFormer(undefined)
    keep(place, countOf(next) === 0 ? undefined : kept())
  }

  useEffect(() => {
    const found = recall(place)
    if (found?.search === search) {
      latest.current = chosenOf(found)
      setChosen(latest.current)
    } else if (found && !found.said) {
      setFormer(found)
      keep(place, { ...found, said: true })
    }
  }, [place, search])

  return {
    chosen,
    former,
    choose,
    mark: (ids: number[], on: boolean) => {
      const { all, ids: before } = latest.current
      const next = new Set(before)
      for (const id of ids) all === on ? next.delete(id) : next.add(id)
      choose({ all, ids: next })
    },
    clear: () => {
      setFormer(kept())
      show(NOTHING)
      keep(place, undefined)
    },
    bringBack: () => former && choose(chosenOf(former)),
    dismiss: () => setFormer(undefined),
    /** It went into a change: leaving this search loses nothing any more. */
    settle: () => keep(place, { ...kept(), said: true }),
  }
}

function chosenOf({ all, ids }: Kept): Chosen {
  return { all, ids: new Set(ids) }
}

function keep(place: string, kept: Kept | undefined): void {
  try {
    if (kept) sessionStorage.setItem(place, JSON.stringify(kept))
    else sessionStorage.removeItem(place)
  } catch {
    // A browser told to store nothing: the selection lives as long as the page.
  }
}

function recall(place: string): Kept | undefined {
  try {
    return JSON.parse(sessionStorage.getItem(place) ?? 'null') ?? undefined
  } catch {
    return undefined
  }
}
