import {
  type CustomerFilter,
  type CustomerView,
  customersAddress,
  FIRST_PAGE,
  readCustomerAddress,
  writeCustomerAddress,
} from '@/lib/customers/filter'
import { latin } from '@/lib/users/rules'

/** More than these one person neither keeps in mind nor finds again. */
export const MOST_VIEWS = 200
export const MOST_PINNED = 20
export const LONGEST_NAME = 80

/** Addresses older than so many names are rare; without an end one view could take every slug. */
export const MOST_FORMER_SLUGS = 20
/** What stands behind a slug that is taken. */
export const SUFFIX_LETTERS = 4

const LONGEST_SLUG = 60

/** What a view is called in an address. Whether it is still free is the database's to say. */
export function viewSlug(name: string): string {
  const slug = latin(name)
    .slice(0, LONGEST_SLUG - SUFFIX_LETTERS - 1)
    .replace(/-+$/, '')
  return slug === '' || slug === 'none' ? `view${slug && `-${slug}`}` : slug
}

/**
 * What a view keeps of a search: which customers and in which order. Which page, and how many rows it has, is the
 * reader's.
 */
export function searchOf(filter: CustomerFilter, { sort, descending }: CustomerView): string {
  return writeCustomerAddress(filter, { sort, descending })
}

/**
 * Whether a search that started from a view is another one by now. Both are read again: spellings may differ from
 * release to release.
 */
export function isChanged(view: { search: string }, filter: CustomerFilter, shown: CustomerView): boolean {
  const kept = readCustomerAddress(view.search)
  return searchOf(kept.filter, kept.view) !== searchOf(filter, shown)
}

/** The address that opens a view: its search in full, so that it means the same when the view is gone. */
export function viewAddress(view: { slug: string; search: string }, size = FIRST_PAGE.size): string {
  const kept = readCustomerAddress(view.search)
  return customersAddress(kept.filter, { ...kept.view, saved: view.slug, size })
}
