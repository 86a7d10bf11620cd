import { wordsFor } from '@/app/reader'
import { can } from '@/lib/auth/permissions'
import { currentContext } from '@/lib/auth/session'
import type { Context } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import { LIST_GROUPS, type ListGroup, listGroup } from '@/lib/lists/queries'
import { sheetOf } from './sheet'

/** One group of a pasted list as a file that Excel opens: found, not found, more than once, or the offers. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const ctx = await currentContext()
  if (!ctx) return refusal('unauthenticated', 401)
  if (!can(ctx.actor, 'customers.read')) return refusal('forbidden', 403)
  const { id } = await params
  const asked = new URL(request.url).searchParams.get('group')
  const group = LIST_GROUPS.find((name) => name === asked)
  const rows = group && (await rowsOf(ctx, id, group))
  if (rows === 'unavailable') return refusal(rows, 503)
  if (!rows) return refusal('not-found', 404)
  return new Response(fileOf(ctx, group, rows), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${id}-${group}.csv"`,
      'cache-control': 'private, no-store',
    },
  })
}

async function rowsOf(ctx: Context, id: string, group: ListGroup): Promise<string[][] | 'unavailable' | undefined> {
  try {
    return await listGroup(ctx, id, group)
  } catch (error) {
    if (error instanceof Refusal && error.code === 'unavailable') return error.code
    throw error
  }
}

function fileOf(ctx: Context, group: ListGroup, rows: string[][]): string {
  const t = wordsFor(ctx, 'customers')
  const headings = group === 'near' ? [t('listCode'), t('listOffers')] : [t('listCode')]
  return sheetOf([headings, ...rows])
}

function refusal(code: string, status: number): Response {
  return Response.json({ code }, { status, headers: { 'cache-control': 'private, no-store' } })
}
