import { ROLES, type Role } from '@/db/schema/vocabulary'
import type { Actor } from '@/lib/auth/actor'
import { can } from '@/lib/auth/permissions'

/** The roles somebody may give: only an administrator makes one. */
export function rolesToGive(actor: Actor): readonly Role[] {
  return can(actor, 'administrators.write') ? ROLES : ROLES.filter((role) => role !== 'administrator')
}
