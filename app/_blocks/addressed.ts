import { Refusal } from '@/lib/errors'

export type Addressed = Record<string, string | string[] | undefined>

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
