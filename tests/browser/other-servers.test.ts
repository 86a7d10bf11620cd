import { existsSync, readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { connect } from '@/db/client'
import { AROUND, PROTECTED, WITH } from '../support/around'
import { BUILD, type Copy, copyAsAnotherRelease, startServer, type WebServer } from '../support/builds'
import { sessionCookie } from '../support/cookie'
import { sumOfKept } from '../support/kept'
import { test } from '../support/page'
import { administrator, appUrl, databaseUrl } from '../support/server'
import { openSwitchboard, type Switchboard } from '../support/switchboard'

// Beside the installation: a second server of the same build, and one of another release where Next stands alone.

const { sql, close } = connect(databaseUrl, { max: 1 })
const NEW_RELEASE = 'A new version was installed meanwhile'
const counted = { cases: 0, refused: 0, leaks: 0 }
let copy: Copy
let twin: WebServer
let other: WebServer
let board: Switchboard

beforeAll(async () => {
  copy = copyAsAnotherRelease()
  twin = await startServer(BUILD)
  other = await startServer(copy.folder, { bare: true })
  board = await openSwitchboard(Number(new URL(appUrl).port))
})
afterAll(async () => {
  await board.close()
  await Promise.all([twin.stop(), other.stop()])
  copy.remove()
  await close()
  console.log(`cases ${counted.cases} · refused ${counted.refused} · leaks ${counted.leaks}`)
})

async function fill(page: Page, { email, password } = administrator): Promise<void> {
  await page.getByLabel('E-mail').fill(email)
  await page.locator('input[name=password]').fill(password)
}

const pressSignIn = (page: Page) => page.getByRole('button', { name: 'Sign in' }).click()

describe('two servers of one build', () => {
  test('share pages, actions and sessions: what one shows the other does', async ({ page }) => {
    await page.goto(`${board.url}/login?next=%2Fprofile`)
    board.lead(twin.port)
    await fill(page)
    await pressSignIn(page)
    await page.waitForURL('**/profile')
    board.lead(Number(new URL(appUrl).port))
    await page.goto(`${board.url}/customers`)
    board.lead(twin.port)
    await page.getByRole('button', { name: 'Paste codes' }).click()
    await page.getByRole('textbox', { name: 'Paste account codes' }).fill('000135')
    await page.getByRole('button', { name: 'Find these customers' }).click()
    await page.waitForURL('**/customers?*list=*')
    expect(twin.said()).not.toMatch(/error/i)
  })
})

describe('a tab from before a new release', () => {
  test('is told so beside the form, with all that was typed, and nothing is done', async ({ page, tolerated }) => {
    tolerated.push(/status of 409/)
    board.lead(Number(new URL(appUrl).port))
    await page.goto(`${board.url}/login`)
    await fill(page)
    await pressSignIn(page)
    await page.waitForURL((url) => url.pathname === '/')
    await page.goto(`${board.url}/customers/new`)
    await page.getByLabel('Code', { exact: true }).fill('RELEASE-1')
    await page.getByLabel('Name', { exact: true }).fill('Typed before the release')
    const before = await sumOfKept(sql)
    board.lead(other.port)
    await page.getByRole('button', { name: 'Create the customer' }).click()
    await page.getByText(NEW_RELEASE).waitFor()
    expect(await page.getByLabel('Code', { exact: true }).inputValue()).toBe('RELEASE-1')
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Typed before the release')
    expect(await sumOfKept(sql)).toBe(before)
  })

  test('is told so at the door too, and signs in once it was read again', async ({ page, tolerated }) => {
    tolerated.push(/status of 409/)
    // Without a cache: the copied release has the names of the files of the first, where a built one has others.
    await page.route('**/nothing', (route) => route.continue())
    board.lead(Number(new URL(appUrl).port))
    await page.goto(`${board.url}/login?next=%2Fprofile`)
    await fill(page)
    board.lead(other.port)
    await pressSignIn(page)
    await page.getByText(NEW_RELEASE).waitFor()
    expect(await page.getByLabel('E-mail').inputValue()).toBe(administrator.email)
    expect(await page.locator('input[name=password]').inputValue()).toBe(administrator.password)
    await page.reload()
    await fill(page)
    await pressSignIn(page)
    await page.waitForURL('**/profile')
  })
})

describe('without what stands before Next', () => {
  test('nobody sees more: each page and route asks by itself who is there, and keeps out of caches', {
    timeout: 240_000,
  }, async () => {
    const bare = await fetch(`${other.url}/login`)
    expect(bare.status).toBe(200)
    expect(bare.headers.get('content-security-policy')).toBeNull()
    const [guest] = await sql<{ id: number }[]>`
      insert into users (handle, email, last_name, role, active) values ('bare.guest', 'bare.guest@test.example', 'Guest', 'guest', true) returning id`
    await sql`insert into user_handles (handle, user_id) values ('bare.guest', ${guest!.id})`
    const [customer] = await sql<{ name: string }[]>`select name from customers where code = '000135'`
    const secrets = ['Dupont', customer!.name, administrator.email]
    const cookie = await sessionCookie(guest!.id)
    const asked = PROTECTED.flatMap((path) => [
      ...AROUND.flatMap((around) => WITH.map((with_) => ({ path: around(path), ...with_ }))),
      ...WITH.map((with_) => ({ path, ...with_, cookie })),
      { path, cookie: 'authjs.session-token=garbage' },
    ])
    for (let at = 0; at < asked.length; at += 12) {
      await Promise.all(
        asked.slice(at, at + 12).map(async ({ path, ...headers }) => {
          const answer = await fetch(other.url + path, { headers, redirect: 'manual' })
          const text = await answer.text()
          counted.cases++
          const leaks = secrets.filter((secret) => text.includes(secret))
          if (leaks.length > 0) counted.leaks++
          else counted.refused++
          expect({ path, headers: Object.keys(headers), leaks }).toMatchObject({ leaks: [] })
          if (answer.status === 200) expect(answer.headers.get('cache-control'), path).toMatch(/no-store/)
        }),
      )
    }
    expect((await fetch(`${other.url}/api/health`)).ok).toBe(true)
  })
})

describe('a body', () => {
  const MEGABYTE = 1024 * 1024
  const memory = () => {
    const status = `/proc/${twin.pid}/status`
    return existsSync(status) ? Number(/VmRSS:\s+(\d+)/.exec(readFileSync(status, 'utf8'))?.[1]) / 1024 : 0
  }

  test('that is too large is refused with a sentence, unread, and nothing is written', async () => {
    const before = await sumOfKept(sql)
    const send = async (megabytes: number, init: RequestInit & { duplex?: 'half' } = {}) => {
      counted.cases++
      const body = init.body ?? 'x'.repeat(Math.round(megabytes * MEGABYTE))
      const headers = { origin: twin.url, 'content-type': 'text/plain;charset=UTF-8', ...init.headers }
      const answer = await fetch(`${twin.url}/login`, { method: 'POST', ...init, headers, body })
      return { status: answer.status, text: await answer.text() }
    }
    const action = { 'next-action': '7f'.repeat(21) }
    // An id nobody knows: what is small enough goes as far as that.
    for (const size of [0.9, 1.1, 4.9]) expect((await send(size, { headers: action })).status).toBe(409)
    const start = memory()
    for (let times = 0; times < 4; times++) {
      expect(await send(50, { headers: action })).toEqual({ status: 413, text: 'bodyTooLarge' })
    }
    expect(memory() - start).toBeLessThan(150)
    expect((await send(5.1)).text).toContain('more than can be sent at once')
    expect((await send(5.1, { headers: { 'accept-language': 'fr-FR,fr' } })).text).toContain('5\u00a0Mo')
    expect(await sumOfKept(sql)).toBe(before)
  })

  test('that does not fit is said beside the form, and what was pasted stays', async ({ page, tolerated }) => {
    tolerated.push(/status of 413/)
    board.lead(twin.port)
    await page.goto(`${board.url}/login?next=%2Fcustomers`)
    await fill(page)
    await pressSignIn(page)
    await page.waitForURL('**/customers')
    await page.getByRole('button', { name: 'Paste codes' }).click()
    const box = page.getByRole('textbox', { name: 'Paste account codes' })
    await box.evaluate((field: HTMLTextAreaElement) => {
      field.value = 'x'.repeat(5_500_000)
    })
    await page.getByRole('button', { name: 'Find these customers' }).click()
    await page.getByText('This is more than can be sent at once').waitFor()
    expect(await box.evaluate((field: HTMLTextAreaElement) => field.value.length)).toBe(5_500_000)
  })
})
