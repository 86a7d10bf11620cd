'use client'

import type { ReactNode } from 'react'

/** Sends the form it stands in as soon as something in it is chosen. Without JavaScript the form has a button. */
export function SubmitOnChange({ children }: { children: ReactNode }) {
  return (
    <div
      onChange={({ target }) => {
        if (target instanceof HTMLSelectElement) target.form?.requestSubmit()
      }}
    >
      {children}
    </div>
  )
}
