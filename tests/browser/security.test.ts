import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { encode } from 'next-auth/jwt'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { connect } from '@/db/client'
import { sessionCookie } from '../support/cookie'
import { sumOfKept } from '../support/kept'
import { test } from '../support/page'
import { appUrl, databaseUrl } from '../support/server'
import { signIn } from '../support/sign-in'

const { sql, close } = connect(databaseUrl, { max: 1 })
const NAME = 'authjs.session-token'
const counted = { cases: 0, refused: 0, leaks: 0 }
let boss: number

beforeAll(async () => {
  const [user] = await sql<{ id: string }[]>`select id from users where handle = 'administrator'`
  boss = Number(user!.id)
})
afterAll(async () => {
  await close()
  console.log(`cases ${counted.cases} · refused ${counted.refused} · leaks ${counted.leaks}`)
})

const HOSTILE = [
  ...['', 'x', '.', '..', '%', '%E0%A4%A', '%00', 'null', '{}', '[]', '-1', 'é', 'a.b', 'a.b.c', 'a.b.c.d.e'],
  ...['eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.', 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..AAAA.AAAA.AAAA'],
  ...['A'.repeat(38), 'A'.repeat(39), 'A'.repeat(4000), '__proto__', "' or 1=1 --", '1 1', 'undefined'],
]

async function statusOf(address: string, headers: Record<string, string>, body?: string): Promise<number> {
  const answer = await fetch(appUrl + address, {
    headers,
    redirect: 'manual',
    ...(body !== undefined && { method: 'POST', body }),
  })
  await answer.body?.cancel()
  return answer.status
}

describe('a cookie that nobody of us made', () => {
  test('opens nothing and breaks nothing, whichever it is and on whatever page', { timeout: 240_000 }, async () => {
    for (const name of [NAME, 'encours.pending', 'encours.begun', 'encours.device']) {
      for (const value of HOSTILE) {
        const cookie = `${name}=${/^[\x21-\x7e]*$/.test(value) ? value : encodeURIComponent(value)}`
        for (const address of ['/customers', '/login/code', '/login/set-up', '/profile/second-factor']) {
          counted.cases++
          const status = await statusOf(address, { cookie })
          if (status === 200) counted.leaks++
          else counted.refused++
          expect({ name, value, address, status }).toEqual({ name, value, address, status: 307 })
        }
        expect(await statusOf('/login', { cookie })).toBe(200)
      }
    }
  })

  test('made with another secret, for another purpose, or past its time, is nobody’s', async () => {
    const good = await sessionCookie(boss, await versionOf())
    expect(await statusOf('/customers', { cookie: good })).toBe(200)
    const token = { sub: String(boss), sessionVersion: await versionOf() }
    const secret = 'the-session-secret-of-the-browser-tests'
    const made = async (with_: Partial<Parameters<typeof encode>[0]>) =>
      `${NAME}=${await encode({ token, secret, salt: NAME, ...with_ })}`
    const bad = [
      await made({ secret: 'another-secret-of-forty-letters-altogether' }),
      await made({ salt: '__Secure-authjs.session-token' }),
      await made({ maxAge: -60 }),
      await made({ token: { ...token, sub: '0' } }),
      await made({ token: { sub: String(boss) } }),
      await made({ token: { ...token, sub: `${boss} or 1=1` } }),
      good.replace(NAME, 'encours.pending'),
      good.replace(NAME, '__Secure-authjs.session-token'),
    ]
    for (const cookie of bad) {
      counted.cases++
      expect(await statusOf('/customers', { cookie })).toBe(307)
      counted.refused++
    }
    expect(await statusOf('/customers', { cookie: await made({ maxAge: 60 }) })).toBe(200)
  })
})

const versionOf = async () =>
  Number((await sql`select session_version from users where id = ${boss}`)[0]!.session_version)

describe('an action', () => {
  test('called by hand does nothing for whoever is not signed in, or does not come from a page of ours', {
    timeout: 120_000,
  }, async ({ page }) => {
    const ids = await actionIds(page)
    expect(ids.length).toBeGreaterThan(10)
    const cookie = await sessionCookie(boss, await versionOf())
    const senders: Record<string, string>[] = [
      { origin: appUrl },
      {},
      { cookie, origin: 'null' },
      { cookie, origin: 'https://evil.example' },
      { cookie },
      { cookie, origin: appUrl, 'x-forwarded-host': 'evil.example' },
    ]
    const before = await sumOfKept(sql)
    for (const id of ids) {
      for (const headers of senders) {
        for (const body of ['[]', '[{"user":"administrator","active":false,"confirmed":true}]']) {
          counted.cases++
          const sent = {
            ...headers,
            'next-action': id,
            'content-type': 'text/plain;charset=UTF-8',
            accept: 'text/x-component',
          }
          const answer = await fetch(`${appUrl}/login`, { method: 'POST', headers: sent, body, redirect: 'manual' })
          const text = await answer.text()
          const done = /"ok":true/.test(text)
          if (done) counted.leaks++
          else counted.refused++
          expect({ id, headers, status: answer.status, done }).toMatchObject({ done: false })
        }
      }
    }
    expect(await sumOfKept(sql)).toBe(before)
    expect(await statusOf('/api/health', {})).toBe(200)
  })

  test('of another build, or made up, is refused, and so is a body that is none', async () => {
    const before = await sumOfKept(sql)
    const bodies = [
      '',
      '[',
      '{}',
      '["$K1"]',
      '["$F1"]',
      '["$@0"]',
      '["$1"]',
      '["$undefined"]',
      '\u0000',
      'x'.repeat(10_000),
    ]
    for (const id of ['x', '', '0'.repeat(42), '7f'.repeat(21), '../../login', '__proto__', 'constructor']) {
      for (const body of bodies) {
        counted.cases++
        const headers = { origin: appUrl, 'next-action': id, 'content-type': 'text/plain;charset=UTF-8' }
        const status = await statusOf('/login', headers, body)
        expect(status, `${id} ${body.slice(0, 20)}`).toBeLessThan(500)
        counted.refused++
      }
    }
    expect(await statusOf('/api/health', {})).toBe(200)
    expect(await sumOfKept(sql)).toBe(before)
  })
})

/** The ids of actions as the pages of the product carry them. */
async function actionIds(page: Page): Promise<string[]> {
  const found = new Set<string>()
  for (const file of filesIn('.next-test/static')) {
    for (const [id] of readFileSync(file, 'utf8').matchAll(/\b[0-9a-f]{42}\b/g)) found.add(id)
  }
  await page.goto('/login')
  return [...found]
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => join(folder, file))
    .filter((file) => statSync(file).isFile() && /\.(js|css|json|txt|map)$/.test(file))
}

describe('what goes to the browser', () => {
  test('holds no source map, no statement, no name of a secret, no code of the server', () => {
    const files = filesIn('.next-test/static')
    expect(files.length).toBeGreaterThan(10)
    expect(files.filter((file) => file.endsWith('.map'))).toEqual([])
    const secrets =
      /AUTH_SECRET|DATABASE_URL|ADMIN_PASSWORD|postgres(ql)?:\/\/|password_hash|passwordHash|session_version|insert into |argon2|second_factors/i
    const hits = files.filter((file) => secrets.test(readFileSync(file, 'utf8')))
    counted.cases += files.length
    counted.leaks += hits.length
    expect(hits).toEqual([])
  })

  test('of any page is nothing that opens something: no hash, no token, no secret', async ({ page }) => {
    await signIn(page)
    const pages = ['/', '/customers', '/admin/users', '/admin/users/marie.dupont', '/admin/users/administrator']
    for (const address of [...pages, '/admin/settings', '/admin/history', '/profile', '/profile/second-factor']) {
      counted.cases++
      const html = await (await page.goto(address))!.text()
      const hit = /argon2|passwordHash|password_hash|sessionVersion|session_version|"hash"/.exec(html)
      if (hit) counted.leaks++
      expect({ address, hit: hit?.[0] }).toEqual({ address, hit: undefined })
    }
  })

  test.for([
    '/_next/image?url=%2Ffavicon.svg&w=64&q=75',
    '/_next/data/x/customers.json',
    '/api/auth/signin',
    '/api/auth/session',
    '/api/auth/csrf',
    '/.env',
    '/package.json',
    '/server.js',
  ])('is nothing from where nothing is: %s', async (address) => {
    counted.cases++
    const status = await statusOf(address, { cookie: await sessionCookie(boss, await versionOf()) })
    expect([400, 404]).toContain(status)
    counted.refused++
  })
})
