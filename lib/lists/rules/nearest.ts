import { NEAR_KINDS, type NearKind, spans } from './near'

/**
 * A customer whose code a code that was not found may have been; `listed`: it stands in the list under its own code
 * too.
 */
type Offer = { code: string; name: string; listed?: boolean }
/** And how it would have become it. */
export type Neighbour = Offer & { position: number; kind: NearKind }

/**
 * What is offered for one code that was not found. `lost`: its last digits are gone for good. `more`: others could be
 * meant as well, and are not named.
 */
export type Near = {
  position: number
  code: string
  kind: NearKind
  offers: Offer[]
  lost: boolean
  more: boolean
}

const MOST_OFFERS = 3

/**
 * For each code the offers of the surest kind that has any, three at most. A slip that may be one of many is no hint;
 * a number that Excel shortened is, because then the person knows what to look up.
 */
export function nearest(
  missing: readonly { position: number; code: string }[],
  neighbours: readonly Neighbour[],
): Near[] {
  const about = new Map<number, Neighbour[]>()
  for (const one of neighbours) about.set(one.position, [...(about.get(one.position) ?? []), one])
  return missing.flatMap(({ position, code }): Near[] => {
    const all = about.get(position) ?? []
    const kind = NEAR_KINDS.find((kind) => all.some((neighbour) => neighbour.kind === kind))
    if (!kind) return []
    const offers = new Map(
      all.filter((one) => one.kind === kind).map(({ position: _at, kind: _how, ...offer }) => [offer.code, offer]),
    )
    const more = offers.size > MOST_OFFERS
    if (more && kind === 'slip') return []
    const lost = kind === 'shortened' && spans(code).length > 0
    return [{ position, code, kind, lost, offers: [...offers.values()].slice(0, MOST_OFFERS), more }]
  })
}

/** The kinds of which more than one code has exactly one offer: those can be taken together. */
export function takeable(near: readonly Near[]): { kind: NearKind; count: number }[] {
  return NEAR_KINDS.map((kind) => ({
    kind,
    count: near.filter((one) => one.kind === kind && isSure(one)).length,
  })).filter(({ count }) => count > 1)
}

/** Whether there is exactly one customer that this code can have meant. */
export function isSure({ offers, lost, more }: Near): boolean {
  return offers.length === 1 && !lost && !more
}
