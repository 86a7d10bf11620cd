import { cache } from 'react'
import { requireContext } from '@/lib/auth/session'
import { findCustomer, findSpelling } from '@/lib/customers/queries/file'

const LONGEST = 200

/** The customer an address names, once a request; or the spelling its code should have had; or neither. */
export const loadCustomer = cache(async (segment: string) => {
  const ctx = await requireContext('customers.read')
  const code = codeOf(segment)
  if (code === undefined) return { ctx }
  const file = await findCustomer(ctx, code)
  return file ? { ctx, file } : { ctx, spelling: await findSpelling(ctx, code) }
})

/** The code in a segment of an address, decoded once; undefined where it cannot be decoded or cannot be a code. */
function codeOf(segment: string): string | undefined {
  try {
    const code = decodeURIComponent(segment)
    return code.length > LONGEST || /\p{Cc}/u.test(code) ? undefined : code
  } catch {
    return undefined
  }
}
