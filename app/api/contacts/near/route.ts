import { wellFormed } from '@/lib/action'
import { can } from '@/lib/auth/permissions'
import { currentContext } from '@/lib/auth/session'
import { nearQuestion } from '@/lib/contacts/input'
import { findNear, type NearAnswer } from '@/lib/contacts/queries/near'
import { Refusal, type RefusalCode } from '@/lib/errors'

/** What the form is told: who is near, or that it took too long to find out. */
export type Near = NearAnswer | { slow: true }

const STATUS: Record<RefusalCode, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  unavailable: 429,
}

/** What a form holds fits in many times over. What is longer is not read into memory. */
const LONGEST = 16_384

/** Who a contact may be already, while somebody types. A POST that writes nothing: addresses and numbers belong in no log of addresses. */
export async function POST(request: Request): Promise<Response> {
  const ctx = await currentContext()
  if (!ctx) return answer({ code: 'unauthenticated' }, 401)
  if (!can(ctx.actor, 'contacts.write')) return answer({ code: 'forbidden' }, 403)
  try {
    const asked = wellFormed(nearQuestion, await readJson(request))
    return answer((await findNear(ctx, asked)) ?? { slow: true }, 200)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return answer({ code: error.code, message: error.message }, STATUS[error.code])
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

function answer(body: object, status: number): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'private, no-store' } })
}
