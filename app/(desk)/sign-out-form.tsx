'use client'

import type { ReactNode } from 'react'
import { forgetSelections } from '@/app/_ui/selections'

type Props = { action: () => Promise<void>; className: string; children: ReactNode }

/** Posts itself without a script; with one the tab forgets first what it remembers of this person's work. */
export function SignOutForm({ action, className, children }: Props) {
  return (
    <form action={action} onSubmit={forgetSelections} className={className}>
      {children}
    </form>
  )
}
