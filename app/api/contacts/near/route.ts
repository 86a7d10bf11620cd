import { wellFormed } from '@/lib/action'
import { can } from '@/lib/auth/permissions'
import { currentContext } from '@/lib/auth/session'
import { nearQuestion } from '@/lib/contacts/input'
import { findNear, type NearAnswer } from '@/lib/contacts/queries/near'
import { Refusal } from '@/lib/errors'
import { answer, bare, STATUS } from '../../answers'

/** What the form is told: who is near, or that it took too long to find out. */
export type Near = NearAnswer | { slow: true }

/** What a form holds fits in many times over. What is longer is not read into memory. */
const LONGEST = 16_384

/** Nothing here is unavailable but to who asks too often. */
const TOO_MANY = 429

/**
 * Who a contact may be already, while somebody types. A POST that writes nothing: addresses and numbers belong in no
 * log of addresses.
 */
export async function POST(request: Request): Promise<Response> {
  const ctx = await currentContext()
  if (!ctx) return bare('unauthenticated')
  if (!can(ctx.actor, 'contacts.write')) return bare('forbidden')
  try {
    const asked = wellFormed(nearQuestion, await readJson(request))
    return answer((await findNear(ctx, asked)) ?? { slow: true })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { code, message } = error
    return answer({ code, message }, code === 'unavailable' ? TOO_MANY : STATUS[code])
  }
}

/** Null for what is no JSON, or too long. */
async function readJson(request: Request): Promise<unknown> {
  const decoder = new TextDecoder()
  let text = ''
  try {
    for await (const chunk of request.body ?? []) {
      text += decoder.decode(chunk, { stream: true })
      if (text.length > LONGEST) return null
    }
    return JSON.parse(text + decoder.decode())
  } catch {
    return null // cut off or no JSON: what is missing is named by the check of its fields
  }
}
