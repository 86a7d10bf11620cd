import { createServer, connect as dial } from 'node:net'
import type { Request } from 'playwright-core'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { connect } from '@/db/client'
import { MOST_ARRIVING } from '@/lib/imports/rules/limits'
import { sessionCookie } from '../support/cookie'
import { WEB_PROCESSES } from '../support/launch'
import { test } from '../support/page'
import { enterUser, freshLink } from '../support/people'
import { appUrl, databaseUrl } from '../support/server'
import { signIn } from '../support/sign-in'

// Requests as no browser sends them, byte by byte. A listener of ours waits where they would like the server to go.

const { sql, close } = connect(databaseUrl, { max: 1 })
const port = Number(new URL(appUrl).port)
const counted = { cases: 0, refused: 0, leaks: 0 }
let visits = 0
const listener = createServer((socket) => {
  visits++
  socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nFETCHED!!')
})
let elsewhere: string

beforeAll(async () => {
  await new Promise<void>((done) => listener.listen(0, '127.0.0.1', done))
  elsewhere = `127.0.0.1:${(listener.address() as { port: number }).port}`
})
afterAll(async () => {
  listener.close()
  await close()
  console.log(`cases ${counted.cases} · refused ${counted.refused} · leaks ${counted.leaks}`)
})

/** Sends these lines, and reads until the server has said all it will, or leaves us waiting. */
function exchange(head: string[], body: Uint8Array = Buffer.alloc(0)): Promise<string> {
  return new Promise((done, fail) => {
    let answer = ''
    const socket = dial(port, 'localhost', () => {
      socket.write(`${head.join('\r\n')}\r\n\r\n`)
      socket.write(body)
    })
    socket.setTimeout(1500, () => socket.destroy())
    socket.on('data', (chunk) => {
      answer += chunk
    })
    socket.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' ? done(answer) : fail(error)))
    socket.on('close', () => done(answer))
  })
}

describe('a server that is asked to go elsewhere', () => {
  test('goes nowhere, whatever the request line, the host or the upgrade say, and lives on', async () => {
    const own = `localhost:${port}`
    const upgrade = [
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    ]
    const lines = [
      'GET / HTTP/1.1',
      `GET http://${elsewhere}/ HTTP/1.1`,
      `GET http://${elsewhere}/customers HTTP/1.1`,
      `GET //${elsewhere}/customers HTTP/1.1`,
      `GET /\\${elsewhere}/ HTTP/1.1`,
      `GET http://x@${elsewhere}/_next/static/x.js HTTP/1.1`,
      `GET /_next/image?url=${encodeURIComponent(`http://${elsewhere}/a.png`)}&w=64&q=75 HTTP/1.1`,
      `GET /_next/webpack-hmr HTTP/1.1`,
      `OPTIONS http://${elsewhere}/ HTTP/1.1`,
    ]
    const hosts = [[`Host: ${own}`], [`Host: ${elsewhere}`], [`Host: ${own}`, `X-Forwarded-Host: ${elsewhere}`]]
    const asked = lines.flatMap((line) =>
      hosts.flatMap((host) => [['Connection: close'], upgrade].map((more) => [line, ...host, ...more])),
    )
    await Promise.all(
      asked.map(async (head) => {
        counted.cases++
        const answer = await exchange(head)
        // Who names another server in the request line is told to ask there; nobody can be led there by a link.
        const led = !head[0]!.includes(' http://') && /\nlocation: (https?:|\/[/\\])/i.test(answer)
        const gone = visits > 0 || led || /FETCHED|^HTTP\/1\.1 101/.test(answer)
        if (gone) counted.leaks++
        else counted.refused++
        expect({ head, gone }).toEqual({ head, gone: false })
      }),
    )
    for (const head of [
      [`CONNECT ${elsewhere} HTTP/1.1`, `Host: ${elsewhere}`],
      ['GET / HTTP/1.1'],
      ['POST /login HTTP/1.1', `Host: ${own}`, 'Content-Length: 4', 'Transfer-Encoding: chunked'],
    ]) {
      counted.cases++
      expect(await exchange([...head, 'Connection: close']), head[0]).toMatch(/^(HTTP\/1\.1 4\d\d |$)/)
      counted.refused++
    }
    expect(visits).toBe(0)
    expect((await fetch(`${appUrl}/api/health`)).ok).toBe(true)
  })

  test('does not go where an action leads either, and makes links of its own address, whatever host was named', async ({
    page,
  }) => {
    const actions: Request[] = []
    page.on('request', (request) => request.headers()['next-action'] && actions.push(request))
    await signIn(page)
    await enterUser(page, 'Hanna', 'Host')
    await freshLink(page)
    const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
    const paths = new Set<string>()
    for (const request of actions) {
      const { pathname } = new URL(request.url())
      for (const path of [pathname, '/login', '/customers']) {
        const headers = { ...request.headers(), host: elsewhere, origin: `http://${elsewhere}`, cookie }
        const body = request.postDataBuffer() ?? Buffer.alloc(0)
        const said = await exchange(
          [
            `POST ${path} HTTP/1.1`,
            ...Object.entries({ ...headers, 'content-length': String(body.length), connection: 'close' })
              .filter(([name]) => !name.startsWith(':') && name !== 'accept-encoding')
              .map(([name, value]) => `${name}: ${value}`),
          ],
          body,
        )
        counted.cases++
        for (const [link] of said.matchAll(/https?:\/\/[^"\s]*\/(invite|reset)\//g)) paths.add(link)
        const gone = visits > 0 || said.includes('FETCHED')
        if (gone) counted.leaks++
        else counted.refused++
        expect({ path, gone }).toEqual({ path, gone: false })
      }
    }
    // Signing in leads elsewhere when it is done, and a link was made: both were asked for again under the other host.
    expect(actions.length).toBeGreaterThanOrEqual(3)
    expect([...paths]).toEqual([`${appUrl}/invite/`])
    expect(visits).toBe(0)
  })

  test('brings along the page that an action leads to, also where a proxy before it speaks TLS', async ({ page }) => {
    const posted = page.waitForRequest((request) => 'next-action' in request.headers())
    await signIn(page)
    const request = await posted
    const body = request.postData() ?? ''
    const { host: _, 'content-length': __, ...headers } = request.headers()
    for (const proto of ['http', 'https']) {
      const answer = await fetch(request.url(), {
        method: 'POST',
        body,
        headers: { ...headers, origin: appUrl, 'x-forwarded-proto': proto },
      })
      expect(answer.headers.get('x-action-redirect')).toMatch(/^\//)
      expect((await answer.text()).length, proto).toBeGreaterThan(1000)
    }
  })
})

describe('uploads', () => {
  test('of one person are few at a time, and one that broke off makes room for the next', async () => {
    const [user] = await sql<{ id: number }[]>`
      insert into users (handle, email, last_name, role, active, may_import)
      values ('slow.sender', 'slow.sender@test.example', 'Slow', 'collector', true, true) returning id`
    await sql`insert into user_handles (handle, user_id) values ('slow.sender', ${user!.id})`
    const cookie = await sessionCookie(user!.id)
    let refused = 0
    // Each process counts what comes in to it: of one more than all of them take, one at least is refused.
    const begun = Array.from({ length: WEB_PROCESSES * MOST_ARRIVING + 1 }, (_, index) => {
      const socket = dial(port, 'localhost')
      socket.on('data', (answer) => {
        if (answer.includes(' 503 ')) refused++
      })
      const head = [
        `POST /api/imports?kind=customers&name=slow-${index}.csv HTTP/1.1`,
        `Host: localhost:${port}`,
        `Origin: ${appUrl}`,
        `Cookie: ${cookie}`,
        'Content-Length: 100000',
      ]
      socket.write(`${head.join('\r\n')}\r\n\r\ncode,name\r\n`)
      socket.on('error', () => socket.destroy())
      return socket
    })
    // Without a name: taken by nobody, and told apart from what is not even looked at.
    const another = async () => {
      const init = { method: 'POST', body: 'code,name', headers: { cookie, origin: appUrl } }
      const answer = await fetch(`${appUrl}/api/imports?kind=customers`, init)
      await answer.body?.cancel()
      return answer.status
    }
    await expect.poll(() => refused).toBeGreaterThan(0)
    for (const socket of begun) socket.destroy()
    await expect.poll(another).toBe(400)
    expect(await sql`select from imports where created_by = ${user!.id}`).toHaveLength(0)
  })
})
