import type { AssociationKind } from '../schema/vocabulary'
import type { Zone } from './countries'
import { at, type Random } from './random'
import { COLLEAGUES } from './users'

/** How many colleagues a customer has. */
const HOW_MANY: [number, number][] = [
  [0, 13],
  [1, 46],
  [2, 27],
  [3, 10],
  [4, 4],
]

const collectors = placesWhere(({ user }) => user.role === 'collector' || user.role === 'credit_manager')
const helpers = placesWhere(({ user, zones }) => user.usualKind !== 'other' && zones.length > 0)

/** The place of the collector in the list of colleagues; the large customers are the credit managers' own. */
export function collectorOf(random: Random, zone: Zone, large: boolean): number | null {
  if (random.chance(0.07)) return null
  const near = collectors.filter((place) => at(COLLEAGUES, place).zones.includes(zone))
  const managers = near.filter((place) => at(COLLEAGUES, place).user.role === 'credit_manager')
  if (large && managers.length > 0 && random.chance(0.7)) return random.pick(managers)
  return random.weighted(near.map((place) => [place, weightOf(place)] as const))
}

/**
 * The colleagues of a customer: mostly of its part of the world, each with the usual kind or, now and then, another.
 */
export function colleaguesOf(random: Random, zone: Zone): { user: number; kind: AssociationKind }[] {
  const count = random.weighted(HOW_MANY)
  const chosen = new Set<number>()
  while (chosen.size < count) {
    const near = helpers.filter((place) => at(COLLEAGUES, place).zones.includes(zone) && !chosen.has(place))
    const rest = near.length === 0 || random.chance(0.04) ? helpers.filter((place) => !chosen.has(place)) : near
    chosen.add(random.weighted(rest.map((place) => [place, weightOf(place)] as const)))
  }
  return [...chosen].map((user) => {
    const usual = at(COLLEAGUES, user).user.usualKind
    return { user, kind: random.chance(0.05) ? random.pick(['customer_service', 'other'] as const) : usual }
  })
}

function placesWhere(wanted: (colleague: (typeof COLLEAGUES)[number]) => boolean): number[] {
  return COLLEAGUES.flatMap((colleague, place) => (wanted(colleague) ? [place] : []))
}

function weightOf(place: number): number {
  const { user } = at(COLLEAGUES, place)
  if (!user.active) return 1
  if (user.role === 'credit_manager') return 1
  return { sales: 12, sales_administration: 6, customer_service: 5, dispute_resolver: 1.5, other: 10 }[user.usualKind]
}
