'use client'

import { useState } from 'react'
import { type ContactValues, TYPED, type TypedName } from './contact-values'

type Value = string | boolean

/** A field that two people wrote: what was typed here, what is kept by now, and what stood there before both. */
export type Clash = { name: TypedName; yours: Value; stored: Value; original: Value | undefined }

export type ClashState = {
  clashes: Clash[]
  /** Fields that somebody else changed and that were not touched here: they show what is kept now. */
  taken: TypedName[]
  present: boolean
  set: (clashes: Clash[]) => void
  onFresh: (given: { before: ContactValues; now: ContactValues; typed: ContactValues }) => void
}

/**
 * Tells, when the page under a form is read again, who wrote which field. The first original stands, however often it
 * changes.
 */
export function useClashes(): ClashState {
  const [{ clashes, taken }, set] = useState<{ clashes: Clash[]; taken: TypedName[] }>({ clashes: [], taken: [] })
  return {
    clashes,
    taken,
    present: clashes.length + taken.length > 0,
    set: (next) => set({ clashes: next, taken: [] }),
    onFresh: ({ before, now, typed }) => {
      const moved = TYPED.filter((name) => valueIn(before, name) !== valueIn(now, name))
      const mine = (name: TypedName) => valueIn(typed, name) !== valueIn(before, name)
      set((earlier) => {
        const fresh = moved
          .filter((name) => mine(name) && valueIn(typed, name) !== valueIn(now, name))
          .map((name): Clash => {
            const known = earlier.clashes.find((clash) => clash.name === name)
            const original = known?.original ?? valueIn(before, name)
            return { name, yours: known?.yours ?? valueIn(typed, name), stored: valueIn(now, name), original }
          })
        const names = new Set<TypedName>(fresh.map(({ name }) => name))
        return {
          clashes: [...earlier.clashes.filter(({ name }) => !names.has(name)), ...fresh],
          taken: [...new Set([...earlier.taken, ...moved.filter((name) => !mine(name))])],
        }
      })
    },
  }
}

function valueIn(values: ContactValues, name: TypedName): Value {
  const value = values[name]
  return typeof value === 'boolean' ? value : (value ?? '')
}
