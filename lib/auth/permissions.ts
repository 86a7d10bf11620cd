import type { Role } from '@/db/schema/vocabulary'
import type { Actor, Flags } from './actor'

type Grant =
  | readonly Role[]
  | 'everyone'
  | { roles: readonly Role[]; flag: keyof Flags; flagRoles: readonly Role[] | 'everyone' }

const MANAGERS = ['administrator', 'credit_manager'] as const
const COLLECTING = [...MANAGERS, 'collector'] as const
const WRITING = [...COLLECTING, 'sales_manager'] as const
const READING = [...WRITING, 'sales_administration', 'financial_controller', 'executive'] as const

/** Who may do what: the whole table. A right is held by role, or by a flag of the person. */
export const RIGHTS = {
  'customers.read': READING,
  'customers.write': MANAGERS,
  'customers.state': MANAGERS,
  'customers.collector': COLLECTING,
  'customers.groups': COLLECTING,
  'customers.comment': WRITING,
  'contacts.write': WRITING,
  'contacts.erase': MANAGERS,
  'associations.write': WRITING,
  'changes.write': { roles: COLLECTING, flag: 'mayChangeMany', flagRoles: ['sales_manager'] },
  'changes.undoAny': MANAGERS,
  'lists.write': READING,
  'views.write': READING,
  'views.share': COLLECTING,
  'views.writeAny': MANAGERS,
  'rules.write': MANAGERS,
  'profile.write': 'everyone',
  'users.write': MANAGERS,
  'administrators.write': ['administrator'],
  'settings.write': MANAGERS,
  'history.read': ['administrator'],
  'imports.write': { roles: [], flag: 'mayImport', flagRoles: 'everyone' },
  'security.write': ['administrator'],
} as const satisfies Record<string, Grant>

export type Right = keyof typeof RIGHTS

/** Rights over everybody: whoever is kept to a portfolio could lift their own limits with them, or look past them. */
const WHOLE_COMPANY: ReadonlySet<Right> = new Set([
  'users.write',
  'settings.write',
  'history.read',
  'changes.undoAny',
  'views.writeAny',
  'rules.write',
  'contacts.erase',
])

/** Whether this actor holds the right. Which rows it applies to is the portfolio's question, not this one's. */
export function can(actor: Actor, right: Right): boolean {
  if (actor.kind === 'system') return true
  if (actor.portfolioOnly && actor.role !== 'administrator' && WHOLE_COMPANY.has(right)) return false
  const grant: Grant = RIGHTS[right]
  if (grant === 'everyone') return true
  if (!('flag' in grant)) return grant.includes(actor.role)
  const flagged = actor[grant.flag] && (grant.flagRoles === 'everyone' || grant.flagRoles.includes(actor.role))
  return grant.roles.includes(actor.role) || flagged
}
