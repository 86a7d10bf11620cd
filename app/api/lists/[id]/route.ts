import { stringify } from 'csv-stringify/sync'
import { wordsFor } from '@/app/reader'
import { can } from '@/lib/auth/permissions'
import { currentContext } from '@/lib/auth/session'
import type { Context } from '@/lib/context'
import { LIST_GROUPS, type ListGroup, listGroup } from '@/lib/lists/queries'

/** One group of a pasted list as a file that Excel opens: found, not found, more than once, or the offers. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const ctx = await currentContext()
  if (!ctx) return refusal('unauthenticated', 401)
  if (!can(ctx.actor, 'customers.read')) return refusal('forbidden', 403)
  const { id } = await params
  const asked = new URL(request.url).searchParams.get('group')
  const group = LIST_GROUPS.find((name) => name === asked)
  const rows = group && (await listGroup(ctx, id, group))
  if (!rows) return refusal('not-found', 404)
  return new Response(fileOf(ctx, group, rows), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${id}-${group}.csv"`,
      'cache-control': 'private, no-store',
    },
  })
}

/** What begins like a formula gets an apostrophe in front, which a paste takes off again. */
function fileOf(ctx: Context, group: ListGroup, rows: string[][]): string {
  const t = wordsFor(ctx, 'customers')
  const headings = group === 'near' ? [t('listCode'), t('listOffers')] : [t('listCode')]
  return stringify([headings, ...rows], { bom: true, escape_formulas: true, record_delimiter: 'windows' })
}

function refusal(code: string, status: number): Response {
  return Response.json({ code }, { status, headers: { 'cache-control': 'private, no-store' } })
}
