import { Bookmark, Building2, IdCard, UserRound } from 'lucide-react'
import type { SpokenHit } from '@/app/_blocks/hit-words'

const ICONS = { customer: Building2, contact: UserRound, user: IdCard, view: Bookmark }

/** What kind of thing was found, beside words that say it too. */
export function HitIcon({ what }: Pick<SpokenHit, 'what'>) {
  const Icon = ICONS[what]
  return <Icon className="mt-0.5 size-4 text-ink-3" aria-hidden />
}
