import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { connect } from '@/db/client'
import { test, withoutScript } from '../support/page'
import { databaseUrl } from '../support/server'
import { enterAs, enterAsAdministrator } from '../support/sign-in'

const { sql, close } = connect(databaseUrl, { max: 1 })

beforeAll(async () => {
  const [customer] = await sql<{ id: number }[]>`
    insert into customers (code, code_key, name, city, country)
    values ('CALLER-1', 'CALLER-1', '株式会社田中商事', '大阪', 'JP') returning id`
  const [person] = await sql<{ id: number }[]>`
    insert into people (first_name, last_name, email, phone, phone_e164)
    values ('花子', '鈴木', 'hanako@caller.example', '01 44 55 66 77', '+33144556677') returning id`
  await sql`insert into contacts (customer_id, person_id, role, for_collection) values (${customer!.id}, ${person!.id}, 'buyer', true)`
  await sql`select refresh_customers(array[${customer!.id}]::bigint[])`
})
afterAll(async () => {
  await sql`delete from customers where code = 'CALLER-1'`
  await sql`delete from people where email = 'hanako@caller.example'`
  await close()
})

const FILE = '**/customers/CALLER-1'
const DRAWER = '**/customers/CALLER-1?contact=*'
const boxOf = (page: Page) => page.getByRole('combobox', { name: 'Find a customer or a caller' })

describe('while the telephone rings', () => {
  test('the number that it displays leads to the caller, from any page, by keyboard alone', async ({ page }) => {
    await enterAsAdministrator(page)
    for (const shown of ['+33144556677', '01.44.55.66.77', '0033 1 44 55 66 77', '０１４４５５６６７７']) {
      await page.goto('/views')
      await page.keyboard.press('/')
      await page.keyboard.insertText(shown)
      const option = page.getByRole('option', { name: '鈴木' })
      await option.waitFor()
      const said = await option.innerText()
      for (const told of ['花子 鈴木', 'Telephone 01 44 55 66 77', '株式会社田中商事', '大阪', 'CALLER-1'])
        expect(said).toContain(told)
      await page.keyboard.press('Enter')
      await page.waitForURL(DRAWER)
    }
    await page.getByRole('dialog', { name: '花子 鈴木' }).waitFor()
  })

  test('Enter may come before the answer', async ({ page }) => {
    await enterAsAdministrator(page)
    await page.goto('/changes')
    await page.keyboard.press('Control+k')
    await page.keyboard.insertText('+33 (0)1 44 55 66 77')
    await page.keyboard.press('Enter')
    await page.waitForURL(DRAWER)
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await page.waitForURL(FILE)
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await page.keyboard.press('/')
    await page.keyboard.insertText('sas')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/search?q=sas')
  })

  test('a screen reader hears how many there are, and which is pointed at', async ({ page }) => {
    await enterAsAdministrator(page)
    await page.goto('/')
    const box = boxOf(page)
    await box.fill('CALLER')
    await page.getByRole('option', { name: 'CALLER-1' }).first().waitFor()
    const live = page.locator('search [aria-live=polite]')
    expect(await live.innerText()).toMatch(/^\d+ found/)
    expect(await box.getAttribute('aria-expanded')).toBe('true')
    await page.keyboard.press('ArrowDown')
    const pointed = await box.getAttribute('aria-activedescendant')
    expect(await page.locator(`[id="${pointed}"]`).getAttribute('aria-selected')).toBe('true')
    await page.keyboard.press('Escape')
    expect(await box.getAttribute('aria-expanded')).toBe('false')
  })

  test('what is still being composed is not asked for, and the Enter that ends it chooses nothing', async ({
    page,
  }) => {
    await enterAsAdministrator(page)
    await page.goto('/views')
    const asked: string[] = []
    page.on('request', (request) => {
      const url = new URL(request.url())
      if (url.pathname === '/api/search') asked.push(url.searchParams.get('q') ?? '')
    })
    await page.keyboard.press('/')
    const device = await page.context().newCDPSession(page)
    for (const text of ['t', 'た', 'たn', 'たなか'])
      await device.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
    await page.waitForTimeout(500)
    expect(asked).toEqual([])
    await boxOf(page).dispatchEvent('keydown', { key: 'Enter', keyCode: 229, isComposing: true, bubbles: true })
    expect(new URL(page.url()).pathname).toBe('/views')
    await device.send('Input.insertText', { text: '田中' })
    await page.getByRole('option', { name: 'CALLER-1' }).first().waitFor()
    expect(asked).toEqual(['田中'])
    expect(new URL(page.url()).pathname).toBe('/views')
    await page.keyboard.press('Enter')
    await page.waitForURL(FILE)
  })

  test('whoever sees a portfolio finds nobody outside it', async ({ page }) => {
    await enterAs(page, sql, 'caller.confined', 'collector')
    await sql`update users set portfolio_only = true where handle = 'caller.confined'`
    await page.goto('/search?q=0144556677')
    await page.getByText('Nobody found for “0144556677”.').waitFor()
    await page.goto('/contacts')
    await page.getByText('There is no contact in your portfolio.').waitFor()
  })
})

describe('the list of contacts', () => {
  test('is narrowed without JavaScript, under one readable address, and leads to the contact', async ({ page }) => {
    await enterAsAdministrator(page)
    const plain = await withoutScript(page)
    await plain.goto('/contacts')
    expect(
      await plain
        .getByRole('navigation', { name: 'Main' })
        .getByRole('link', { name: 'Contacts' })
        .getAttribute('aria-current'),
    ).toBe('page')
    await plain.getByRole('button', { name: 'Filter', exact: true }).click()
    const panel = plain.getByRole('form', { name: 'Narrow the search' })
    await panel.getByLabel('Role', { exact: true }).selectOption('buyer')
    await panel.getByLabel('For collection', { exact: true }).selectOption('yes')
    await panel.getByLabel('Country', { exact: true }).selectOption('JP')
    await panel.getByRole('button', { name: 'Apply' }).click()
    await plain.waitForURL('**/contacts?role=buyer&for-collection=yes&country=JP')
    expect(await plain.title()).toContain('Role Buyer · For collection Yes · Country Japan · Contacts')
    const row = plain.getByRole('row', { name: '鈴木' })
    expect(await row.innerText()).toContain('hanako@caller.example')
    await row.getByRole('link', { name: 'Open 花子 鈴木 of 株式会社田中商事' }).click()
    await plain.waitForURL('**/customers/CALLER-1?contact=*')
    await plain.goto('/contacts?role=buyer&for-collection=yes&country=JP')
    await plain.getByRole('link', { name: /^Remove Country/ }).click()
    await plain.waitForURL('**/contacts?role=buyer&for-collection=yes')
    await plain.context().close()
  })

  test('names what of its address cannot be applied, shows the rest, and sorts', async ({ page }) => {
    await enterAsAdministrator(page)
    await page.goto('/contacts?role=boss&q=鈴木&colleague=nobody.such')
    await page.getByText('Role: “boss” cannot be understood.').waitFor()
    await page.getByText('Colleague: “nobody.such” no longer exists.').waitFor()
    await page.getByRole('link', { name: 'Search without this' }).click()
    await page.waitForURL((url) => url.search === `?q=${encodeURIComponent('鈴木')}`)
    expect(await page.getByRole('row').count()).toBe(2)
    await page.goto('/contacts')
    await page.getByRole('link', { name: 'Sort by Customer' }).click()
    await page.waitForURL('**/contacts?sort=customer')
    expect(await page.getByRole('columnheader', { name: 'Customer' }).getAttribute('aria-sort')).toBe('ascending')
  })
})
