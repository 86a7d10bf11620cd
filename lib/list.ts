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
