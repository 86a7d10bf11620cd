import type { ChangeKind } from '@/db/schema/vocabulary'
import { associate } from './associate'
import { collector } from './collector'
import { contactDomain } from './contact-domain'
import { contactLanguage } from './contact-language'
import { contactRemove } from './contact-remove'
import { contactRole } from './contact-role'
import { contactStar } from './contact-star'
import { disassociate } from './disassociate'
import { group, ungroup } from './groups'
import type { AnyKind } from './kind'
import { replace } from './replace'
import { ruleGives } from './rule-gives'
import { ruleTakes } from './rule-takes'
import { state } from './state'

/** Every kind of change there is, but for the undo, which aims at a change and not at a selection. */
export const KINDS = {
  ...{ associate, disassociate, replace, collector, group, ungroup, state },
  // Of contacts.
  contact_role: contactRole,
  contact_language: contactLanguage,
  contact_domain: contactDomain,
  contact_star: contactStar,
  contact_remove: contactRemove,
  // For rules alone: no person plans these.
  rule_gives: ruleGives,
  rule_takes: ruleTakes,
} satisfies Record<Exclude<ChangeKind, 'undo'>, AnyKind>
export type KindName = keyof typeof KINDS

export const isKind = (name: string | null): name is KindName => name !== null && Object.hasOwn(KINDS, name)

export function kindOf(name: string | null): AnyKind {
  if (name === null || !isKind(name)) throw new Error(`unknown kind of change: ${name}`)
  return KINDS[name]
}
