import type { Reader } from './filter'

/** Rows of a page, and how many there are in all. */
export type Page<Row> = { rows: Row[]; total: number; page: number; size: number; pages: number }

/** Cuts `total` into pages of `size`; a page past the end is the last one. */
export function pageOf(total: number, page: number, size: number): { page: number; pages: number; offset: number } {
  const pages = Math.max(1, Math.ceil(total / size))
  const current = Math.min(page, pages)
  return { page: current, pages, offset: (current - 1) * size }
}

/** The page that an address asks for; what is no page number is the first. */
export function pageNumber(given: string | string[] | undefined): number {
  const wanted = Number(given)
  return Number.isSafeInteger(wanted) && wanted > 0 ? wanted : 1
}

export const SIZES = [25, 50, 100, 200] as const
const LAST_PAGE = 1_000_000

/**
 * How a list is shown: which first, how many a page, which page, and whether a large number of them is counted to the
 * last.
 */
export type ListView<Sort extends string> = {
  sort: Sort
  descending: boolean
  page: number
  size: number
  exact: boolean
}

type AnyView = ListView<string>

/** The parts of an address that say how a list is shown, but for the words it is sorted by. */
export const VIEW_READERS = {
  page: (text, _filter, view) => {
    if (!/^[1-9]\d{0,6}$/.test(text) || Number(text) > LAST_PAGE) return 'malformed'
    view.page = Number(text)
    return undefined
  },
  size: (text, _filter, view) => {
    const size = SIZES.find((number) => String(number) === text)
    if (!size) return 'malformed'
    view.size = size
    return undefined
  },
  count: (text, _filter, view) => {
    if (text !== 'exact') return 'malformed'
    view.exact = true
    return undefined
  },
} satisfies Record<string, Reader<unknown, Omit<AnyView, 'sort'>>>

/** Reads `name` and `-name`. */
export function sortReader<Sort extends string>(
  sorts: readonly Sort[],
): Reader<unknown, Pick<ListView<Sort>, 'sort' | 'descending'>> {
  return (text, _filter, view) => {
    const sort = sorts.find((word) => word === text.replace(/^-/, ''))
    if (!sort) return 'malformed'
    view.sort = sort
    view.descending = text.startsWith('-')
    return undefined
  }
}

/** The same parts as they are written, at the end of an address; what is as on the first page is left out. */
export function viewParts({ sort, descending, page, size, exact }: AnyView, first: AnyView): [string, string][] {
  return [
    ['sort', sort === first.sort && !descending ? '' : `${descending ? '-' : ''}${sort}`],
    ['page', page === first.page ? '' : String(page)],
    ['size', size === first.size ? '' : String(size)],
    ['count', exact ? 'exact' : ''],
  ]
}
