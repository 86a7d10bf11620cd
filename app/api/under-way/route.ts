import { currentContext } from '@/lib/auth/session'
import { listUnderWay } from '@/lib/imports/queries/under-way'

/** What the reader has under way, for the top bar, which asks again only as long as there is any. */
export async function GET(): Promise<Response> {
  const ctx = await currentContext()
  if (!ctx) return answer({ code: 'unauthenticated' }, 401)
  return answer(await listUnderWay(ctx), 200)
}

function answer(body: object, status: number): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'private, no-store' } })
}
