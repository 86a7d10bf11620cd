import { speakHit } from '@/app/_blocks/hit-words'
import { can } from '@/lib/auth/permissions'
import { currentContext } from '@/lib/auth/session'
import { quickSearch } from '@/lib/search/queries/quick'

const HITS = 8

/** The first hits while somebody types. */
export async function GET(request: Request): Promise<Response> {
  const ctx = await currentContext()
  if (!ctx) return answer({ code: 'unauthenticated' }, 401)
  if (!can(ctx.actor, 'customers.read')) return answer({ code: 'forbidden' }, 403)
  const text = new URL(request.url).searchParams.get('q') ?? ''
  const { hits, partly } = await quickSearch(ctx, text, HITS)
  return answer({ hits: hits.map((hit) => speakHit(ctx, hit)), partly }, 200)
}

function answer(body: object, status: number): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'private, no-store' } })
}
