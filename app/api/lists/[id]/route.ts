import { wordsFor } from '@/app/reader'
import { can } from '@/lib/auth/permissions'
import { currentContext } from '@/lib/auth/session'
import type { Context } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import { LIST_GROUPS, type ListGroup, listGroup } from '@/lib/lists/queries'
import { bare, STORED_NOWHERE } from '../../answers'
import { sheetOf } from './sheet'

/** One group of a pasted list as a file that Excel opens: found, not found, more than once, or the offers. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const ctx = await currentContext()
  if (!ctx) return bare('unauthenticated')
  if (!can(ctx.actor, 'customers.read')) return bare('forbidden')
  const { id } = await params
  const asked = new URL(request.url).searchParams.get('group')
  const group = LIST_GROUPS.find((name) => name === asked)
  const rows = group && (await rowsOf(ctx, id, group))
  if (rows === 'unavailable') return bare(rows)
  if (!rows) return bare('not-found')
  return new Response(fileOf(ctx, group, rows), {
    headers: {
      ...STORED_NOWHERE,
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${id}-${group}.csv"`,
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
