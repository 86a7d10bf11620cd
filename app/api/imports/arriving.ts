import { Refusal } from '@/lib/errors'

/** Nobody who sends a file says nothing for so long, in milliseconds. */
export const SILENCE = 30_000

/**
 * The bytes, for as long as somebody sends them: a line that went dead ends in an error, and so does a body shorter
 * than was said. What hangs up before the server has begun to listen is told by nobody; such a line is known by its
 * silence.
 */
export async function* arriving({ body, headers, signal }: Request): AsyncGenerator<Uint8Array> {
  const said = headers.get('content-length')
  const silence = new AbortController()
  const listen = () => setTimeout(() => silence.abort(cut()), SILENCE)
  const line = { signal: AbortSignal.any([signal, silence.signal]) }
  let size = 0
  let timer = listen()
  try {
    for await (const piece of (body ?? new Blob().stream()).pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>(),
      line,
    )) {
      clearTimeout(timer)
      size += piece.length
      yield piece
      timer = listen()
    }
  } finally {
    clearTimeout(timer)
  }
  if (said !== null && size !== Number(said)) throw cut()
}

const cut = () => new Refusal('invalid', 'importCut')
