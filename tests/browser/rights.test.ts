import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect } from '@/db/client'
import { ROLES, type Role } from '@/db/schema/vocabulary'
import { sessionCookie } from '../support/cookie'
import { appUrl, databaseUrl } from '../support/server'

const { sql, close } = connect(databaseUrl, { max: 2 })

const MANAGERS: Role[] = ['administrator', 'credit_manager']
const CHANGING: Role[] = [...MANAGERS, 'collector']
const WRITING: Role[] = [...CHANGING, 'sales_manager']
const READING = ROLES.filter((role) => role !== 'guest')
const EVERYONE = [...ROLES]

/** Every page and route handler, an address that leads to it, and who may open it. What is missing here fails. */
const ROUTES: Record<string, { address: string; body?: string; for: readonly Role[] | 'strangers' }> = {
  '(desk)/page.tsx': { address: '/', for: EVERYONE },
  '(desk)/admin/groups/page.tsx': { address: '/admin/groups', for: CHANGING },
  '(desk)/admin/history/page.tsx': { address: '/admin/history', for: ['administrator'] },
  '(desk)/admin/settings/page.tsx': { address: '/admin/settings', for: MANAGERS },
  '(desk)/admin/users/[handle]/page.tsx': { address: '/admin/users/marie.dupont', for: MANAGERS },
  '(desk)/admin/users/new/page.tsx': { address: '/admin/users/new', for: MANAGERS },
  '(desk)/admin/users/page.tsx': { address: '/admin/users', for: MANAGERS },
  '(desk)/changes/[id]/page.tsx': { address: '/changes/rightstest', for: CHANGING },
  '(desk)/changes/page.tsx': { address: '/changes', for: CHANGING },
  '(desk)/contacts/page.tsx': { address: '/contacts', for: READING },
  '(desk)/customers/[code]/page.tsx': { address: '/customers/000135', for: READING },
  '(desk)/customers/[code]/print/page.tsx': { address: '/customers/000135/print', for: READING },
  '(desk)/customers/new/page.tsx': { address: '/customers/new', for: MANAGERS },
  '(desk)/customers/page.tsx': { address: '/customers', for: READING },
  '(desk)/exports/[key]/page.tsx': { address: '/exports/rightstest', for: MANAGERS },
  '(desk)/exports/new/[kind]/page.tsx': { address: '/exports/new/customers', for: MANAGERS },
  '(desk)/exports/page.tsx': { address: '/exports', for: MANAGERS },
  '(desk)/print/[list]/page.tsx': { address: '/print/customers', for: READING },
  '(desk)/imports/[key]/check/page.tsx': { address: '/imports/rightstest/check', for: MANAGERS },
  '(desk)/imports/[key]/columns/page.tsx': { address: '/imports/rightstest/columns', for: MANAGERS },
  '(desk)/imports/[key]/page.tsx': { address: '/imports/rightstest', for: MANAGERS },
  '(desk)/imports/[key]/read/page.tsx': { address: '/imports/rightstest/read', for: MANAGERS },
  '(desk)/imports/[key]/result/page.tsx': { address: '/imports/rightstest/result', for: MANAGERS },
  '(desk)/imports/new/page.tsx': { address: '/imports/new', for: MANAGERS },
  '(desk)/imports/page.tsx': { address: '/imports', for: MANAGERS },
  '(desk)/profile/page.tsx': { address: '/profile', for: EVERYONE },
  '(desk)/profile/second-factor/page.tsx': { address: '/profile/second-factor', for: EVERYONE },
  '(desk)/rules/[key]/page.tsx': { address: '/rules/rightstest', for: MANAGERS },
  '(desk)/rules/new/page.tsx': { address: '/rules/new', for: MANAGERS },
  '(desk)/rules/page.tsx': { address: '/rules', for: MANAGERS },
  '(desk)/search/page.tsx': { address: '/search?q=a', for: READING },
  '(desk)/views/page.tsx': { address: '/views', for: READING },
  '(door)/invite/[token]/page.tsx': { address: '/invite/none', for: 'strangers' },
  '(door)/login/code/page.tsx': { address: '/login/code', for: 'strangers' },
  '(door)/login/page.tsx': { address: '/login', for: 'strangers' },
  '(door)/login/set-up/page.tsx': { address: '/login/set-up', for: 'strangers' },
  '(door)/reset/[token]/page.tsx': { address: '/reset/none', for: 'strangers' },
  'api/contacts/near/route.ts': { address: '/api/contacts/near', body: '{"customerId":1}', for: WRITING },
  'api/exports/[key]/route.ts': { address: '/api/exports/rightstest', for: MANAGERS },
  'api/exports/draft/route.ts': {
    address: '/api/exports/draft',
    body: 'selection={"kind":"ids","ids":[1]}',
    for: MANAGERS,
  },
  'api/exports/route.ts': {
    address: '/api/exports',
    body: 'kind=customers&search=code%3D000135&format=csv&decimal=point&days=iso',
    for: MANAGERS,
  },
  'api/health/route.ts': { address: '/api/health', for: 'strangers' },
  'api/imports/[key]/rejected/route.ts': { address: '/api/imports/rightstest/rejected', for: MANAGERS },
  // Without a name: whoever may is told so, and nothing is taken in.
  'api/imports/route.ts': { address: '/api/imports?kind=customers', body: 'code,name', for: MANAGERS },
  'api/lists/[id]/route.ts': { address: '/api/lists/rightstest?group=missing', for: READING },
  'api/search/route.ts': { address: '/api/search?q=a', for: READING },
  'api/under-way/route.ts': { address: '/api/under-way', for: EVERYONE },
}

const cookies = new Map<string, string>()

beforeAll(async () => {
  for (const role of ROLES) cookies.set(role, await sessionCookie(await makeUser(role, true)))
  cookies.set('inactive', await sessionCookie(await makeUser('administrator', false)))
  await sql`insert into code_lists (id, created_by, pasted) select 'rightstest', min(id), 1 from users`
})
afterAll(close)

async function makeUser(role: Role, active: boolean): Promise<number> {
  const handle = `rights.${role.replaceAll('_', '-')}${active ? '' : '.inactive'}`
  // Files in and out are a flag of the person, as a new user of that role has it.
  const files = MANAGERS.includes(role)
  const [user] = await sql<{ id: string }[]>`
    insert into users (handle, email, last_name, role, active, may_import, may_export)
    values (${handle}, ${`${handle}@test.example`}, ${role}, ${role}, ${active}, ${files}, ${files}) returning id`
  await sql`insert into user_handles (handle, user_id) values (${handle}, ${user!.id})`
  return Number(user!.id)
}

async function statusOf(address: string, cookie?: string, body?: string): Promise<number> {
  const headers = { origin: appUrl, ...(cookie ? { cookie } : {}) }
  const posted = body ? { method: 'POST', body } : {}
  const answer = await fetch(appUrl + address, { headers, redirect: 'manual', ...posted })
  await answer.body?.cancel()
  return answer.status
}

describe('every page and route', () => {
  test('is in the table', () => {
    const files = readdirSync('app', { recursive: true, encoding: 'utf8' }).filter((file) =>
      /(^|\/)(page\.tsx|route\.ts)$/.test(file),
    )
    expect(files.sort()).toEqual(Object.keys(ROUTES).sort())
  })

  test.each(Object.values(ROUTES))('$address is for those it is for', async ({ address, body, for: whom }) => {
    const expected = (role: Role) => whom === 'strangers' || whom.includes(role)
    for (const role of ROLES) {
      const status = await statusOf(address, cookies.get(role), body)
      const open =
        status === 200 ||
        (/^(\/api)?\/(changes|rules|exports|imports)\/rightstest(\/[a-z]+)?$/.test(address) && status === 404) ||
        (body !== undefined && (status === 303 || (address.startsWith('/api/imports') && status === 400))) ||
        (whom === 'strangers' && status < 400)
      expect({ role, status, open }).toEqual({ role, status: open ? status : 403, open: expected(role) })
    }
    for (const nobody of [
      undefined,
      cookies.get('inactive'),
      'authjs.session-token=garbage',
      'authjs.session-token=',
    ]) {
      const status = await statusOf(address, nobody, body)
      if (whom === 'strangers') expect(status).toBeLessThan(400)
      else expect([307, 401]).toContain(status)
    }
  })

  test('carries the headers that every answer has', async () => {
    for (const { address } of Object.values(ROUTES)) {
      const answer = await fetch(appUrl + address, {
        headers: { cookie: cookies.get('administrator')! },
        redirect: 'manual',
      })
      await answer.body?.cancel()
      expect({
        address,
        ...Object.fromEntries(
          ['x-content-type-options', 'x-frame-options', 'referrer-policy'].map((name) => [
            name,
            answer.headers.get(name),
          ]),
        ),
      }).toEqual({
        address,
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'same-origin',
      })
      expect(answer.headers.get('cache-control')).toMatch(/no-store/)
      if (!address.startsWith('/api/'))
        expect(answer.headers.get('content-security-policy')).toMatch(
          /script-src 'self' 'nonce-[^']+' 'strict-dynamic'(;|$)/,
        )
    }
  })

  test('says that it needs JavaScript, to a browser without, where nothing can be saved otherwise', async () => {
    const headers = { cookie: cookies.get('administrator')! }
    for (const address of [
      '/profile',
      '/admin/settings',
      '/admin/users/new',
      '/admin/users/marie.dupont',
      '/customers/new',
    ]) {
      const html = await (await fetch(appUrl + address, { headers })).text()
      expect(html, address).toMatch(/<noscript>(?:(?!<\/noscript>).)*saved by JavaScript, which is switched off/)
    }
  })

  test('is not got at by the ways around a proxy', async () => {
    for (const path of [
      '/customers.rsc',
      '/customers?_rsc=1',
      '/CUSTOMERS',
      '//customers',
      '/customers/.',
      '/en/customers',
      '/customers%2f',
      '/_next/data/x/customers.json',
    ]) {
      for (const headers of [
        {},
        { rsc: '1' },
        { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' },
        { 'next-router-prefetch': '1', rsc: '1' },
      ]) {
        const answer = await fetch(appUrl + path, { headers, redirect: 'manual' })
        expect(await answer.text()).not.toMatch(/000135|Dupont/)
      }
    }
  })
})
