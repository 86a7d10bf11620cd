'use client'

import { Printer } from 'lucide-react'

/** Opens the browser's own print dialog; whoever has no JavaScript has its menu. */
export function PrintButton({ label }: { label: string }) {
  return (
    <button type="button" className="btn btn-go no-print" onClick={() => window.print()}>
      <Printer className="size-4" aria-hidden />
      {label}
    </button>
  )
}
