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
  // One of our own: that of AbortSignal.any may never fire once a source of it is collected (nodejs/node#65995).
  const line = new AbortController()
  const listen = () => setTimeout(() => line.abort(cut()), SILENCE)
  const hungUp = () => line.abort(signal.reason)
  if (signal.aborted) hungUp()
  signal.addEventListener('abort', hungUp, { once: true })
  let size = 0
  let timer = listen()
  try {
    for await (const piece of (body ?? new Blob().stream()).pipeThrough(new TransformStream<Uint8Array, Uint8Array>(), {
      signal: line.signal,
    })) {
      clearTimeout(timer)
      size += piece.length
      yield piece
      timer = listen()
    }
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', hungUp)
  }
  if (said !== null && size !== Number(said)) throw cut()
}

const cut = () => new Refusal('invalid', 'importCut')
