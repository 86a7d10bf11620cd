import { Link } from '@/app/_ui/link'
import { wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'

type Props = {
  ctx: Context
  page: number
  pages: number
  at: (page: number) => string
  /** It stands in a page with margins of its own. */
  inset?: boolean
  /** Of what these are the pages, to whoever hears them. */
  label?: string
}

/** Back and on in a list of several pages; nothing where there is one. */
export function Turner({ ctx, page, pages, at, inset = false, label }: Props) {
  const words = wordsFor(ctx, 'words')
  if (pages < 2) return null
  return (
    <nav aria-label={label} className={`no-print flex gap-3 text-base ${inset ? '' : 'px-5 py-4 max-md:px-3.5'}`}>
      {page > 1 && (
        <Link className="link" href={at(page - 1)}>
          {words('previous')}
        </Link>
      )}
      <span className="text-ink-2">{words('page', { page, pages })}</span>
      {page < pages && (
        <Link className="link" href={at(page + 1)}>
          {words('next')}
        </Link>
      )}
    </nav>
  )
}
