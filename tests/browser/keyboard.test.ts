import type { Locator, Page } from 'playwright-core'
import { afterAll, describe, expect } from 'vitest'
import { connect } from '@/db/client'
import { test } from '../support/page'
import { databaseUrl } from '../support/server'
import { signIn } from '../support/sign-in'

const { sql, close } = connect(databaseUrl, { max: 1 })
afterAll(close)

const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key)
}
const hasFocus = (one: Locator) => one.evaluate((element) => element === document.activeElement)
const focusedRow = (page: Page) => page.evaluate(() => document.activeElement?.closest('tbody tr')?.textContent ?? '')
const rowNumber = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('tbody tr')].findIndex((row) => row.contains(document.activeElement)),
  )

/** Presses Tab until it is there, as a person would, and gives up where nobody would go on. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor()
  for (let presses = 0; presses < 40; presses++) {
    if (await hasFocus(target)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`no way to ${target} by Tab`)
}

const pairs = async () =>
  (await sql<{ pair: string }[]>`select customer_id || ' ' || user_id as pair from associations order by 1`).map(
    ({ pair }) => pair,
  )

describe('by keyboard alone', () => {
  test('one searches, selects, associates, and undoes it', async ({ page }) => {
    const [colleague] = await sql<{ id: number; name: string }[]>`
      select u.id, u.first_name || ' ' || u.last_name as name from users u where u.first_name is not null
      order by (select count(*) from associations a where a.user_id = u.id), u.id limit 1`
    const before = await pairs()
    await signIn(page)
    await page.goto('/customers')
    await tabTo(page, page.getByRole('searchbox', { name: 'Search', exact: true }))
    await page.keyboard.type('sas')
    await press(page, 'Enter')
    await page.waitForURL('**/customers?q=sas')

    await tabTo(page, page.getByRole('link', { name: 'Sort by Code' }))
    await press(page, 'j', 'j', 'k', 'ArrowDown')
    expect(await rowNumber(page)).toBe(1)
    await press(page, 'x', 'j', 'j', 'Shift+X')
    const bar = page.getByRole('region', { name: 'Actions for the selection' })
    await page.getByText('3 selected').waitFor()
    await press(page, 'a')
    expect(await hasFocus(bar.getByRole('button', { name: 'Associate', exact: true }))).toBe(true)
    await press(page, 'Enter')
    expect(await hasFocus(page.getByRole('searchbox', { name: 'Find a colleague' }))).toBe(true)
    await press(page, 'Escape')
    expect(await hasFocus(bar.getByRole('button', { name: 'Associate', exact: true }))).toBe(true)
    await page.getByText('3 selected').waitFor()
    await press(page, 'Enter')
    await page.keyboard.type(colleague!.name)
    await press(page, 'Enter')
    await page.getByRole('button', { name: 'Associate 1 colleague with 3 customers' }).waitFor()
    await press(page, 'Enter')

    await page.waitForURL(/\/changes\/[a-z0-9]{10}$/)
    await tabTo(page, page.getByRole('button', { name: 'Associate 1 colleague with 3 customers' }))
    await press(page, 'Enter')
    await page.getByText('Done', { exact: true }).waitFor()
    const after = await pairs()
    expect(after.length).toBeGreaterThan(before.length)
    expect(after.filter((pair) => !before.includes(pair)).every((pair) => pair.endsWith(` ${colleague!.id}`))).toBe(
      true,
    )
    await tabTo(page, page.getByRole('button', { name: 'Undo this change' }))
    await press(page, 'Enter')
    await tabTo(page, page.getByRole('button', { name: /^Undo for \d+ customers?$/ }))
    await press(page, 'Enter')
    await page.getByText('Done', { exact: true }).waitFor()
    expect(await pairs()).toEqual(before)
  })

  test('a letter is a letter where one types, and the keys leave quick search its own', async ({ page }) => {
    await signIn(page)
    await page.goto('/customers')
    await press(page, 'j', 'x')
    await page.getByText('1 selected').waitFor()
    const quick = page.getByRole('combobox', { name: 'Find a customer or a caller' })
    await press(page, '/')
    expect(await hasFocus(quick)).toBe(true)
    await page.keyboard.type('jxka?')
    expect(await quick.inputValue()).toBe('jxka?')
    await page.getByText('1 selected').waitFor()
    await page
      .getByRole('checkbox', { name: /^Select customer/ })
      .nth(3)
      .focus()
    await press(page, 'Control+k')
    expect(await hasFocus(quick)).toBe(true)
    await quick.fill('')
    await press(page, 'Escape')
    expect(await hasFocus(quick)).toBe(false)
    await page.getByText('1 selected').waitFor()
  })

  test('the keys are listed by one of them, Escape closes the list first and clears the selection next', async ({
    page,
  }) => {
    await signIn(page)
    await page.goto('/customers')
    await press(page, 'j', 'j', 'j', 'x')
    await page.getByText('1 selected').waitFor()
    const row = await focusedRow(page)
    await press(page, '?')
    await page.getByRole('heading', { name: 'Keys for this list' }).waitFor()
    await press(page, 'j', 'x')
    await press(page, 'Escape')
    await page.getByRole('heading', { name: 'Keys for this list' }).waitFor({ state: 'hidden' })
    expect(await focusedRow(page)).toBe(row)
    await page.getByText('1 selected').waitFor()
    await press(page, 'Escape')
    await page.getByText('The selection of 1 customer was cleared.').waitFor()
    await press(page, 'a')
    expect(await hasFocus(page.getByRole('button', { name: 'Bring it back' }))).toBe(true)
    await press(page, 'Enter')
    await page.getByText('1 selected').waitFor()
    expect(await focusedRow(page)).toBe(row)
    await press(page, 'Enter')
    await page.waitForURL(/\/customers\/[^?]+$/)
  })

  for (const [width, height] of [
    [1280, 720],
    [390, 844],
  ] as const) {
    test(`the row in hand is never under the bar, ${width} wide`, async ({ page }) => {
      await page.setViewportSize({ width, height })
      await signIn(page)
      await page.goto('/customers')
      await press(page, 'j', 'x')
      await page.getByText('1 selected').waitFor()
      const covered: number[] = []
      for (let row = 1; row < 50; row++) {
        await press(page, 'j')
        const inSight = await page.evaluate(() => {
          const row = document.activeElement?.closest('tr')?.getBoundingClientRect()
          const bar = document.querySelector('main .popup:has(> [role="status"])')?.getBoundingClientRect()
          return row && bar && row.top >= 0 && row.bottom <= bar.top + 0.5
        })
        if (!inSight) covered.push(row)
      }
      expect(covered).toEqual([])
    })
  }
})
