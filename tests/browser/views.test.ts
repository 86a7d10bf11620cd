import type { Page } from 'playwright-core'
import { afterEach, beforeAll, describe, expect } from 'vitest'
import { connect } from '@/db/client'
import { axeFinds } from '../support/axe'
import { sessionCookie } from '../support/cookie'
import { test, withoutScript } from '../support/page'
import { appUrl, databaseUrl } from '../support/server'
import { enterAsAdministrator } from '../support/sign-in'

const { sql, close } = connect(databaseUrl, { max: 1 })
const SEARCH = '/customers?country=FR&overdue=1000..&sort=-overdue'

beforeAll(() => close)
afterEach(async () => {
  await sql`delete from views`
  await sql`delete from associations where user_id = (select id from users where handle = 'views.narrow')`
  await sql`delete from users where handle = 'views.narrow'`
})

const matching = async () => {
  const [row] = await sql<{ n: number }[]>`
    select count(*)::integer as n from customers where country = 'FR' and overdue >= 1000 and state = 'active'`
  return row!.n
}
const bar = (page: Page) => page.getByRole('region', { name: 'View', exact: true })
const sidebar = (page: Page) => page.getByRole('navigation', { name: 'Main' })
/** Between two pages there is no title for a moment. */
const axe = async (page: Page) => {
  await page.waitForFunction(() => document.title !== '')
  return axeFinds(page)
}

async function save(page: Page, name: string, kind = 'Whoever matches when it is opened', shared = false) {
  await page.getByRole('button', { name: 'Save view' }).first().click()
  const form = page.getByRole('form', { name: /^Save/ })
  await form.getByLabel('Name').fill(name)
  await form.getByLabel(kind).check()
  if (shared) await form.getByLabel('Show it to everyone').check()
  await form.getByRole('button', { name: 'Save view' }).click()
  await page.waitForURL(/[?&]view=/)
}

describe('a view', () => {
  test('is saved, changed, reset, pinned, opened from the sidebar, renamed and deleted', async ({ page }) => {
    await enterAsAdministrator(page)
    await page.goto(SEARCH)
    await save(page, 'Late in France')
    expect(page.url()).toBe(`${appUrl}/customers?view=late-in-france&country=FR&overdue=1000..&sort=-overdue`)
    await expect.poll(() => page.title()).toMatch(/^Late in France: Country France · Overdue from €1,000 · Customers/)
    await bar(page).getByRole('heading', { name: 'Late in France' }).waitFor()
    expect(await bar(page).getByText('Changed').count()).toBe(0)
    expect(await axe(page)).toEqual([])

    await page.getByRole('link', { name: 'Sort by Name' }).first().click()
    await bar(page).getByText('Changed').waitFor()
    expect(page.url()).toContain('view=late-in-france')
    expect(await axe(page)).toEqual([])
    await bar(page).getByRole('link', { name: 'Reset' }).click()
    await page.waitForURL(/sort=-overdue$/)
    await bar(page).getByText('Changed').waitFor({ state: 'detached' })

    await page.getByRole('link', { name: 'Remove Overdue', exact: false }).click()
    await bar(page).getByRole('button', { name: 'Save', exact: true }).click()
    await bar(page).getByText('Changed').waitFor({ state: 'detached' })
    expect(await sql`select search, version from views where slug = 'late-in-france'`).toEqual([
      { search: 'country=FR&sort=-overdue', version: 2 },
    ])

    await bar(page).getByRole('button', { name: 'Pin Late in France to the sidebar' }).click()
    const pin = sidebar(page).getByRole('link', { name: /^Late in France/ })
    const [france] = await sql`select count(*)::integer as n from customers where country = 'FR' and state = 'active'`
    await pin.getByText(String(france!.n)).waitFor()
    expect(await pin.getAttribute('aria-current')).toBe('page')
    await page.goto('/')
    await pin.click()
    await page.waitForURL(/view=late-in-france&country=FR&sort=-overdue$/)

    await sidebar(page).getByRole('link', { name: 'Views', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Views' }).waitFor()
    expect(await axe(page)).toEqual([])
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await axe(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
    await page.setViewportSize({ width: 1280, height: 800 })
    await page.getByRole('button', { name: 'Edit Late in France' }).click()
    await page.getByRole('form', { name: 'Edit this view' }).getByLabel('Name').fill('All of France')
    await page.getByRole('form', { name: 'Edit this view' }).getByRole('button', { name: 'Save' }).click()
    await page.getByRole('rowheader', { name: 'All of France' }).waitFor()
    await sidebar(page)
      .getByRole('link', { name: /^All of France/ })
      .waitFor()

    await page.getByRole('button', { name: 'Delete All of France' }).click()
    await page
      .getByRole('form', { name: /^Delete/ })
      .getByRole('button', { name: 'Delete view' })
      .click()
    await page.getByRole('heading', { name: 'No saved view yet' }).waitFor()
    expect(
      await sidebar(page)
        .getByRole('link', { name: /^All of France/ })
        .count(),
    ).toBe(0)
  })

  test('that is living says how many more or fewer it finds than when it was opened before', async ({ page }) => {
    await enterAsAdministrator(page)
    await page.goto(SEARCH)
    await save(page, 'Moving')
    const total = await matching()
    await sql`update view_visits set opened_at = now() - interval '1 day', opened_count = ${total - 3}`
    await page.goto('/views')
    await page
      .getByRole('row', { name: /Moving/ })
      .getByText('+3')
      .waitFor()
    await page.getByRole('link', { name: 'Moving', exact: true }).click()
    await bar(page)
      .getByText(/^3 more than on /)
      .waitFor()
    await page.reload()
    await bar(page)
      .getByText(/^3 more than on /)
      .waitFor()
    await sql`update view_visits set opened_at = now() - interval '1 day', opened_count = ${total + 2}`
    await page.reload()
    await bar(page)
      .getByText(/^2 fewer than on /)
      .waitFor()
  })

  test('that is frozen finds the same customers whatever becomes of them', async ({ page }) => {
    await enterAsAdministrator(page)
    await page.goto(SEARCH)
    await save(page, 'Quarter end', 'Exactly the customers found now')
    await page.waitForURL(/view=quarter-end&list=[a-z0-9]{10}&state=all&sort=-overdue$/)
    await bar(page).getByText('Frozen').waitFor()
    const total = await matching()
    await page.getByText(`${total} customers`).first().waitFor()
    expect(await page.getByText(/pasted →/).count()).toBe(0)
    const first = await page.locator('tbody tr').first().getByRole('rowheader').innerText()
    await sql`update customers set country = 'SJ' where name = ${first.split('\n')[0]!}`
    try {
      await page.reload()
      await page.getByText(`${total} customers`).first().waitFor()
    } finally {
      await sql`update customers set country = 'FR' where country = 'SJ'`
    }
  })

  test('that is shared shows each person the own portfolio, and says so; a private one is not theirs', async ({
    page,
  }) => {
    await enterAsAdministrator(page)
    await page.goto(SEARCH)
    await save(page, 'For all', undefined, true)
    const shared = page.url()
    await page.goto(SEARCH)
    await save(page, 'For me')
    const mine = page.url()
    const [user] = await sql<{ id: string }[]>`
      insert into users (handle, email, last_name, role, active, portfolio_only)
      values ('views.narrow', 'views.narrow@test.example', 'Narrow', 'collector', true, true) returning id`
    await sql`insert into associations (customer_id, user_id, kind)
      select id, ${user!.id}, 'other' from customers where country = 'FR' and overdue >= 1000 and state = 'active' order by id limit 4`
    const [name, value] = (await sessionCookie(Number(user!.id))).split(/=(.*)/s) as [string, string]
    await page.context().clearCookies()
    await page.context().addCookies([{ name, value, url: appUrl }])
    await page.goto(shared)
    await bar(page).getByText('You see those of your portfolio; others may see more.').waitFor()
    expect(await page.locator('tbody tr').count()).toBe(4)
    await bar(page).getByRole('button', { name: /^Pin/ }).click()
    await sidebar(page)
      .getByRole('link', { name: /^For all/ })
      .getByText('4')
      .waitFor()
    await page.goto(mine)
    await page.getByText('The view “for-me” no longer exists, or is not shared with you.').waitFor()
    expect(await page.locator('tbody tr').count()).toBe(4)
    expect(await page.getByRole('region', { name: 'Actions for the selection' }).count()).toBe(0)
    await page.getByRole('link', { name: 'Search without this' }).click()
    await page.waitForURL((url) => url.search === '?country=FR&overdue=1000..&sort=-overdue')
  })

  test('works without JavaScript: saved, refused with what was typed, renamed, deleted', async ({ page }) => {
    await enterAsAdministrator(page)
    const plain = await withoutScript(page)
    await plain.goto(SEARCH)
    await save(plain, 'Plain')
    expect(plain.url()).toContain('view=plain&country=FR')
    await plain.goto('/customers?country=BE')
    await plain.getByRole('button', { name: 'Save view' }).first().click()
    const again = plain.getByRole('form', { name: 'Save this search' })
    await again.getByLabel('Name').fill('Plain')
    await again.getByRole('button', { name: 'Save view' }).click()
    await plain.getByText('You have a view of this name already.').waitFor()
    expect(await again.getByLabel('Name').inputValue()).toBe('Plain')
    await plain.goto('/views')
    await plain.getByRole('button', { name: 'Pin Plain to the sidebar' }).click()
    await sidebar(plain)
      .getByRole('link', { name: /^Plain/ })
      .waitFor()
    await plain.goto('/views')
    await plain.getByRole('button', { name: 'Delete Plain' }).click()
    await plain.getByRole('button', { name: 'Delete view' }).click()
    await plain.getByRole('heading', { name: 'No saved view yet' }).waitFor()
    await plain.context().close()
  })

  test('that is gone leaves favourites of its address what they were', async ({ page }) => {
    await enterAsAdministrator(page)
    await page.goto(SEARCH)
    await save(page, 'Passing', 'Exactly the customers found now')
    const total = await matching()
    const favourite = page.url()
    await sql`delete from views`
    await page.goto(favourite)
    await page.getByText('The view “passing” no longer exists').waitFor()
    await page.getByText(`${total} customers`).first().waitFor()
  })
})
