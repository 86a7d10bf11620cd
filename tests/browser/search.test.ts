import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { connect } from '@/db/client'
import { BROKEN_ADDRESSES } from '../support/broken-addresses'
import { sessionCookie } from '../support/cookie'
import { test } from '../support/page'
import { administrator, appUrl, databaseUrl } from '../support/server'
import { signIn } from '../support/sign-in'

const { sql, close } = connect(databaseUrl, { max: 2 })
let cookie = ''

beforeAll(async () => {
  const [user] = await sql<{ id: number; session_version: number }[]>`
    select id, session_version from users where email = ${administrator.email}`
  cookie = await sessionCookie(user!.id, user!.session_version)
})
afterAll(close)

/** As it is rendered: the words alone are in every page, for the scripts. */
const NOTICE = '<p>Part of this address cannot be applied.'
const MASS_BAR = '<section aria-label="Actions for the selection"'

async function fetched(query: string): Promise<{ status: number; html: string }> {
  const answer = await fetch(`${appUrl}/customers?${query}`, { headers: { cookie } })
  return { status: answer.status, html: await answer.text() }
}

/** The same person in a browser without JavaScript. */
async function withoutScript(page: Page): Promise<Page> {
  const context = await page
    .context()
    .browser()!
    .newContext({
      javaScriptEnabled: false,
      storageState: await page.context().storageState(),
      baseURL: appUrl,
    })
  return context.newPage()
}

describe('an address of which part cannot be applied', () => {
  test('answers with a notice and without mass change, whichever of two hundred it is', async () => {
    expect((await fetched('')).html).toContain(MASS_BAR)
    const wrong: unknown[] = []
    // Next itself drops a part of that name: to the page it was never there.
    for (const query of BROKEN_ADDRESSES.filter((one) => one !== '__proto__=1')) {
      const { status, html } = await fetched(query)
      const said = html.includes(NOTICE)
      if (status !== 200 || !said || html.includes(MASS_BAR)) wrong.push({ query, status, said })
    }
    expect(wrong).toEqual([])
  }, 180_000)
})

describe('the filter panel', () => {
  test('finds by amount, delay and what is missing, without JavaScript, under one readable address', async ({
    page,
  }) => {
    await signIn(page)
    const plain = await withoutScript(page)
    await plain.goto('/customers')
    await plain.getByRole('button', { name: 'Filter', exact: true }).click()
    const panel = plain.getByRole('form', { name: 'Narrow the search' })
    await panel.getByLabel('Overdue, from').fill('1000')
    await panel.getByLabel('Late, from').fill('30')
    await panel.getByLabel('Late, to').fill('090')
    await panel.getByLabel('Contact').selectOption({ label: 'at least one e-mail address' })
    await panel.getByRole('button', { name: 'Apply' }).click()
    await plain.waitForURL('**/customers?contact=!no-email&overdue=1000..&late=30..90')
    expect(await plain.title()).toContain('Contact at least one e-mail address · Overdue from €1,000 · …')
    const late = await plain.locator('tbody [data-cell=late]').allInnerTexts()
    expect(late.length).toBeGreaterThan(0)
    for (const days of late) expect(Number.parseInt(days, 10)).toBeGreaterThanOrEqual(30)
    await plain.getByRole('link', { name: /^Remove Late/ }).click()
    await plain.waitForURL('**/customers?contact=!no-email&overdue=1000..')
    await plain.getByRole('button', { name: 'Filter', exact: true }).click()
    await panel.getByLabel('Overdue, from').fill('')
    await panel.getByRole('button', { name: 'Apply' }).click()
    await plain.waitForURL('**/customers?contact=!no-email')
    await plain.context().close()
  })
})

describe('a search that takes too long', () => {
  test('is a sentence in place of the list, and the page stands', async ({ page }) => {
    await signIn(page)
    await sql.begin(async (tx) => {
      await tx`lock table customer_search in access exclusive mode`
      await page.goto('/customers?q=stahl')
      await page.getByText('This search takes too long, so it was stopped.').waitFor()
      await page.getByRole('searchbox', { name: 'Search' }).first().waitFor()
    })
    await page.goto('/customers?q=stahl')
    expect(await page.getByText('This search takes too long').count()).toBe(0)
  })
})
