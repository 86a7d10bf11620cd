import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { connect } from '@/db/client'
import { enter, hasFocus, press, tabTo, typeInto } from '../support/keyboard'
import { test } from '../support/page'
import { enterUser } from '../support/people'
import { databaseUrl } from '../support/server'
import { enterAs, enterAsAdministrator } from '../support/sign-in'

const { sql, close } = connect(databaseUrl, { max: 1 })
afterAll(close)

const focusedRow = (page: Page) => page.evaluate(() => document.activeElement?.closest('tbody tr')?.textContent ?? '')
const rowNumber = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('tbody tr')].findIndex((row) => row.contains(document.activeElement)),
  )

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
    await enterAsAdministrator(page)
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
    await enter(page, page.getByRole('button', { name: 'Associate 1 colleague with 3 customers' }))
    await page.getByText('Done', { exact: true }).waitFor()
    const after = await pairs()
    expect(after.length).toBeGreaterThan(before.length)
    expect(after.filter((pair) => !before.includes(pair)).every((pair) => pair.endsWith(` ${colleague!.id}`))).toBe(
      true,
    )
    await enter(page, page.getByRole('button', { name: 'Undo this change' }))
    await enter(page, page.getByRole('button', { name: /^Undo for \d+ customers?$/ }))
    await page.getByText('Done', { exact: true }).waitFor()
    expect(await pairs()).toEqual(before)
  })

  test('a letter is a letter where one types, and the keys leave quick search its own', async ({ page }) => {
    await enterAsAdministrator(page)
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
    await enterAsAdministrator(page)
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
      await enterAsAdministrator(page)
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

describe('people, by keyboard alone', () => {
  const KEYS = { code: 'KEYS-1', kept: 'Klara Tastatur', gone: 'K. Tastatur' }
  beforeAll(async () => {
    await sql`
      with customer as (insert into customers (code, code_key, name) values (${KEYS.code}, ${KEYS.code}, 'Keys SAS') returning id),
      persons as (
        insert into people (first_name, last_name, email)
        values ('Klara', 'Tastatur', 'klara@keys.example'), ('K.', 'Tastatur', 'klara@keys.example') returning id
      )
      insert into contacts (customer_id, person_id, role) select customer.id, persons.id, 'buyer' from customer, persons`
    await sql`select refresh_customers(array(select id from customers where code = ${KEYS.code}))`
  })
  afterAll(async () => {
    await sql`delete from customers where code = ${KEYS.code}`
    await sql`delete from people where email = 'klara@keys.example'`
  })

  test('one merges two contacts, takes that back, and erases one', async ({ page }) => {
    await enterAsAdministrator(page)
    await page.goto(`/customers/${KEYS.code}`)
    const drawer = page.getByRole('dialog')
    const contact = (name: string) => page.getByRole('link', { name, exact: true })
    await enter(page, contact(KEYS.kept))
    await enter(page, drawer.getByRole('link', { name: `Merge with ${KEYS.gone}` }))
    await drawer.getByText('Choose what is kept').waitFor()
    await tabTo(page, drawer.getByRole('radio').first())
    await press(page, 'ArrowDown')
    await enter(page, drawer.getByRole('button', { name: `Merge into ${KEYS.gone}` }))
    await page.getByText('is one person now, contact of 1 customer').waitFor()
    await contact(KEYS.kept).waitFor({ state: 'detached' })

    await enter(page, page.getByRole('status').getByRole('button', { name: 'Undo' }))
    await drawer.getByText(`${KEYS.gone} becomes a person of their own again.`).waitFor()
    await enter(page, drawer.getByRole('button', { name: 'Take the merge back' }))
    await page.getByText(`${KEYS.gone} is a person of their own again`).waitFor()
    await contact(KEYS.kept).waitFor()

    await page.goto(`/customers/${KEYS.code}?tab=history`)
    await enter(page, page.getByRole('link', { name: 'Take back…' }))
    await drawer.getByText('This merge can no longer be taken back').waitFor()
    await press(page, 'Escape')
    await drawer.waitFor({ state: 'detached' })
    await enter(page, contact(KEYS.gone))
    await enter(page, drawer.getByRole('link', { name: 'Erase…' }))
    await tabTo(page, drawer.getByLabel('This person asked for it'))
    await press(page, 'Space')
    await enter(page, drawer.getByRole('button', { name: 'Erase everywhere' }))
    await page.getByText('The person was erased, at 1 customer.').waitFor()
    await contact(KEYS.kept).waitFor()
  })

  test('one deactivates and deletes a user, and is back where one was after thinking better of it', async ({
    page,
  }) => {
    await enterAsAdministrator(page)
    await enterUser(page, 'Kim', 'Keyless')
    const dialog = page.getByRole('dialog')
    const ask = async (name: string) => {
      const button = page.getByRole('button', { name, exact: true })
      await enter(page, button)
      await dialog.waitFor()
      await press(page, 'Escape')
      await dialog.waitFor({ state: 'hidden' })
      expect(await hasFocus(button)).toBe(true)
      await press(page, 'Enter')
      await enter(page, dialog.getByRole('button', { name, exact: true }))
    }
    await ask('Deactivate')
    await page.getByRole('button', { name: 'Activate', exact: true }).waitFor()
    await ask('Delete')
    await page.waitForURL('**/admin/users*')
    await page.getByText('The user is deleted.').waitFor()
  })

  test('one says after how many idle hours everybody is signed out, and is back at the button', async ({ page }) => {
    const [before] = await sql<{ hours: number | null }[]>`select idle_hours as hours from settings`
    await enterAs(page, sql, 'keys.settings', 'administrator')
    await page.goto('/admin/settings')
    const security = page.getByRole('region', { name: 'Security' })
    const hours = security.getByLabel('Sign out after hours without activity')
    const save = security.getByRole('button', { name: 'Save' })
    await typeInto(page, hours, '0')
    await enter(page, save)
    await security.getByRole('alert').waitFor()
    await page.locator('input[name=idleHours]:focus').waitFor()
    await typeInto(page, hours, '7')
    await enter(page, save)
    await security.getByText('Saved.').waitFor()
    expect(await hasFocus(save)).toBe(true)
    expect(await sql`select idle_hours as hours from settings`).toMatchObject([{ hours: 7 }])
    await sql`update settings set idle_hours = ${before!.hours}, version = version + 1`
  })
})
