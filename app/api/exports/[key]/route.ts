import { Readable } from 'node:stream'
import { can } from '@/lib/auth/permissions'
import { currentContext } from '@/lib/auth/session'
import { exportsFolder, openFile } from '@/lib/exports/commands/store'
import { findExport, mayFetch } from '@/lib/exports/queries/exports'
import { bare, fileHeaders } from '../answers'

type Props = { params: Promise<{ key: string }> }

/** A file that the worker made, for its author alone, who must still be allowed to have it. */
export async function GET(_request: Request, { params }: Props): Promise<Response> {
  const ctx = await currentContext()
  if (!ctx) return bare(401)
  if (!can(ctx.actor, 'exports.write')) return bare(403)
  const row = await findExport(ctx, (await params).key)
  if (row?.state !== 'done') return bare(404)
  if (!mayFetch(ctx, row)) return bare(403)
  const file = await openFile(exportsFolder(), row.key)
  if (!file) return bare(404)
  return new Response(Readable.toWeb(file.stream) as ReadableStream, { headers: fileHeaders(row.fileName, file.size) })
}
