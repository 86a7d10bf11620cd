import { sayTarget } from '@/app/(desk)/exports/said'
import { wellFormed } from '@/lib/action'
import { comesFromAPage } from '@/lib/auth/origin'
import { can } from '@/lib/auth/permissions'
import { currentContext } from '@/lib/auth/session'
import type { Context } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import { type Order, orderExport } from '@/lib/exports/commands/order'
import { addressedExport, draftedExport, exportTarget, wholeSearch } from '@/lib/exports/input'
import { findExport, mayExport } from '@/lib/exports/queries/exports'
import { placeOf } from '@/lib/exports/rules'
import { bare, leadTo } from '../answers'
import { fileHeaders, readForm } from './files'

/** How a list is wanted, as the form of its page says it: the file, or the page where a large one is made. */
export async function POST(request: Request): Promise<Response> {
  const ctx = await currentContext()
  if (!ctx) return bare('unauthenticated')
  if (!can(ctx.actor, 'exports.write') || !comesFromAPage(request.headers)) return bare('forbidden')
  try {
    const answer = await orderExport(ctx, await readOrder(ctx, await readForm(request)))
    if ('key' in answer) return leadTo(`/exports/${answer.key}`)
    const headers = fileHeaders(answer.name, answer.file.length)
    return new Response(new Uint8Array(answer.file), { headers })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    if (error.code === 'forbidden') return bare('forbidden')
    return leadTo(`/exports?refused=${error.message}`)
  }
}

async function readOrder(ctx: Context, form: Record<string, string>): Promise<Order> {
  if (form.draft !== undefined) {
    const { kind, draft, ...choices } = wellFormed(draftedExport, form)
    const row = await findExport(ctx, draft)
    if (!row || row.kind !== null) throw new Refusal('not-found', 'gone')
    const target = exportTarget.parse(row.target)
    return { kind, target, choices, said: await sayTarget(ctx, kind, target), place: placeIn(target) }
  }
  const { kind, search, ...choices } = wellFormed(addressedExport, form)
  if (!mayExport(ctx, kind)) throw new Refusal('forbidden', 'forbidden')
  const target = wholeSearch(search)
  return { kind, target, choices, said: await sayTarget(ctx, kind, target), place: placeOf(kind, search) }
}

/** Rows that were ticked one by one have no address. */
function placeIn(target: Order['target']): string {
  if (!('search' in target)) return ''
  return placeOf(target.kind === 'contactSearch' ? 'contacts' : 'customers', target.search)
}
