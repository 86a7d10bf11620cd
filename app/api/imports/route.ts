import { wellFormed } from '@/lib/action'
import { comesFromAPage } from '@/lib/auth/origin'
import { currentContext } from '@/lib/auth/session'
import type { Context } from '@/lib/context'
import { describe, Refusal } from '@/lib/errors'
import { receiveFile } from '@/lib/imports/commands/receive'
import { uploadInput } from '@/lib/imports/input/upload'
import { kindsFor } from '@/lib/imports/queries/kinds'
import { MOST_ARRIVING, MOST_BYTES } from '@/lib/imports/rules/limits'
import { LARGEST_POST, UPLOAD_PROBLEMS } from '@/lib/imports/rules/upload'
import { log } from '@/lib/log'
import { answer, leadTo, STATUS } from '../answers'
import { arriving } from './arriving'

/**
 * A file comes in. A page with JavaScript sends the bytes and nothing else, which go to the disk piece by piece and
 * never stand in memory; the form of a page without it is small, and is led on to where the file is looked at.
 */
export async function POST(request: Request): Promise<Response> {
  const posted = request.headers.get('content-type')?.startsWith('multipart/form-data') ?? false
  try {
    const ctx = await whoMay(request)
    const { key } = await fewAtOnce(ctx, () => (posted ? takeForm(ctx, request) : takeBytes(ctx, request)))
    return posted ? leadTo(`/imports/${key}/read`) : answer({ key }, 201)
  } catch (error) {
    const { code, message, values } = refusalOf(request, error)
    if (!posted) return answer({ code, message, values }, STATUS[code])
    return leadTo(`/imports/new?problem=${UPLOAD_PROBLEMS.find((one) => one === message) ?? 'notValid'}`)
  }
}

async function whoMay(request: Request): Promise<Context> {
  const ctx = await currentContext()
  if (!ctx) throw new Refusal('unauthenticated', 'signInAgain')
  if (kindsFor(ctx).length === 0 || !comesFromAPage(request.headers)) throw new Refusal('forbidden', 'forbidden')
  return ctx
}

/** Files of each person that are on their way in to this process. */
const arrivals = new Map<number, number>()

async function fewAtOnce<T>({ actor }: Context, take: () => Promise<T>): Promise<T> {
  const before = arrivals.get(actor.id) ?? 0
  if (before >= MOST_ARRIVING) throw new Refusal('unavailable', 'tooManyArriving')
  arrivals.set(actor.id, before + 1)
  try {
    return await take()
  } finally {
    const left = (arrivals.get(actor.id) ?? 1) - 1
    if (left > 0) arrivals.set(actor.id, left)
    else arrivals.delete(actor.id)
  }
}

async function takeBytes(ctx: Context, request: Request): Promise<{ key: string }> {
  if (Number(request.headers.get('content-length')) > MOST_BYTES) {
    throw new Refusal('invalid', 'importTooLarge', { values: { most: MOST_BYTES / 1024 ** 2 } })
  }
  return take(ctx, Object.fromEntries(new URL(request.url).searchParams), arriving(request))
}

/** Small enough to be read whole: who sends it cannot send it in pieces. */
async function takeForm(ctx: Context, request: Request): Promise<{ key: string }> {
  const length = request.headers.get('content-length')
  if (length === null || Number(length) > LARGEST_POST) throw new Refusal('invalid', 'importTooLargeToPost')
  const form = await request.formData()
  const [file, rows] = [form.get('file'), form.get('rows')]
  const kind = form.get('kind')
  if (file instanceof File && file.size > 0) return take(ctx, { kind, name: file.name }, file.stream())
  if (typeof rows !== 'string' || rows.trim() === '') throw new Refusal('invalid', 'importEmpty')
  return take(ctx, { kind, name: form.get('pasted') }, new Blob([rows]).stream())
}

async function take(ctx: Context, given: unknown, bytes: AsyncIterable<Uint8Array>): Promise<{ key: string }> {
  const { kind, name } = wellFormed(uploadInput, given)
  return receiveFile(ctx, { kind, name, source: 'web' }, bytes)
}

/** Whoever closes the page while the file is on its way has done nothing that anybody must look at. */
function refusalOf(request: Request, error: unknown): Refusal {
  if (error instanceof Refusal) return error
  if (request.signal.aborted) return new Refusal('invalid', 'importCut')
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ECONNRESET' || code === 'ABORT_ERR') return new Refusal('invalid', 'importCut')
  log.error('import.notReceived', describe(error))
  return new Refusal('unavailable', code === 'ENOSPC' || code === 'EDQUOT' ? 'importNoRoom' : 'importNotReceived')
}
