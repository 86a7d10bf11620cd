import { ROLES, type Role } from '@/db/schema/vocabulary'
import { partsOf, type Query, writeQuery } from '@/lib/filter'

export const USER_STATES = ['all', 'active', 'inactive'] as const

/** Which users, as a person asks for them. What cannot be understood counts as not asked: nothing is changed in bulk here. */
export type UserFilter = { q: string; role: Role | ''; state: (typeof USER_STATES)[number] }

export function readUserAddress(query: Query): { filter: UserFilter; page: number } {
  const parts = partsOf(query)
  return {
    filter: {
      q: (parts.get('q') ?? '')
        .replace(/[\s\p{Cc}]+/gu, ' ')
        .toWellFormed()
        .trim()
        .slice(0, 200),
      role: ROLES.find((role) => role === parts.get('role')) ?? '',
      state: USER_STATES.find((state) => state === parts.get('state')) ?? 'all',
    },
    page: /^[1-9]\d{0,5}$/.test(parts.get('page') ?? '') ? Number(parts.get('page')) : 1,
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
