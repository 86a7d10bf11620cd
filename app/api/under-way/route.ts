import { currentContext } from '@/lib/auth/session'
import { listUnderWay } from '@/lib/imports/queries/under-way'
import { answer, bare } from '../answers'

/** What the reader has under way, for the top bar, which asks again only as long as there is any. */
export async function GET(): Promise<Response> {
  const ctx = await currentContext()
  if (!ctx) return bare('unauthenticated')
  return answer(await listUnderWay(ctx))
}
