import { ServerResponse } from 'node:http'
import { Writable } from 'node:stream'
import { brotliCompressSync, constants, createBrotliCompress, createGzip, gzipSync } from 'node:zlib'

/** @typedef {import('node:http').IncomingMessage} Request */
/** @typedef {import('node:stream').Transform} Transform */
/** @typedef {{ name: string, whole: (body: Buffer) => Buffer, stream: () => Transform }} Coding */

/** Whatever is over within so many milliseconds and bytes is compressed at once; what goes on is sent as it comes. */
const SOON = 10
const MUCH = 512 * 1024

/** Below this there is nothing to win. */
const LITTLE = 1024

const isText = /^text\/|[/+](?:json|xml|javascript)\b/

// A page is drawn for one reader, so time counts: at once, 130 KB take 0.3 ms by Brotli 1 and 0.7 by
// gzip 3, where the stream of Next's own gzip takes 2 ms. What browsers keep for a year is made smaller.
const drawn = [brotli(1), gzip(3)]
const kept = [brotli(5), gzip(6)]

const { write, end } = ServerResponse.prototype

/**
 * Compresses what will be written of this answer, where it is text and the browser takes it.
 *
 * @param {Request} request
 * @param {ServerResponse} response
 */
export function compress({ method, url = '', headers }, response) {
  const accepted = String(headers['accept-encoding'] ?? '')
  const codings = url.startsWith('/_next/static/') ? kept : drawn
  const coding = codings.find(({ name }) => takes(accepted, name))
  if (!coding || method === 'HEAD') return
  const begin = (size = LITTLE) => begun(response, coding, size)
  Object.assign(response, {
    flushHeaders: () => begin().flushHeaders(),
    write: (/** @type {[any]} */ ...given) => begin().write(...given),
    end(/** @type {any[]} */ ...given) {
      begin(given[0]?.length ?? 0).end(...given)
      return response
    },
  })
}

/**
 * The answer with its first byte: as it was, or one that is compressed on its way.
 *
 * @param {ServerResponse} response
 * @param {Coding} coding
 * @param {number} size of that much at least
 * @returns {Pick<ServerResponse, 'write' | 'end' | 'flushHeaders'>}
 */
function begun(response, coding, size) {
  for (const own of ['flushHeaders', 'write', 'end']) Reflect.deleteProperty(response, own)
  if (!isWorthIt(response, size)) return response
  response.setHeader('content-encoding', coding.name)
  response.appendHeader('vary', 'Accept-Encoding')
  for (const ofPlain of ['content-length', 'accept-ranges']) response.removeHeader(ofPlain)
  response.writeHead(response.statusCode)
  const body = bodyOf(response, coding)
  return Object.assign(response, {
    flushHeaders: () => undefined,
    write: body.write.bind(body),
    end(/** @type {[any]} */ ...given) {
      body.end(...given)
      return response
    },
  })
}

/** @param {ServerResponse} response @param {number} size */
function isWorthIt(response, size) {
  const header = (/** @type {string} */ name) => String(response.getHeader(name) ?? '')
  return (
    !response.headersSent &&
    isText.test(header('content-type')) &&
    Number(response.getHeader('content-length') ?? size) >= LITTLE &&
    !response.hasHeader('content-encoding') &&
    !response.hasHeader('content-range') &&
    !header('cache-control').includes('no-transform')
  )
}

/** @param {ServerResponse} response @param {Coding} coding */
function bodyOf(response, coding) {
  /** @type {Buffer[]} */
  const held = []
  /** @type {Transform | undefined} */
  let stream
  const goOn = () => {
    clearTimeout(timer)
    stream = streamTo(response, coding)
    for (const part of held.splice(0)) stream.write(part)
  }
  const timer = setTimeout(goOn, SOON)
  let size = 0
  const body = new Writable({
    autoDestroy: false,
    write(part, _, done) {
      if (stream) return stream.write(part, done)
      held.push(part)
      size += part.length
      if (size > MUCH) goOn()
      done()
    },
    final(done) {
      clearTimeout(timer)
      if (stream) return stream.end(done)
      end.call(response, coding.whole(Buffer.concat(held)), 'utf8')
      done()
    },
    destroy(error, done) {
      clearTimeout(timer)
      stream?.destroy()
      done(error)
    },
  })
  body.on('drain', () => response.emit('drain'))
  body.on('error', (error) => response.destroy(error))
  response.once('close', () => body.destroy())
  return body
}

/** Gives every part away as soon as it can be read. @param {ServerResponse} response @param {Coding} coding */
function streamTo(response, coding) {
  const stream = coding.stream()
  stream.on('data', (part) => {
    if (write.call(response, part, 'utf8')) return
    stream.pause()
    response.once('drain', () => stream.resume())
  })
  stream.once('end', () => end.call(response, undefined, 'utf8'))
  stream.once('error', (error) => response.destroy(error))
  return stream
}

/** Whether an Accept-Encoding says so (RFC 9110, 12.5.3). @param {string} accepted @param {string} name */
function takes(accepted, name) {
  return accepted.split(',').some((one) => {
    const [coding, weight] = one.toLowerCase().split(';')
    return coding?.trim() === name && Number(weight?.replace(/^\s*q\s*=/, '') ?? 1) > 0
  })
}

/** @param {number} quality @returns {Coding} */
function brotli(quality) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: quality }
  const flush = constants.BROTLI_OPERATION_FLUSH
  return {
    name: 'br',
    whole: (body) => brotliCompressSync(body, { params }),
    stream: () => createBrotliCompress({ params, flush }),
  }
}

/** @param {number} level @returns {Coding} */
function gzip(level) {
  return {
    name: 'gzip',
    whole: (body) => gzipSync(body, { level }),
    stream: () => createGzip({ level, flush: constants.Z_SYNC_FLUSH }),
  }
}
