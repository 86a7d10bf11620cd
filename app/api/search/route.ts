import { isOwed } from '@/app/_blocks/figures'
import { formatFor } from '@/app/reader'
import { can } from '@/lib/auth/permissions'
import { currentContext } from '@/lib/auth/session'
import type { Context } from '@/lib/context'
import { customerAddress } from '@/lib/customers/rules'
import { type Hit, quickSearch } from '@/lib/search/queries'

const HITS = 8

/** What the search in the top bar shows of a hit. */
export type Suggestion = {
  key: string
  href: string
  why: Hit['why']
  code: string
  name: string
  place: string
  contact: string
  detail: string
  overdue: string
}

/** The first hits while somebody types. */
export async function GET(request: Request): Promise<Response> {
  const ctx = await currentContext()
  if (!ctx) return answer({ code: 'unauthenticated' }, 401)
  if (!can(ctx.actor, 'customers.read')) return answer({ code: 'forbidden' }, 403)
  const text = new URL(request.url).searchParams.get('q') ?? ''
  const hits = await quickSearch(ctx, text, HITS)
  return answer({ hits: hits.map((hit) => suggestion(ctx, hit)) }, 200)
}

function suggestion(ctx: Context, hit: Hit): Suggestion {
  return {
    key: `${hit.customerId}-${hit.contact?.id ?? ''}`,
    href: customerAddress(hit.code),
    why: hit.why,
    code: hit.code,
    name: hit.name,
    place: [hit.city, hit.country].filter(Boolean).join(', '),
    contact: hit.contact?.name ?? '',
    detail: (hit.why === 'email' ? hit.contact?.email : hit.contact?.phone) ?? '',
    overdue: isOwed(hit.overdue) ? formatFor(ctx).rounded(hit.overdue) : '',
  }
}

function answer(body: object, status: number): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'private, no-store' } })
}
