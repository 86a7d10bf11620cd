import { can } from '@/lib/auth/permissions'
import { currentContext } from '@/lib/auth/session'
import { exportsFolder, findFile } from '@/lib/exports/commands/store'
import { findExport, mayFetch } from '@/lib/exports/queries/exports'
import { bare, bodyFrom } from '../../answers'
import { fileHeaders } from '../files'

type Props = { params: Promise<{ key: string }> }

/** A file that the worker made, for its author alone, who must still be allowed to have it. */
export async function GET(_request: Request, { params }: Props): Promise<Response> {
  const ctx = await currentContext()
  if (!ctx) return bare('unauthenticated')
  if (!can(ctx.actor, 'exports.write')) return bare('forbidden')
  const row = await findExport(ctx, (await params).key)
  if (row?.state !== 'done') return bare('not-found')
  if (!mayFetch(ctx, row)) return bare('forbidden')
  const file = await findFile(exportsFolder(), row.key)
  if (!file) return bare('not-found')
  return new Response(bodyFrom(file.open), { headers: fileHeaders(row.fileName, file.size) })
}
