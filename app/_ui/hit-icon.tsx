import type { SpokenHit } from '@/app/_blocks/hit-words'
import { Icon } from './icon'

const ICONS = { customer: 'building-2', contact: 'user-round', user: 'id-card', view: 'bookmark' } as const

/** What kind of thing was found, beside words that say it too. */
export function HitIcon({ what }: Pick<SpokenHit, 'what'>) {
  return <Icon name={ICONS[what]} className="mt-0.5 size-4 text-ink-3" />
}
