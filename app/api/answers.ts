import { ReadableStream as Body } from 'node:stream/web'
import type { RefusalCode } from '@/lib/errors'

export const STATUS: Record<RefusalCode, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  unavailable: 503,
}

/** What is answered to one person is kept by nobody on the way. */
export const STORED_NOWHERE = { 'cache-control': 'private, no-store' }

export function answer(body: object, status = 200): Response {
  return Response.json(body, { status, headers: STORED_NOWHERE })
}

/** What is refused for a reason that its code says already. */
export function bare(code: RefusalCode): Response {
  return answer({ code }, STATUS[code])
}

/**
 * A body that is opened when it is read first: who left before then leaves nothing open. `Readable.toWeb` opens at once,
 * and throws in Node 20 where nobody can catch it when a reader leaves.
 */
export function bodyFrom(open: () => AsyncIterable<Uint8Array>): ReadableStream {
  async function* opened() {
    yield* open()
  }
  return Body.from(opened()) as ReadableStream
}

/** To the page that a posted form ends at. */
export function leadTo(location: string): Response {
  return new Response(null, { status: 303, headers: { ...STORED_NOWHERE, location } })
}
