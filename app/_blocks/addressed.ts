import { z } from 'zod'
import { Refusal } from '@/lib/errors'
import { text } from '@/lib/input'

export type Addressed = Record<string, string | string[] | undefined>

/** An address as a page is given it. */
export function addressedBy(search: string): Addressed {
  const given = new URLSearchParams(search)
  return Object.fromEntries(
    [...new Set(given.keys())].map((name) => {
      const values = given.getAll(name)
      return [name, values.length > 1 ? values : values[0]]
    }),
  )
}

/** Which panel is opened, and at which address. */
export const panelInput = z.object({ panel: text(20), search: text(20_000) })

/**
 * Which panel stands open in the page, where a browser without JavaScript asked for one: that is no part of the search.
 */
export function withoutPanel({ panel, ...query }: Addressed): { panel: string; query: Addressed } {
  return { panel: typeof panel === 'string' ? panel : '', query }
}

/** The address with a panel open in it. */
export function withPanel(address: string, panel: string): string {
  return panel === '' ? address : `${address}${address.includes('?') ? '&' : '?'}panel=${encodeURIComponent(panel)}`
}

/** Whether the address is written the one way we write it. What a form sends is not, and is put right by a redirect. */
export function isCanonical(query: Addressed, canonical: string): boolean {
  const given = Object.entries(query).map(([name, value]) => [name, [value].flat().join('\n')])
  const wanted = [...new URLSearchParams(canonical)]
  return JSON.stringify(given) === JSON.stringify(wanted)
}

/** Nothing where the search was stopped for taking too long: that is said in place of the list. */
export async function unlessTooLong<T>(search: Promise<T>): Promise<T | undefined> {
  try {
    return await search
  } catch (error) {
    if (error instanceof Refusal && error.message === 'searchTooLong') return undefined
    throw error
  }
}
