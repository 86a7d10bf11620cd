import type { ContactFactName, ContactRole, CustomerFactName, CustomerState } from '@/db/schema/vocabulary'
import type { ContactStanding } from '../kinds/contact-kind'
import type { Named, Standing } from '../kinds/kind'

/**
 * One thing about a customer that an undo turns back: a state; a collector; a colleague or group, who was there
 * (`held`) or was not.
 */
export type TurnedBack = {
  fact: CustomerFactName
  state: CustomerState | null
  held: boolean
  subject: Named | null
}

/** How a customer stands once these are turned back. Who or what is gone by now does not come back. */
export function standBefore(now: Standing, turns: readonly TurnedBack[]): Standing {
  return turns.reduce(turnBack, now)
}

function turnBack(now: Standing, { fact, state, held, subject }: TurnedBack): Standing {
  switch (fact) {
    case 'state':
      return { ...now, state: state ?? now.state }
    case 'collector':
      return { ...now, collector: subject }
    case 'association':
      return { ...now, colleagues: listed(now.colleagues, subject, held) }
    case 'group':
      return { ...now, groups: listed(now.groups, subject, held) }
  }
}

function listed(list: Named[], subject: Named | null, held: boolean): Named[] {
  if (subject === null) return list
  if (!held) return list.filter(({ id }) => id !== subject.id)
  return list.some(({ id }) => id === subject.id) ? list : [...list, subject]
}

/** One thing about a contact that an undo turns back, as the journal keeps what it was; null where there was none. */
type ContactTurnedBack = { fact: ContactFactName; before: Record<string, unknown> | null }

/** How a contact stands once this is turned back. */
export function contactBefore(now: ContactStanding, { fact, before }: ContactTurnedBack): ContactStanding {
  switch (fact) {
    case 'contact_role':
      return { ...now, role: (before?.ourRole ?? before?.role ?? now.role) as ContactRole }
    case 'contact_language':
      return { ...now, language: (before?.language ?? null) as string | null }
    case 'contact_domain':
      return { ...now, email: now.email && `${now.email.slice(0, now.email.lastIndexOf('@'))}@${before?.domain}` }
    case 'contact_star':
      return { ...now, forCollection: before?.forCollection === true }
    case 'contact_removed':
      return { ...now, removed: before === null }
  }
}
