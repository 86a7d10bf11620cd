import { pipeline, Readable } from 'node:stream'
import { stringify } from 'csv-stringify'
import { can } from '@/lib/auth/permissions'
import { currentContext } from '@/lib/auth/session'
import type { Context } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import { mayImport } from '@/lib/imports/commands/allowed'
import { isImportKey } from '@/lib/imports/input/reading'
import { getImport, type ImportView } from '@/lib/imports/queries/imports'
import { hasRows } from '@/lib/imports/queries/planned'
import { linesOf, rejectedRows } from '@/lib/imports/queries/rejected'
import { bare, bodyFrom, STORED_NOWHERE } from '../../../answers'

type Params = { params: Promise<{ key: string }> }

/**
 * The rejected rows of an import as a file that can be put right and brought in again: its columns, line and reason.
 */
export async function GET(_request: Request, { params }: Params): Promise<Response> {
  const ctx = await currentContext()
  if (!ctx) return bare('unauthenticated')
  if (!can(ctx.actor, 'imports.write')) return bare('forbidden')
  const found = await find(ctx, (await params).key)
  if (!found?.checkedAt || !(await hasRows(ctx, found.id))) return bare('not-found')
  const rejected = await rejectedRows(ctx, found, ctx.actor.language)
  const open = () => {
    // With its mark, whatever the file had: without it a spreadsheet takes accents for other letters.
    const file = stringify({ delimiter: rejected.delimiter, bom: true, record_delimiter: 'windows' })
    // What breaks on the way breaks the download off: a file that only seems whole would be brought in again as if it
    // were.
    return pipeline(Readable.from(linesOf(rejected)), file, () => undefined)
  }
  return new Response(bodyFrom(open), {
    headers: {
      ...STORED_NOWHERE,
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': attachment(found),
    },
  })
}

async function find(ctx: Context, key: string): Promise<ImportView | undefined> {
  if (!isImportKey(key)) return undefined
  try {
    const found = await getImport(ctx, key)
    return mayImport(ctx, found.kind) ? found : undefined
  } catch (error) {
    if (error instanceof Refusal && error.code === 'not-found') return undefined
    throw error
  }
}

/** The name of their file with `.rejected` in it; letters that a header cannot hold are spelled out beside. */
function attachment({ fileName }: ImportView): string {
  const name = `${fileName.replace(/\.[^. ]{1,11}$/, '').replace(/\.rejected$/, '')}.rejected.csv`
  const plain = name.replace(/[^\x20-\x7e]|["\\]/g, '_')
  const spelled = encodeURIComponent(name).replace(/['()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16)}`)
  return `attachment; filename="${plain}"; filename*=UTF-8''${spelled}`
}
