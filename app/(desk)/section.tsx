import type { ReactNode } from 'react'

/** A part of the first page, under its heading. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid gap-2">
      <h2 className="font-semibold">{title}</h2>
      {children}
    </section>
  )
}
