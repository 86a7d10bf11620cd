import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { connect } from '@/db/client'
import { sessionCookie } from '../support/cookie'
import { test } from '../support/page'
import { appUrl, databaseUrl, logFile } from '../support/server'
import { signIn } from '../support/sign-in'

const { sql, close } = connect(databaseUrl, { max: 1 })
const counted = { cases: 0, leaks: 0 }

type Person = { cookie: string; own: string; foreign: string }
let people: [Person, Person]
const LIST = 'betweenaaa'
/** As a document, and as the router asks for it. */
const pages = ['/customers', '/customers?_rsc']

beforeAll(async () => {
  const customers = await sql<{ id: string; code: string }[]>`
    select id, code from customers where state = 'active' and code ~ '^[0-9]{6}$' order by code offset 40 limit 2`
  const [one, other] = customers.map(({ code }) => code)
  const cookies = [
    await portfolioOf('between.one', customers[0]!.id),
    await portfolioOf('between.other', customers[1]!.id),
  ]
  people = [
    { cookie: cookies[0]!, own: one!, foreign: other! },
    { cookie: cookies[1]!, own: other!, foreign: one! },
  ]
  await sql`insert into code_lists (id, created_by, pasted) select ${LIST}, min(id), 2 from users`
  await sql`insert into code_list_codes (list_id, position, code, code_key) values (${LIST}, 0, ${one!}, ${one!}), (${LIST}, 1, ${other!}, ${other!})`
})
afterAll(async () => {
  await sql`delete from code_lists where id = ${LIST}`
  await sql`delete from associations where user_id in (select id from users where handle like 'between.%')`
  await close()
  console.log(`cases ${counted.cases} · leaks ${counted.leaks}`)
})

/** Somebody who may know of one customer alone, and the cookie of their session. */
async function portfolioOf(handle: string, customer: string): Promise<string> {
  const [user] = await sql<{ id: number }[]>`
    insert into users (handle, email, last_name, role, active, portfolio_only)
    values (${handle}, ${`${handle}@test.example`}, ${handle}, 'collector', true, true) returning id`
  await sql`insert into user_handles (handle, user_id) values (${handle}, ${user!.id})`
  await sql`insert into associations (customer_id, user_id, kind) values (${customer}, ${user!.id}, 'sales')`
  return sessionCookie(user!.id)
}

/** Asks for the same address on behalf of both by turns, many at a time, and counts what was of the other. */
async function alternate(times: number, ask: (person: Person) => Promise<string>): Promise<void> {
  const WIDTH = 20
  for (let done = 0; done < times; done += WIDTH) {
    await Promise.all(
      Array.from({ length: WIDTH }, async (_, index) => {
        const person = people[(done + index) % 2]!
        const said = await ask(person)
        counted.cases++
        const mixed = !said.includes(person.own) || said.includes(person.foreign)
        if (mixed) counted.leaks++
        expect({ mixed }).toEqual({ mixed: false })
      }),
    )
  }
}

describe('two people who ask for the same address by turns', () => {
  test('a thousand times get each their own, from one server', { timeout: 240_000 }, async () => {
    // Both codes are in the list, so that only the portfolio tells the two answers apart.
    await alternate(980, async ({ cookie }) => (await get(`/api/lists/${LIST}?group=found`, { cookie })).text)
    await alternate(20, async ({ cookie }) => (await get(pages[counted.cases % 2]!, { cookie })).text)
  })

  test('get nothing of each other from a proxy that keeps whatever it may', async () => {
    const kept = new Map<string, string>()
    const addresses = [
      ...pages,
      '/contacts',
      `/api/lists/${LIST}?group=found`,
      `/api/search?q=${people[0].own.slice(0, 3)}`,
    ]
    for (const address of addresses) {
      for (const { cookie, foreign } of [...people, ...people]) {
        counted.cases++
        const { text, cached } = await get(address, { cookie })
        if (cached) kept.set(address, text)
        const said = kept.get(address) ?? text
        expect({ address, mixed: said.includes(foreign) }).toEqual({ address, mixed: false })
      }
    }
    // What is refused, not found or leads elsewhere is no more to be kept than what is shown.
    for (const address of [
      '/customers/none',
      '/admin/users',
      '/nowhere',
      '/api/exports/none',
      '/login?next=%2Fprofile',
    ]) {
      for (const headers of [{}, { cookie: people[0].cookie }] as Record<string, string>[]) {
        counted.cases++
        if ((await get(address, headers)).cached) kept.set(address, '')
      }
    }
    expect([...kept.keys()]).toEqual([])
  })
})

/** `cached`: whether a proxy between may keep the answer for others. */
async function get(address: string, headers: Record<string, string>): Promise<{ text: string; cached: boolean }> {
  const answer = await fetch(appUrl + address, {
    headers: address.endsWith('_rsc') ? { rsc: '1', ...headers } : headers,
    redirect: 'manual',
  })
  const cached = !/no-store/.test(answer.headers.get('cache-control') ?? '')
  return { text: await answer.text(), cached }
}

describe('a page whose database fails under it', () => {
  test('says so with a reference that the log has, and nothing of statements, files or tables', async ({
    page,
    tolerated,
  }) => {
    tolerated.push(/status of 500|Minified React error|Server Components render/)
    await signIn(page)
    const before = readFileSync(logFile, 'utf8').length
    await sql`alter table rates rename to rates_away`
    try {
      const answer = await page.goto('/admin/settings')
      await page.getByText('give your administrator the reference').waitFor()
      const shown = `${await answer!.text()}${await page.content()}`
      const secrets =
        /\bselect\b(?!, )[^.]* from |rates_away|"rates"|relation "|42P01|PostgresError|node_modules|\.next-test|postgres:|\bat async /i
      expect(secrets.exec(shown)?.[0]).toBeUndefined()
      const reference = /the reference (\w+)/.exec((await page.locator('main').textContent()) ?? '')?.[1] ?? 'none'
      await expect.poll(() => readFileSync(logFile, 'utf8').slice(before)).toContain(reference)
      const said = readFileSync(logFile, 'utf8').slice(before)
      expect(/\bselect\b.*\bfrom\b|parameters?:|postgres(ql)?:\/\//i.exec(said)?.[0]).toBeUndefined()
    } finally {
      await sql`alter table rates_away rename to rates`
    }
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor()
  })
})
