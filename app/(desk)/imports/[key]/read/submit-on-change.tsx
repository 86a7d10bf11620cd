'use client'

import { type ReactNode, useEffect, useRef } from 'react'

/**
 * Sends the form it stands in as soon as something in it is chosen. Without JavaScript the form has a button. A choice
 * that comes by the address is another element, so whoever goes by keyboard is put back to the one that was at hand.
 */
export function SubmitOnChange({ children }: { children: ReactNode }) {
  const atHand = useRef<string>(undefined)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the server drew anew is what has lost the focus.
  useEffect(() => {
    if (atHand.current && document.activeElement === document.body) document.getElementById(atHand.current)?.focus()
  }, [children])
  return (
    <div
      onChange={({ target }) => {
        if (!(target instanceof HTMLSelectElement)) return
        atHand.current = target.id
        target.form?.requestSubmit()
      }}
    >
      {children}
    </div>
  )
}
