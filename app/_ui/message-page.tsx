import type { ReactNode } from 'react'
import { Link } from '@/app/_ui/link'

/** A page that is only a sentence and a way on: not found, not for you, broken. */
export function MessagePage({
  title,
  text,
  link,
  children,
}: {
  title: string
  text: string
  link: string
  children?: ReactNode
}) {
  return (
    <div className="mx-auto grid max-w-md justify-items-center gap-3 px-5 py-24 text-center">
      <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
      <p className="text-ink-2">{text}</p>
      <div className="flex gap-2">
        {children}
        <Link href="/" className="btn">
          {link}
        </Link>
      </div>
    </div>
  )
}
