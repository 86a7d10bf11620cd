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
  'groups.write': COLLECTING,
  'groups.delete': COLLECTING,
  'rules.write': MANAGERS,
  'profile.write': 'everyone',
  'users.write': MANAGERS,
  'administrators.write': ['administrator'],
  'settings.write': MANAGERS,
  'history.read': ['administrator'],
  'security.write': ['administrator'],
  'imports.write': { roles: [], flag: 'mayImport', flagRoles: 'everyone' },
  'exports.write': { roles: [], flag: 'mayExport', flagRoles: 'everyone' },
} as const satisfies Record<string, Grant>

export type Right = keyof typeof RIGHTS

/**
 * Rights over everybody: whoever is kept to a portfolio could lift their own limits with them, or look past them. A
 * file speaks of customers of the whole company, and its check tells which of them there are.
 */
const WHOLE_COMPANY: ReadonlySet<Right> = new Set([
  'users.write',
  'settings.write',
  'history.read',
  'changes.undoAny',
  'views.writeAny',
  'groups.delete',
  'rules.write',
  'contacts.erase',
  'imports.write',
])

/** What decides about rights of somebody, signed in or looked at. */
type Holder = Flags & { role: Role }

/**
 * Why somebody holds a right or does not: everybody does, by the role, by a flag of their own, or for want of one of
 * these; or because the right is over everybody and they are kept to a portfolio.
 */
type Ruling =
  | { may: true; because: 'everyone' | 'role' }
  | { may: false; because: 'role' | 'portfolio' }
  | { may: boolean; because: 'flag'; flag: keyof Flags }

/** Whether this actor holds the right. Which rows it applies to is the portfolio's question, not this one's. */
export function can(actor: Actor, right: Right): boolean {
  return actor.kind === 'system' || decide(actor, right).may
}

/**
 * Whether a change that this user started has a page for the actor: their own has, and any has for whoever may undo
 * any.
 */
export function opensChange(actor: Actor, author: number): boolean {
  return can(actor, 'changes.write') && (author === actor.id || can(actor, 'changes.undoAny'))
}

/**
 * The table read for one person. An administrator who is kept to a portfolio keeps the rights over everybody: they
 * could lift the limit themselves, and without them nobody might be left who can.
 */
export function decide(holder: Holder, right: Right): Ruling {
  const grant: Grant = RIGHTS[right]
  const kept = holder.portfolioOnly && holder.role !== 'administrator' && WHOLE_COMPANY.has(right)
  const ruling = fromTable(grant, holder)
  return ruling.may && kept ? { may: false, because: 'portfolio' } : ruling
}

function fromTable(grant: Grant, holder: Holder): Ruling {
  if (grant === 'everyone') return { may: true, because: 'everyone' }
  if (!('flag' in grant)) return { may: grant.includes(holder.role), because: 'role' } as Ruling
  if (grant.roles.includes(holder.role)) return { may: true, because: 'role' }
  const mayBeFlagged = grant.flagRoles === 'everyone' || grant.flagRoles.includes(holder.role)
  return mayBeFlagged ? { may: holder[grant.flag], because: 'flag', flag: grant.flag } : { may: false, because: 'role' }
}
