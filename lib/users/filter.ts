import { ROLES, type Role } from '@/db/schema/vocabulary'
import { partsOf, type Query, wordsIn, writeQuery } from '@/lib/filter'
import { pageNumber } from '@/lib/list'

export const USER_STATES = ['all', 'active', 'inactive'] as const

/**
 * Which users, as a person asks for them. What cannot be understood counts as not asked: nothing is changed in bulk
 * here.
 */
export type UserFilter = { q: string; role: Role | ''; state: (typeof USER_STATES)[number] }

export function readUserAddress(query: Query): { filter: UserFilter; page: number } {
  const parts = partsOf(query)
  return {
    filter: {
      q: wordsIn(parts),
      role: ROLES.find((role) => role === parts.get('role')) ?? '',
      state: USER_STATES.find((state) => state === parts.get('state')) ?? 'all',
    },
    page: pageNumber(parts.get('page')),
  }
}

export function usersAddress({ q, role, state }: UserFilter, page = 1): string {
  const query = writeQuery([
    ['q', q],
    ['role', role],
    ['state', state === 'all' ? '' : state],
    ['page', page === 1 ? '' : String(page)],
  ])
  return query ? `/admin/users?${query}` : '/admin/users'
}
