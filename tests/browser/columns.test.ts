import type { Page } from 'playwright-core'
import { afterAll, describe, expect } from 'vitest'
import { connect } from '@/db/client'
import { COLUMNS } from '@/lib/customers/rules/columns'
import { axeFinds } from '../support/axe'
import { test, withoutScript } from '../support/page'
import { appUrl, databaseUrl } from '../support/server'
import { enterAs } from '../support/sign-in'

const { sql, close } = connect(databaseUrl, { max: 1 })
afterAll(close)

const USUAL = 'Code Name City Country Collector Colleagues Ageing Overdue Balance Late'
const headings = async (page: Page) =>
  (await page.getByRole('columnheader').allInnerTexts()).map((text) => text.trim()).join(' ')
const panelOf = (page: Page) => page.getByRole('form', { name: 'Columns and rows' })
const openPanel = async (page: Page) => {
  await page.getByRole('button', { name: 'Columns', exact: true }).click()
  await panelOf(page).waitFor()
}
const apply = (page: Page) => panelOf(page).getByRole('button', { name: 'Apply' }).click()
const listed = async (page: Page) =>
  (await panelOf(page).getByRole('listitem').allInnerTexts()).map((text) => text.split('\n')[0]).join(' ')
const hasFocus = (page: Page, name: string) =>
  page.getByRole('button', { name, exact: true }).evaluate((element) => element === document.activeElement)
const keep = (handle: string, columns: readonly string[]) =>
  sql`update users set customer_columns = ${[...columns]} where handle = ${handle}`

/** How much wider the page is than its window. */
const excess = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

describe('the columns of the list', () => {
  test('are chosen, put in order, and there again after a reload; another person has their own', async ({ page }) => {
    await enterAs(page, sql, 'columns.one', 'collector')
    await page.goto('/customers?sort=-overdue')
    expect(await headings(page)).toBe(USUAL)
    await openPanel(page)
    const panel = panelOf(page)
    await panel.getByLabel('City', { exact: true }).uncheck()
    await panel.getByLabel('Groups', { exact: true }).check()
    await panel.getByLabel('Telephone', { exact: true }).check()
    await panel.getByRole('button', { name: 'Move Telephone up' }).click()
    expect(await hasFocus(page, 'Move Telephone up')).toBe(true)
    await panel.getByText('Telephone: 10 of 11').waitFor({ state: 'attached' })
    await panel.getByLabel('Late', { exact: true }).focus()
    for (let presses = 0; presses < 8; presses++) await page.keyboard.press('Alt+ArrowUp')
    await apply(page)
    const chosen = 'Late Code Name Country Collector Colleagues Ageing Overdue Balance Telephone Groups'
    await page.getByRole('columnheader', { name: 'Telephone' }).waitFor()
    expect(await headings(page)).toBe(chosen)
    await panel.waitFor({ state: 'hidden' })
    expect(await hasFocus(page, 'Columns')).toBe(true)

    await page.reload()
    expect(await headings(page)).toBe(chosen)
    await page.getByRole('link', { name: 'Sort by Late' }).click()
    await page.waitForURL('**/customers?sort=-late')
    expect(await headings(page)).toBe(chosen)
    const other = await page.context().browser()!.newContext({ baseURL: appUrl })
    const theirs = await other.newPage()
    await enterAs(theirs, sql, 'columns.other', 'collector')
    await theirs.goto('/customers')
    expect(await headings(theirs)).toBe(USUAL)
    await other.close()

    await openPanel(page)
    await panel.getByRole('button', { name: 'Back to the usual columns' }).click()
    await page.getByRole('columnheader', { name: 'City' }).waitFor()
    expect(await headings(page)).toBe(USUAL)
  })

  test('stay as they were when the panel is left without applying', async ({ page }) => {
    await enterAs(page, sql, 'columns.left', 'collector')
    await page.goto('/customers')
    await openPanel(page)
    const panel = panelOf(page)
    const before = await listed(page)
    await panel.getByLabel('City', { exact: true }).uncheck()
    await panel.getByRole('button', { name: 'Move Name down' }).click()
    expect(await listed(page)).not.toBe(before)
    await page.keyboard.press('Escape')
    await openPanel(page)
    expect(await listed(page)).toBe(before)
    expect(await panel.getByLabel('City', { exact: true }).isChecked()).toBe(true)
    await panel.getByLabel('City', { exact: true }).press('Enter')
    await panel.waitFor({ state: 'hidden' })
    expect(await headings(page)).toBe(USUAL)
  })

  test('are chosen and moved without JavaScript too', async ({ page }) => {
    await enterAs(page, sql, 'columns.plain', 'collector')
    const plain = await withoutScript(page)
    await plain.goto('/customers')
    await openPanel(plain)
    await panelOf(plain).getByLabel('City', { exact: true }).uncheck()
    await panelOf(plain).getByLabel('Comfortable').check()
    await panelOf(plain).getByRole('button', { name: 'Move Late up' }).click()
    await plain.waitForLoadState()
    expect(await headings(plain)).toBe('Code Name Country Collector Colleagues Ageing Overdue Late Balance')
    await panelOf(plain).getByRole('button', { name: 'Move Code down' }).click()
    await plain.waitForLoadState()
    expect(await headings(plain)).toBe('Name Code Country Collector Colleagues Ageing Overdue Late Balance')
    expect(await plain.locator('html').getAttribute('data-density')).toBe('comfortable')
    await plain.context().close()
  })

  test('never make the page wider than the window, nor the list of a telephone longer', async ({ page }) => {
    await enterAs(page, sql, 'columns.wide', 'collector')
    const sets = [COLUMNS, [...COLUMNS].reverse(), COLUMNS.slice(0, 14), ['code'], ['code', 'late', 'groups'], []]
    for (const columns of sets) {
      await keep('columns.wide', columns)
      for (const width of [390, 768, 1280, 1440, 1600, 1920]) {
        await page.setViewportSize({ width, height: 900 })
        await page.goto('/customers?size=100&sort=-balance')
        expect({ columns, width, excess: await excess(page) }).toEqual({ columns, width, excess: 0 })
        const { height } = (await page.locator('tbody tr').nth(9).boundingBox())!
        if (width === 390) expect(height).toBeLessThan(80)
        else expect(height).toBe(36)
      }
    }
  }, 240_000)

  test('without the name lead to the customer by the code', async ({ page }) => {
    await enterAs(page, sql, 'columns.nameless', 'collector')
    await keep('columns.nameless', ['late', 'code'])
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 900 })
      await page.goto('/customers?q=000135')
      await page.getByRole('rowheader', { name: '000135' }).getByRole('link').click()
      await page.waitForURL('**/customers/000135')
    }
  })

  test('are printed as they were chosen', async ({ page }) => {
    await enterAs(page, sql, 'columns.paper', 'collector')
    await keep('columns.paper', ['code', 'contactPhone', 'name'])
    await page.goto('/customers')
    await page.emulateMedia({ media: 'print' })
    expect(await headings(page)).toBe('Code Telephone Name')
    expect(await panelOf(page).isVisible()).toBe(false)
    expect(await page.getByRole('button', { name: 'Columns', exact: true }).isVisible()).toBe(false)
  })

  test('and their panel are clean for axe, light and dark, wide and narrow', async ({ page }) => {
    await enterAs(page, sql, 'columns.axe', 'collector')
    await keep('columns.axe', COLUMNS)
    for (const [width, colorScheme] of [
      [1280, 'light'],
      [1280, 'dark'],
      [390, 'light'],
    ] as const) {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 844 })
      await page.goto('/customers?size=25')
      expect({ width, colorScheme, found: await axeFinds(page) }).toEqual({ width, colorScheme, found: [] })
      await openPanel(page)
      expect({ width, colorScheme, found: await axeFinds(page) }).toEqual({ width, colorScheme, found: [] })
    }
  }, 120_000)
})

describe('the height of rows', () => {
  const rowsInSight = (page: Page) =>
    page.evaluate(
      () =>
        [...document.querySelectorAll('tbody tr')].filter((row) => row.getBoundingClientRect().bottom <= innerHeight)
          .length,
    )
  const rowHeight = async (page: Page) => (await page.locator('tbody tr').nth(2).boundingBox())!.height

  test('is small enough for twenty customers on a usual screen, and larger on every page for whoever wants it', async ({
    page,
  }) => {
    await enterAs(page, sql, 'columns.rows', 'credit_manager')
    await page.setViewportSize({ width: 1920, height: 1080 })
    await page.goto('/customers')
    expect(await rowHeight(page)).toBe(36)
    expect(await rowsInSight(page)).toBeGreaterThanOrEqual(20)
    await page.setViewportSize({ width: 1920, height: 950 })
    expect(await rowsInSight(page)).toBeGreaterThanOrEqual(20)
    await openPanel(page)
    await panelOf(page).getByLabel('Comfortable').check()
    await apply(page)
    await page.locator('html[data-density="comfortable"]').waitFor()
    for (const address of ['/customers', '/', '/admin/users']) {
      await page.goto(address)
      expect({ address, height: await rowHeight(page) }).toEqual({ address, height: 44 })
    }
    await page.goto('/profile')
    await page.getByLabel('Height of rows').selectOption('Compact')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.locator('html[data-density="compact"]').waitFor()
    await page.goto('/customers')
    expect(await rowHeight(page)).toBe(36)
  })
})

describe('keys of one letter', () => {
  test('do nothing and are promised nowhere once switched off, while the others work', async ({ page }) => {
    await enterAs(page, sql, 'columns.keys', 'collector')
    await page.goto('/profile')
    await page.getByLabel('Keys of one letter').uncheck()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved.').waitFor()
    const quick = page.getByRole('combobox', { name: 'Find a customer or a caller' })
    const focused = () => page.evaluate(() => document.activeElement?.tagName)
    await page.locator('kbd', { hasText: 'Ctrl K' }).waitFor()
    await page.keyboard.press('/')
    expect(await focused()).not.toBe('INPUT')
    await page.goto('/customers')
    for (const key of ['j', 'k', 'x', 'a', '/', '?', 'Shift+X']) await page.keyboard.press(key)
    expect(await focused()).toBe('BODY')
    expect(await page.getByRole('heading', { name: 'Keys for this list' }).isVisible()).toBe(false)
    const ticks = page.getByRole('checkbox', { name: /^Select customer/ })
    await ticks.first().focus()
    await page.keyboard.press('x')
    expect(await ticks.first().isChecked()).toBe(false)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Space')
    await page.getByText('1 selected').waitFor()
    await page.keyboard.press('Escape')
    await page.getByText('The selection of 1 customer was cleared.').waitFor()
    await page.keyboard.press('Control+k')
    expect(await quick.evaluate((element) => element === document.activeElement)).toBe(true)
    expect(await quick.getAttribute('aria-keyshortcuts')).toBe('Control+K')
    await page.getByRole('button', { name: 'Keys for this list' }).click()
    await page.getByRole('heading', { name: 'Keys for this list' }).waitFor()
    const promised = await page.locator('#shortcuts-panel kbd').allInnerTexts()
    expect(promised).toEqual(['↑', '↓', '␣', '↵', 'Esc', 'Ctrl K'])
    await page.getByRole('link', { name: 'Switch them on in your profile' }).click()
    await page.waitForURL('**/profile#shortcuts')
    await page.getByLabel('Keys of one letter').check()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.locator('kbd', { hasText: '/' }).waitFor()
    await page.keyboard.press('/')
    expect(await quick.evaluate((element) => element === document.activeElement)).toBe(true)
  })
})
