import type { SpokenHit } from '@/app/_blocks/hit-words'
import { HitIcon } from '@/app/_ui/hit-icon'
import { Link } from '@/app/_ui/link'
import type { wordsFor } from '@/app/reader'

type Props = { hits: readonly SpokenHit[]; t: ReturnType<typeof wordsFor<'quick'>> }

/** Each hit with what a caller is asked first: who, of which customer, what is owed; and why it was found. */
export function HitList({ hits, t }: Props) {
  return (
    <ul className="border-t border-line">
      {hits.map(({ key, what, href, name, why, line, code, overdue, state }) => (
        <li
          key={key}
          className="relative grid grid-cols-[16px_minmax(0,1fr)_auto] gap-x-3 border-b border-line px-2 py-2 text-base hover:bg-sunken"
        >
          <HitIcon what={what} />
          <div className="min-w-0">
            <Link href={href} className="font-semibold after:absolute after:inset-0">
              {name}
            </Link>
            {state && <span className="tag tag-warn ml-2">{state}</span>}
            <span className="ml-2 text-sm text-ink-3">{why}</span>
            <p className="truncate text-sm text-ink-2">{line}</p>
          </div>
          <div className="text-right">
            <span className="code">{code}</span>
            {overdue && <p className="text-sm text-late tabular-nums">{t('overdue', { amount: overdue })}</p>}
          </div>
        </li>
      ))}
    </ul>
  )
}
