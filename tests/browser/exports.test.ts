import { readFile } from 'node:fs/promises'
import type { Download, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { connect } from '@/db/client'
import { readCsv, readWorkbook } from '../support/export'
import { test, withoutScript } from '../support/page'
import { appUrl, databaseUrl } from '../support/server'
import { enterAs, enterAsAdministrator } from '../support/sign-in'

const { sql, close } = connect(databaseUrl, { max: 1 })
let before: Date

beforeAll(async () => {
  const [row] = await sql<{ now: Date }[]>`select now() as now`
  before = row!.now
})

/** What the tests exported and what was kept of it is gone again. */
afterAll(async () => {
  await sql`delete from exports where created_at >= ${before}`
  await sql`update users set export_choices = null`
  await close()
})

const french = async () => {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::integer as count from customers where state = 'active' and country = 'FR'`
  return row!.count
}

async function downloaded(page: Page, press: () => Promise<unknown>): Promise<{ name: string; file: Buffer }> {
  const [download] = (await Promise.all([page.waitForEvent('download'), press()])) as [Download, unknown]
  return { name: download.suggestedFilename(), file: await readFile(await download.path()) }
}

const today = () => new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Paris' })

describe('a list', () => {
  test('is taken away as it is searched for, and the next time as it was wanted last', async ({ page }) => {
    await enterAsAdministrator(page)
    await page.goto('/customers?country=FR')
    await page.getByRole('link', { name: 'Export', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Export: Customers' }).waitFor()
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/exports/new/customers?country=FR')
    await page.getByText('Country France').waitFor()
    const count = await french()
    const press = () => page.getByRole('button', { name: `Export ${count} rows` }).click()
    const book = await downloaded(page, press)
    expect(book.name).toMatch(/^customers-country-fr-\d{4}-\d\d-\d\d\.xlsx$/)
    const [list, about] = await readWorkbook(book.file)
    expect(list!.data.length).toBe(count + 1)
    expect(Object.fromEntries(about!.data as [string, string][]).Search).toBe('Country France')
    await page.getByLabel('Delimited text (.csv)').check()
    await page.getByText('How a .csv file is written').click()
    await page.getByLabel('1234,56, separated by semicolons').check()
    const text = await downloaded(page, press)
    expect(text.name).toBe(book.name.replace('.xlsx', '.csv'))
    expect(readCsv(text.file, ';').length).toBe(count)
    expect(text.file.subarray(0, 3).toString('hex')).toBe('efbbbf')
    await page.reload()
    expect(await page.getByLabel('Delimited text (.csv)').isChecked()).toBe(true)
    expect(await page.getByLabel('1234,56, separated by semicolons').isChecked()).toBe(true)
    await page.goto('/admin/history?about=export')
    await page.getByText('List exported').first().waitFor()
    await page.getByRole('link', { name: 'show', exact: true }).first().click()
    await page.waitForURL(/\/customers\?country=FR$/)
  })

  test('is taken away as it was ticked, without a step that needs JavaScript after the ticks', async ({ page }) => {
    await enterAsAdministrator(page)
    await page.goto('/customers?country=FR')
    const ticks = page.locator('tbody input[name=id]')
    await ticks.nth(0).check()
    await ticks.nth(2).check()
    await page
      .getByRole('region', { name: /selection/i })
      .getByRole('button', { name: 'Export' })
      .click()
    await page.waitForURL(/\/exports\/[a-z0-9]{10}$/)
    await page.getByText('2 customers chosen by hand').waitFor()
    const plain = await withoutScript(page)
    await plain.goto(page.url())
    await plain.getByLabel('Delimited text (.csv)').check()
    const { name, file } = await downloaded(plain, () => plain.getByRole('button', { name: 'Export' }).click())
    const lines = file.toString().split('\r\n').slice(1, -1)
    expect([name.startsWith('customers-chosen-'), lines.length]).toEqual([true, 2])
    await plain.context().close()
  })

  test('of contacts is taken away as it was ticked, too', async ({ page }) => {
    await enterAsAdministrator(page)
    await page.goto('/contacts')
    await page.locator('tbody input[name=id]').nth(1).check()
    await page
      .getByRole('region', { name: /selection/i })
      .getByRole('button', { name: 'Export' })
      .click()
    await page.waitForURL(/\/exports\/[a-z0-9]{10}$/)
    await page.getByLabel('Delimited text (.csv)').check()
    const { name, file } = await downloaded(page, () => page.getByRole('button', { name: 'Export' }).click())
    expect([name.startsWith('contacts-chosen-'), readCsv(file).length]).toEqual([true, 1])
  })

  test('that cannot be searched for is not exported, and says why', async ({ page }) => {
    await enterAsAdministrator(page)
    await page.goto('/exports/new/customers?country=France')
    await page.getByText('A part of this search cannot be applied').waitFor()
    expect(await page.getByRole('button', { name: /^Export/ }).count()).toBe(0)
    const answer = await page.request.post('/api/exports', {
      headers: { origin: new URL(page.url()).origin },
      form: { kind: 'customers', search: 'country=France', format: 'csv', decimal: 'point', days: 'iso' },
      maxRedirects: 0,
    })
    expect([answer.status(), answer.headers().location]).toEqual([303, '/exports?refused=brokenSearch'])
  })

  test('is greyed for whoever may not export, with the reason, and the address opens nothing', async ({
    page,
    tolerated,
  }) => {
    tolerated.push(/status of 403/)
    await enterAs(page, sql, 'export.nobody', 'collector')
    await page.goto('/customers?country=FR')
    const button = page.getByRole('button', { name: /^Export/ }).first()
    expect(await button.getAttribute('aria-disabled')).toBe('true')
    expect(await button.getAttribute('title')).toBe('You may not export. Somebody who manages users can allow it.')
    expect((await page.goto('/exports/new/customers'))?.status()).toBe(403)
    await sql`delete from user_handles where handle = 'export.nobody'`
    await sql`delete from users where handle = 'export.nobody'`
  })
})

describe('a posted order', () => {
  test('from elsewhere is refused, and the answer to one of ours is kept by nobody', async ({ page }) => {
    await enterAsAdministrator(page)
    const form = { kind: 'customers', search: 'code=000135', format: 'csv', decimal: 'point', days: 'iso' }
    const from = (origin: string) => page.request.post('/api/exports', { headers: { origin }, form, maxRedirects: 0 })
    expect((await from('https://elsewhere.example')).status()).toBe(403)
    const answer = await from(new URL(appUrl).origin)
    expect(answer.headers()).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="customers-code-000135-${today()}.csv"`,
      'x-content-type-options': 'nosniff',
    })
    expect(answer.headers()['cache-control']).toContain('no-store')
  })
})

describe('on paper', () => {
  test('a list has all its rows, its headings on every page, what was searched for, and no frame', async ({ page }) => {
    await enterAsAdministrator(page)
    await page.goto('/customers?country=FR')
    await page.getByRole('link', { name: 'Print', exact: true }).click()
    await page.waitForURL('**/print/customers?country=FR')
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('tbody tr').count()).toBe(Math.min(1000, await french()))
    expect(await page.getByText('Country France').isVisible()).toBe(true)
    expect(await page.getByRole('button', { name: 'Print' }).isVisible()).toBe(false)
    expect(await page.locator('nav').first().isVisible()).toBe(false)
    expect(await page.locator('thead').evaluate((head) => getComputedStyle(head).display)).toBe('table-header-group')
    expect(await page.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor)).toBe(
      'rgb(255, 255, 255)',
    )
  })

  test('a customer file has every open item, the contacts and the colleagues', async ({ page }) => {
    await enterAsAdministrator(page)
    const [most] = await sql<{ code: string; items: number }[]>`
      select code, open_items as items from customers where state = 'active' order by open_items desc, code limit 1`
    await page.goto(`/customers/${encodeURIComponent(most!.code)}`)
    await page.getByRole('link', { name: 'Print', exact: true }).click()
    await page.waitForURL('**/print')
    expect(await page.locator('table.items tbody tr').count()).toBe(most!.items)
    await page.getByRole('heading', { name: 'Contacts' }).waitFor()
  })
})
