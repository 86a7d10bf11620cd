import { partsOf, type Query, wordsIn, writeQuery } from '@/lib/filter'
import { pageNumber } from '@/lib/list'

/** Which groups, and which first. What cannot be understood counts as not asked: nothing is changed in bulk here. */
export type GroupFilter = { q: string; sort: 'name' | 'customers'; descending: boolean }

export function readGroupAddress(query: Query): { filter: GroupFilter; page: number } {
  const parts = partsOf(query)
  const sort = parts.get('sort') ?? ''
  return {
    filter: {
      q: wordsIn(parts),
      sort: sort.replace(/^-/, '') === 'customers' ? 'customers' : 'name',
      descending: sort.startsWith('-'),
    },
    page: pageNumber(parts.get('page')),
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
