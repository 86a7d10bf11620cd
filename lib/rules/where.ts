import type { Gift } from '@/lib/changes/kinds/rule-gift'
import type { Aim, Choice } from '@/lib/customers/where'

/**
 * Whether a search asks about the very thing that a rule gives. What the rule gives would take the customer out of its
 * view, and taking it back would bring the customer in again, at every run.
 */
export function turnsInCircles(gift: Gift, aim: Aim): boolean {
  if (gift.does === 'associate') return asksAbout(aim.colleague, gift.colleagues)
  if (gift.does === 'collector') return asksAbout(aim.collector, [gift.collector])
  return asksAbout(aim.group, gift.groups)
}

function asksAbout(choice: Choice, ids: readonly number[]): boolean {
  const named = [...choice.any, ...choice.not]
  return choice.none || choice.notNone || ids.some((id) => named.includes(id))
}
