import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { brotliDecompressSync, createGunzip, gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compress } from '@/scripts/compress.mjs'

type Answer = (response: ServerResponse) => unknown

let answer: Answer
const server = createServer(async (asked, response) => {
  compress(asked, response)
  await answer(response)
})
beforeAll(async () => {
  server.listen(0)
  await once(server, 'listening')
})
afterAll(() => server.close())

async function ask(by: Answer, headers: Record<string, string>, { method = 'GET', path = '/' } = {}) {
  answer = by
  const { port } = server.address() as AddressInfo
  const asked = request({ port, method, path, headers, agent: false })
  asked.end()
  const [response] = (await once(asked, 'response')) as [IncomingMessage]
  return response
}

async function read(response: IncomingMessage): Promise<string> {
  const body = await buffer(response)
  const coding = response.headers['content-encoding']
  return String(coding === 'br' ? brotliDecompressSync(body) : coding === 'gzip' ? gunzipSync(body) : body)
}

const page = (text: string, headers: Record<string, string> = {}) => {
  return (response: ServerResponse) => {
    for (const [name, value] of Object.entries({ 'content-type': 'text/html; charset=utf-8', ...headers }))
      response.setHeader(name, value)
    response.end(text)
  }
}
const LONG = 'Quelques mots pour tout le monde. '.repeat(400)

describe('an answer of text', () => {
  test.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip, deflate', 'gzip'],
    ['GZIP;q=0.5', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
  ])('to whoever takes %s comes as %s, and says so to caches', async (accepted, coding) => {
    const response = await ask(page(LONG), { 'accept-encoding': accepted })
    expect(response.headers).toMatchObject({ 'content-encoding': coding, vary: 'Accept-Encoding' })
    expect(await read(response)).toBe(LONG)
  })

  test('no longer has the length of the plain one, nor parts that could be asked for', async () => {
    const headers = { 'content-length': String(Buffer.byteLength(LONG)), 'accept-ranges': 'bytes' }
    const response = await ask(page(LONG, headers), { 'accept-encoding': 'br' })
    expect(await read(response)).toBe(LONG)
    expect(Object.keys(response.headers)).not.toContain('accept-ranges')
  })

  test('is smaller where browsers keep it for a year', async () => {
    const varied = Array.from({ length: 3000 }, (_, at) => `const name${at % 97} = ${at * 7919}`).join('\n')
    for (const accepted of ['br', 'gzip']) {
      const sizes = await Promise.all(
        ['/customers', '/_next/static/chunks/a.js'].map(async (path) => {
          const response = await ask(page(varied), { 'accept-encoding': accepted }, { path })
          return (await buffer(response)).length
        }),
      )
      expect(sizes[1]).toBeLessThan(sizes[0]!)
    }
  })

  test('whatever its pieces and however they come, is what was written', async () => {
    const piece = fc.record({
      text: fc.oneof(fc.string({ unit: 'binary' }), fc.constant(LONG), fc.constant('é'.repeat(200_000))),
      bytes: fc.boolean(),
      after: fc.constantFrom(0, 0, 0, 1, 15),
    })
    const headers = fc.constantFrom('br', 'gzip', 'identity')
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 6 }), headers, fc.boolean(), async (pieces, accepted, flushed) => {
        const response = await ask(
          async (response) => {
            response.setHeader('content-type', 'text/html')
            if (flushed) response.flushHeaders()
            for (const { text, bytes, after } of pieces) {
              if (bytes) response.write(Buffer.from(text))
              else response.write(text)
              if (after) await pause(after)
            }
            response.end()
          },
          { 'accept-encoding': accepted },
        )
        expect(await read(response)).toBe(pieces.map(({ text }) => Buffer.from(text).toString()).join(''))
      }),
      { numRuns: 150 },
    )
  })

  test('is sent as it comes when it takes longer', async () => {
    let goOn = () => {}
    const waited = new Promise<void>((done) => {
      goOn = done
    })
    const response = await ask(
      async (response) => {
        response.setHeader('content-type', 'text/html')
        response.write('The frame. ')
        await waited
        response.end('And what took longer.')
      },
      { 'accept-encoding': 'gzip' },
    )
    const said = response.pipe(createGunzip())
    const [first] = (await once(said, 'data')) as [Buffer]
    expect(String(first)).toBe('The frame. ')
    goOn()
    expect(String(await buffer(said))).toBe('And what took longer.')
  })

  test('that a reader takes slowly waits for them', async () => {
    const part = Buffer.from(Array.from({ length: 20_000 }, () => Math.random().toString(36)).join(' '))
    let waits = 0
    const response = await ask(
      async (response) => {
        response.setHeader('content-type', 'text/csv')
        for (let times = 0; times < 40; times++) {
          if (response.write(part)) continue
          waits++
          await once(response, 'drain')
        }
        response.end()
      },
      { 'accept-encoding': 'gzip' },
    )
    await pause(100)
    expect(gunzipSync(await buffer(response)).length).toBe(part.length * 40)
    expect(waits).toBeGreaterThan(3)
  })

  test('that nobody waits for any more is let go, and the next is answered', async () => {
    let over: Promise<unknown> = Promise.resolve()
    const response = await ask(
      async (response) => {
        over = once(response, 'close')
        response.setHeader('content-type', 'text/html')
        for (let times = 0; times < 20; times++, await pause(5)) response.write(LONG)
        response.end()
      },
      { 'accept-encoding': 'br' },
    )
    response.destroy()
    await over
    await pause(120)
    expect(await read(await ask(page(LONG), { 'accept-encoding': 'br' }))).toBe(LONG)
  })

  test('has begun with its first byte: nobody can put another in its place', async () => {
    let begun: unknown[] = []
    const response = await ask(
      (response) => {
        response.setHeader('content-type', 'text/html')
        begun = [response.headersSent]
        response.write('One page')
        begun.push(response.headersSent)
        response.end()
      },
      { 'accept-encoding': 'br' },
    )
    expect(await read(response)).toBe('One page')
    expect(begun).toEqual([false, true])
  })
})

describe('as it is', () => {
  test.each<[string, Answer, Record<string, string>]>([
    ['to who takes nothing else', page(LONG), {}],
    ['to who refuses what we have', page(LONG), { 'accept-encoding': 'br;q=0, gzip;q=0.0, zstd' }],
    ['what is short', page('Short.'), { 'accept-encoding': 'br' }],
    ['what is no text', page(LONG, { 'content-type': 'font/woff2' }), { 'accept-encoding': 'br' }],
    ['a part of a file', page(LONG, { 'content-range': 'bytes 0-9/20' }), { 'accept-encoding': 'br' }],
    ['what nobody may change', page(LONG, { 'cache-control': 'no-transform' }), { 'accept-encoding': 'br' }],
  ])('comes %s', async (_, by, headers) => {
    const response = await ask(by, headers)
    expect(response.headers['content-encoding']).toBeUndefined()
    expect((await buffer(response)).length).toBeGreaterThan(0)
  })

  test('comes what is compressed already, what has no body, and what a HEAD asks about', async () => {
    const given = await ask(page(LONG, { 'content-encoding': 'zstd' }), { 'accept-encoding': 'br' })
    expect(String(await buffer(given))).toBe(LONG)
    const nothing = await ask((response) => response.writeHead(304).end(), { 'accept-encoding': 'br' })
    expect([nothing.statusCode, nothing.headers['content-encoding']]).toEqual([304, undefined])
    const length = { 'content-length': String(Buffer.byteLength(LONG)) }
    const head = await ask(page(LONG, length), { 'accept-encoding': 'br' }, { method: 'HEAD' })
    expect(head.headers).toMatchObject(length)
    expect(head.headers['content-encoding']).toBeUndefined()
  })
})
