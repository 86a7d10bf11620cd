import type { Page } from 'playwright-core'
import { afterAll, describe, expect } from 'vitest'
import { connect } from '@/db/client'
import type { Role } from '@/db/schema/vocabulary'
import { sessionCookie } from '../support/cookie'
import { test } from '../support/page'
import { scriptBytes } from '../support/script'
import { administrator, appUrl, databaseUrl } from '../support/server'
import { enterAs, enterAsAdministrator } from '../support/sign-in'

const { sql, close } = connect(databaseUrl, { max: 1 })
afterAll(close)

const barOf = (page: Page) => page.getByRole('region', { name: 'Actions for the selection' })
const ticksOf = (page: Page) => page.getByRole('checkbox', { name: /^Select customer/ })
const tickedIds = (page: Page) =>
  page.locator('input[name="id"]:checked').evaluateAll((ticks) => ticks.map((tick) => (tick as HTMLInputElement).value))

const signedInAs = (page: Page, role: Role) => enterAs(page, sql, `selection.${role.replaceAll('_', '-')}`, role)

describe('a selection', () => {
  test('outlives pages, sorting, a reload and a look at a customer', async ({ page }) => {
    await enterAsAdministrator(page)
    await page.goto('/customers?country=FR&size=25')
    await ticksOf(page).nth(1).check()
    await ticksOf(page)
      .nth(4)
      .click({ modifiers: ['Shift'] })
    await page.getByText('4 selected').waitFor()
    const ids = await tickedIds(page)

    await page.getByRole('link', { name: 'Next' }).click()
    await page.waitForURL(/page=2/)
    await page.getByText('4 selected').waitFor()
    expect(await tickedIds(page)).toEqual([])
    await ticksOf(page).first().check()
    await page.getByText('5 selected').waitFor()
    await page.getByRole('link', { name: 'Sort by Code' }).click()
    await page.waitForURL(/sort=-code/)
    await page.getByText('5 selected').waitFor()

    await page.goto('/customers?country=FR&size=25')
    await page.getByText('5 selected').waitFor()
    expect(await tickedIds(page)).toEqual(ids)
    await page.reload()
    await page.getByText('5 selected').waitFor()
    await page.getByRole('rowheader').first().getByRole('link').click()
    await page.waitForURL(/\/customers\/[^?]+$/)
    await page.goBack()
    await page.getByText('5 selected').waitFor()
    expect(await tickedIds(page)).toEqual(ids)
  })

  test('is cleared by another search, which is said once, and comes back where it was made', async ({ page }) => {
    await enterAsAdministrator(page)
    await page.goto('/customers?country=FR&sort=-overdue')
    await ticksOf(page).nth(0).check()
    await ticksOf(page).nth(2).check()
    await page.getByText('2 selected').waitFor()
    await page.getByRole('searchbox', { name: 'Search', exact: true }).fill('sas')
    await page.keyboard.press('Enter')
    const said = page.getByText('The selection of 2 customers was cleared: the search changed.')
    await said.waitFor()
    expect(await tickedIds(page)).toEqual([])
    expect(await barOf(page).isVisible()).toBe(false)
    await page.getByRole('link', { name: 'Bring it back' }).click()
    await page.waitForURL(/\/customers\?country=FR&sort=-overdue$/)
    await page.getByText('2 selected').waitFor()

    await page.goto('/customers?q=nothing+matches+this')
    expect(await said.count()).toBe(0)
    await page.goto('/customers?country=FR')
    await page.getByText('2 selected').waitFor()
    await ticksOf(page).nth(6).check()
    await page.goto('/customers?q=nothing+matches+this')
    await page.getByText('The selection of 3 customers was cleared: the search changed.').waitFor()
    await page.getByRole('button', { name: 'Do not show this any more' }).click()
    await page.reload()
    await page.getByText('No customer matches.').waitFor()
    expect(await page.getByText('was cleared').count()).toBe(0)
    await page.getByRole('link', { name: 'Look among blocked and archived ones too' }).click()
    await page.waitForURL('/customers?q=nothing+matches+this&state=all')
  })

  test('of another person in the same tab is not theirs', async ({ page }) => {
    await enterAsAdministrator(page)
    await page.goto('/customers')
    await ticksOf(page).first().check()
    await page.getByText('1 selected').waitFor()
    await page.context().clearCookies()
    await signedInAs(page, 'collector')
    await page.goto('/customers')
    await ticksOf(page).first().waitFor()
    expect(await tickedIds(page)).toEqual([])
    expect(await barOf(page).isVisible()).toBe(false)
  })

  test('of all that match is counted by the server, and has no number before that', async ({ page }) => {
    await sql`insert into customers (code, code_key, name, country)
      select 'MANY-' || n, 'MANY-' || n, 'Many ' || n, 'IS' from generate_series(1, 10050) n`
    await sql`analyze customers`
    try {
      await enterAsAdministrator(page)
      await page.goto('/customers?country=IS')
      await page.getByText(/^About [\d,]+ customers$/).waitFor()
      await page.getByLabel('Select all on this page').check()
      await page.getByRole('link', { name: 'Select all that match' }).click()
      await page.waitForURL(/count=exact/)
      await page.getByText('10,050 selected').waitFor()
      await ticksOf(page).first().uncheck()
      await page.getByText('10,049 selected').waitFor()
      await page.goto('/customers?country=IS')
      await page.getByText('All that match but 1 selected').waitFor()
      await barOf(page).getByRole('button', { name: 'Associate', exact: true }).click()
      await page.getByRole('checkbox', { name: 'Marie Dupont' }).check()
      await page.getByRole('button', { name: 'Associate 1 colleague with all that match but 1' }).click()
      await page.waitForURL(/\/changes\/[a-z0-9]{10}$/)
      await page.getByRole('button', { name: 'Associate 1 colleague with 10,049 customers' }).waitFor()
    } finally {
      await sql`delete from customers where country = 'IS' and code like 'MANY-%'`
    }
  })

  test('says that the names of colleagues are on their way, or why they are not, and asks again', async ({
    page,
    tolerated,
  }) => {
    tolerated.push(/ERR_FAILED/)
    await enterAsAdministrator(page)
    await page.goto('/customers?country=FR')
    await ticksOf(page).first().check()
    const [open, panel] = [
      barOf(page).getByRole('button', { name: 'Associate', exact: true }),
      page.getByRole('dialog', { name: 'Choose colleagues' }),
    ]
    let letGo = () => {}
    const asked = new Promise<void>((done) => {
      letGo = done
    })
    let answer: 'none' | 'late' | 'soon' = 'none'
    await page.route('**/customers*', async (route) => {
      if (!('next-action' in route.request().headers()) || answer === 'soon') return route.fallback()
      if (answer === 'none') return route.abort()
      await asked
      return route.fallback()
    })
    await open.click()
    await panel.getByText('The server cannot be reached.').waitFor()
    await page.keyboard.press('Escape')
    answer = 'late'
    await open.click()
    await panel.getByText('The names are on their way').waitFor()
    letGo()
    await panel.getByRole('checkbox', { name: 'Marie Dupont' }).waitFor()
    expect(await panel.getByText(/on their way|cannot be reached/).count()).toBe(0)
  })

  test('of more single ticks than a change takes says so, and nothing is cut', async ({ page }) => {
    await enterAsAdministrator(page)
    await page.goto('/customers')
    await ticksOf(page).first().check()
    await page.getByText('1 selected').waitFor()
    await page.evaluate(() => {
      const [[place, text]] = Object.entries(sessionStorage).filter(([name]) => name.startsWith('selection:')) as [
        [string, string],
      ]
      const ids = Array.from({ length: 10_001 }, (_, index) => index + 1)
      sessionStorage.setItem(place, JSON.stringify({ ...JSON.parse(text), ids }))
    })
    await page.reload()
    await page.getByText('10,001 selected').waitFor()
    await barOf(page).getByRole('button', { name: 'Associate', exact: true, disabled: true }).waitFor()
    await page.getByText('More than 10,000 customers are ticked one by one.').waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('x')
    await page.getByText(/^10,00[02] selected$/).waitFor()
  })

  for (const role of ['sales_manager', 'sales_administration'] as const) {
    test(`says to ${role.replace('_', ' ')} which right is missing`, async ({ page }) => {
      await signedInAs(page, role)
      await page.goto('/customers')
      await ticksOf(page).first().check()
      await page.getByText('1 selected').waitFor()
      for (const name of ['Associate', 'Disassociate', 'More…']) {
        const button = barOf(page).getByRole('button', { name, exact: true })
        expect(await button.getAttribute('aria-disabled')).toBe('true')
        const why = await button.getAttribute('aria-describedby')
        expect(await page.locator(`#${why}`).innerText()).toContain('needs the right to change many')
        await button.click({ force: true })
      }
      expect(await page.locator(':popover-open').count()).toBe(0)
      expect(new URL(page.url()).pathname).toBe('/customers')
    })
  }

  test('is not offered while part of the address cannot be applied', async ({ page }) => {
    await enterAsAdministrator(page)
    await page.goto('/customers?country=France')
    await page.getByRole('rowheader').first().waitFor()
    expect(await page.getByRole('main').getByRole('table').getByRole('checkbox').count()).toBe(0)
    expect(await barOf(page).count()).toBe(0)
  })
})

describe('associating from the bar', () => {
  test('can say as what, where it is not the usual kind', async ({ page }) => {
    await enterAsAdministrator(page)
    const [pair] = await sql<{ id: number; code: string; user_id: number; name: string }[]>`
      select c.id, c.code, u.id as user_id, u.first_name || ' ' || u.last_name as name
      from customers c, users u
      where c.state = 'active' and u.first_name is not null and u.usual_kind <> 'dispute_resolver'
        and not exists (select from associations a where a.customer_id = c.id and a.user_id = u.id)
      order by c.id, u.id limit 1`
    await page.goto(`/customers?code=${encodeURIComponent(pair!.code)}`)
    await ticksOf(page).first().check()
    await barOf(page).getByRole('button', { name: 'Associate', exact: true }).click()
    await page.getByRole('checkbox', { name: pair!.name }).check()
    await page.getByLabel('As', { exact: true }).selectOption({ label: 'Dispute resolver' })
    await page.getByRole('button', { name: 'Associate 1 colleague with 1 customer' }).click()
    await page.waitForURL(/\/changes\/[a-z0-9]{10}$/)
    await page.getByRole('button', { name: 'Associate 1 colleague with 1 customer' }).click()
    await page.getByText('Done', { exact: true }).waitFor()
    const [given] = await sql`
      select kind from associations where customer_id = ${pair!.id} and user_id = ${pair!.user_id}`
    expect(given).toEqual({ kind: 'dispute_resolver' })
    await sql`delete from associations where customer_id = ${pair!.id} and user_id = ${pair!.user_id}`
  })
})

describe('the list of customers', () => {
  test('sends at most 180 KB of script, compressed', async ({ page }) => {
    const [user] = await sql<{ id: number; session_version: number }[]>`
      select id, session_version from users where email = ${administrator.email}`
    const [name, value] = (await sessionCookie(user!.id, user!.session_version)).split('=')
    await page.context().addCookies([{ name: name!, value: value!, url: appUrl }])
    const bytes = await scriptBytes(page, '/customers')
    expect(bytes).toBeGreaterThan(50_000)
    expect(bytes).toBeLessThanOrEqual(180 * 1024)
  })
})
