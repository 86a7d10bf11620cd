import { partsOf, type Query, writeQuery } from '@/lib/filter'

/** Which groups, and which first. What cannot be understood counts as not asked: nothing is changed in bulk here. */
export type GroupFilter = { q: string; sort: 'name' | 'customers'; descending: boolean }

export function readGroupAddress(query: Query): { filter: GroupFilter; page: number } {
  const parts = partsOf(query)
  const sort = parts.get('sort') ?? ''
  return {
    filter: {
      q: (parts.get('q') ?? '')
        .replace(/[\s\p{Cc}]+/gu, ' ')
        .toWellFormed()
        .trim()
        .slice(0, 200),
      sort: sort.replace(/^-/, '') === 'customers' ? 'customers' : 'name',
      descending: sort.startsWith('-'),
    },
    page: /^[1-9]\d{0,5}$/.test(parts.get('page') ?? '') ? Number(parts.get('page')) : 1,
  }
}

export function groupsAddress({ q, sort, descending }: GroupFilter, page = 1): string {
  const query = writeQuery([
    ['q', q],
    ['sort', sort === 'name' && !descending ? '' : `${descending ? '-' : ''}${sort}`],
    ['page', page === 1 ? '' : String(page)],
  ])
  return query ? `/admin/groups?${query}` : '/admin/groups'
}
