import { speakHit } from '@/app/_blocks/hit-words'
import { can } from '@/lib/auth/permissions'
import { currentContext } from '@/lib/auth/session'
import { quickSearch } from '@/lib/search/queries/quick'
import { answer, bare } from '../answers'

const HITS = 8

/** The first hits while somebody types. */
export async function GET(request: Request): Promise<Response> {
  const ctx = await currentContext()
  if (!ctx) return bare('unauthenticated')
  if (!can(ctx.actor, 'customers.read')) return bare('forbidden')
  const text = new URL(request.url).searchParams.get('q') ?? ''
  const { hits, partly } = await quickSearch(ctx, text, HITS)
  return answer({ hits: hits.map((hit) => speakHit(ctx, hit)), partly })
}
