import { type IncomingHttpHeaders, request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { customerAddress } from '@/lib/customers/rules'
import { sessionCookie } from '../support/cookie'
import { administrator, appUrl, databaseUrl } from '../support/server'

const sql = postgres(databaseUrl, { max: 1 })
let cookie = ''

beforeAll(async () => {
  const [user] = await sql`select id, session_version from users where email = ${administrator.email}`
  cookie = await sessionCookie(user!.id, user!.session_version)
})
afterAll(async () => {
  await sql.end()
})

const MALFORMED = [
  '/%ff',
  '/customers/%ff',
  '/customers/%E0%A4%A',
  '/customers/%',
  '/customers/C%zz/x',
  '/changes/%ff',
  '/admin/users/%ff',
  '/invite/%ff',
  '/reset/%E0%A4%A',
  '/api/%ff',
  '/api/health/%ff',
  '/api/search/%ff',
  '/favicon.svg%ff',
  '/_next/static/%ff',
  '/_next/image/%ff',
]
const WAYS: Record<string, string>[] = [
  {},
  { rsc: '1' },
  { rsc: '1', 'next-router-prefetch': '1' },
  { 'next-router-prefetch': '1' },
  { 'x-nextjs-data': '1' },
  { 'sec-fetch-dest': 'image' },
]

test('a malformed address is not found, however it is asked for, signed in or not', async () => {
  for (const path of MALFORMED) {
    for (const way of WAYS) {
      for (const who of [{}, { cookie }]) {
        for (const query of way.rsc ? ['?_rsc=1a2b3'] : ['', '?q=%ff']) {
          const answer = await ask(path + query, { ...way, ...who })
          const asked = `${path}${query} ${JSON.stringify(way)}`
          expect({ asked, status: answer.status }).toEqual({ asked, status: 404 })
          expectSafe(asked, answer.headers)
        }
      }
    }
  }
})

test('it is the page that says so, in the words of whoever asks', async () => {
  const english = await ask('/customers/%ff', { cookie })
  expect(english.body).toContain('Not found')
  expect((await ask('/customers/%ff', { 'accept-language': 'fr' })).body).toContain('lang="fr"')
})

test('no other odd address breaks anything', async () => {
  const odd = [
    '/customers/%00',
    '/customers/%2e%2e%2f',
    '/customers/%EF%BF%BF',
    '/admin/users/%00',
    '/changes/%00',
    '/invite/%00',
    '/reset/%00',
  ]
  const queries = [
    '/customers?q=%ff',
    '/customers?q=%00',
    '/customers?code=%00',
    '/customers?list=%00',
    '/search?q=%00',
    '/search?q=%ff',
    '/api/search?q=%00',
    '/login?next=%ff',
    '/customers?page=%ff',
  ]
  for (const path of [...odd, ...queries, `/customers/${'x'.repeat(5000)}`]) {
    for (const who of [{}, { cookie }]) {
      const answer = await ask(path, who)
      expect({ path, broken: answer.status >= 500 }).toEqual({ path, broken: false })
      expectSafe(path, answer.headers)
    }
  }
})

test('a customer whose code is a word of our addresses is found all the same', async () => {
  await sql`insert into customers (code, code_key, name) values ('new', 'NEW', 'Novelties Ltd')`
  try {
    expect((await ask(customerAddress('new'), { cookie })).body).toContain(
      '<title>Novelties Ltd · new · Encours</title>',
    )
    const led = await ask('/customers/NEW', { cookie })
    expect([led.status, led.headers.location]).toEqual([307, customerAddress('new')])
  } finally {
    await sql`delete from customers where code = 'new'`
  }
})

test('whatever is served carries the headers that keep it in its place', async () => {
  const page = await ask('/login')
  const assets = [...page.body.matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css|svg|woff2)[^"]*)"/g)].map(
    (found) => found[1]!,
  )
  expect(assets.length).toBeGreaterThan(2)
  for (const path of [...new Set(assets), '/favicon.svg', '/api/health', '/nope', '/_next/static/nope.js']) {
    expectSafe(path, (await ask(path)).headers)
  }
  const [first, second] = [page.headers, (await ask('/login')).headers].map(
    (headers) => headers['content-security-policy'],
  )
  expect(first).not.toBe(second)
})

test('a connection stays open longer than a proxy before us keeps it', async () => {
  const { headers } = await fetch(`${appUrl}/api/health`)
  expect(Number(/timeout=(\d+)/.exec(headers.get('keep-alive') ?? '')?.[1])).toBeGreaterThan(120)
})

test('pages answer again at once after every connection to the database was cut, again and again', async () => {
  let asking = true
  const readers = Array.from({ length: 8 }, async () => {
    while (asking) await ask('/customers', { cookie })
  })
  for (let times = 0; times < 20; times++) {
    await pause(150)
    await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'encours' and pid <> pg_backend_pid()`
  }
  asking = false
  await Promise.all(readers)
  await pause(500)
  const answers = await Promise.all(Array.from({ length: 30 }, () => ask('/customers', { cookie })))
  expect(answers.map(({ status }) => status)).toEqual(Array(30).fill(200))
  expect(answers.filter(({ body }) => !body.includes('</html>') || body.includes('__next_error__'))).toEqual([])
}, 120_000)

type Answer = { status: number; headers: IncomingHttpHeaders; body: string }

/** Asks for exactly this path: `fetch` and `URL` would put it right. */
function ask(path: string, headers: Record<string, string> = {}): Promise<Answer> {
  const { hostname, port } = new URL(appUrl)
  return new Promise((done, fail) => {
    const asked = request({ hostname, port, path, headers, agent: false }, (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        body += chunk
      })
      response.once('error', fail)
      response.once('end', () => done({ status: response.statusCode ?? 0, headers: response.headers, body }))
    })
    asked.once('error', fail)
    asked.end()
  })
}

function expectSafe(asked: string, headers: IncomingHttpHeaders): void {
  expect({
    asked,
    sniff: headers['x-content-type-options'],
    frame: headers['x-frame-options'],
    referrer: headers['referrer-policy'],
  }).toEqual({ asked, sniff: 'nosniff', frame: 'DENY', referrer: 'same-origin' })
  const policy = String(headers['content-security-policy'])
  expect(`${asked} ${policy}`).toMatch(/default-src 'none'|script-src 'self' 'nonce-[^']+' 'strict-dynamic'(;|$)/)
  expect(policy).toContain("frame-ancestors 'none'")
}
