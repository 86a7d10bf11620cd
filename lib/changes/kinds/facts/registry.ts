import type { ContactFactName, CustomerFactName } from '@/db/schema/vocabulary'
import { association } from './association'
import { collector } from './collector'
import { DOMAIN } from './contact-domain'
import { type ContactFact, valuedFact } from './contact-fact'
import { LANGUAGE } from './contact-language'
import { removed } from './contact-removed'
import { ROLE } from './contact-role'
import { star } from './contact-star'
import type { Fact } from './fact'
import { group } from './group'
import { state } from './state'

/** Every fact about a customer that a change can turn. */
export const FACT_OF: Record<CustomerFactName, Fact> = { association, collector, group, state }

/** Every fact about a contact. */
export const CONTACT_FACT_OF: Record<ContactFactName, ContactFact> = {
  contact_role: valuedFact(ROLE),
  contact_language: valuedFact(LANGUAGE),
  contact_domain: valuedFact(DOMAIN),
  contact_star: star,
  contact_removed: removed,
}
