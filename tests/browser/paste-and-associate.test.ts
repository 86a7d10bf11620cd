import { beforeAll, describe, expect } from 'vitest'
import { connect } from '@/db/client'
import { test, withoutScript } from '../support/page'
import { databaseUrl } from '../support/server'
import { enterAsAdministrator } from '../support/sign-in'

const { sql, close } = connect(databaseUrl, { max: 1 })
let codes: string[]
let colleagues: string[]

beforeAll(async () => {
  codes = (await sql<{ code: string }[]>`select code from customers where state = 'active' order by id limit 12`).map(
    ({ code }) => code,
  )
  colleagues = (
    await sql<
      { name: string }[]
    >`select first_name || ' ' || last_name as name from users where first_name is not null order by id desc limit 2`
  ).map(({ name }) => name)
  return close
})

const pairs = async () => {
  const rows = await sql<{ pair: string }[]>`
    select c.code || ' ' || u.handle as pair from associations a
    join customers c on c.id = a.customer_id join users u on u.id = a.user_id order by 1`
  return rows.map(({ pair }) => pair)
}

describe('the main job', () => {
  test('a pasted column of codes becomes exactly these customers, who get two colleagues, and lose them again', async ({
    page,
  }) => {
    const before = await pairs()
    await enterAsAdministrator(page)
    await page.goto('/customers')
    await page.getByRole('button', { name: 'Paste codes' }).click()
    await page
      .getByLabel('Paste account codes')
      .last()
      .fill(`${codes.join('\r\n')}\r\nNOBODY-HAS-THIS\r\n${codes[3]}\r\n`)
    await page.getByRole('button', { name: 'Find these customers' }).click()
    await page.waitForURL(/\/customers\?list=[a-z0-9]{10}$/)
    const summary = page.getByText('14 pasted → 12 found · 1 not found · 1 twice')
    await summary.click()
    expect(await page.getByRole('textbox', { name: 'Not found' }).inputValue()).toBe('NOBODY-HAS-THIS')
    expect(await page.locator('tbody tr').count()).toBe(12)
    expect(
      (await page.locator('tbody [data-cell=code]').allInnerTexts()).map((text) => text.split(' · ')[0]).sort(),
    ).toEqual([...codes].sort())

    await page.getByLabel('Select all on this page').check()
    const bar = page.getByRole('region', { name: 'Actions for the selection' })
    await page.getByText('12 selected').waitFor()
    await bar.getByRole('button', { name: 'Associate', exact: true }).click()
    for (const name of colleagues) {
      await page.getByRole('searchbox', { name: 'Find a colleague' }).first().fill(name)
      await page.getByRole('checkbox', { name }).check()
    }
    await page.getByRole('button', { name: 'Associate 2 colleagues with 12 customers' }).click()
    await page.waitForURL(/\/changes\/[a-z0-9]{10}$/)
    const address = page.url()
    await page.getByText('Nothing has changed yet.').waitFor()
    await page.getByText(/^12 ticked customers among: .+ · Back to the search$/).waitFor()
    const back = page.getByRole('link', { name: 'Back to the search' })
    expect(await back.getAttribute('href')).toMatch(/^\/customers\?list=[a-z0-9]{10}$/)
    expect(await pairs()).toEqual(before)
    await page.getByRole('button', { name: 'Associate 2 colleagues with 12 customers' }).click()
    await page.getByText('Done', { exact: true }).waitFor()
    const handles = await sql<
      { handle: string }[]
    >`select handle from users where first_name || ' ' || last_name in ${sql(colleagues)}`
    const wanted = codes.flatMap((code) => handles.map(({ handle }) => `${code} ${handle}`))
    expect((await pairs()).sort()).toEqual([...new Set([...before, ...wanted])].sort())

    await page.goto(`/customers/${encodeURIComponent(codes[0]!)}`)
    for (const name of colleagues) await page.getByRole('main').getByText(name).first().waitFor()

    await page.goto(address)
    await page.getByRole('button', { name: 'Undo this change' }).click()
    await page.getByRole('button', { name: /^Undo for \d+ customers?$/ }).click()
    await page.getByText('Done', { exact: true }).waitFor()
    expect(await pairs()).toEqual(before)
  })

  test('all that match is said, counted and chosen across pages, and a tick less is one less', async ({ page }) => {
    await enterAsAdministrator(page)
    await page.goto('/customers?country=FR&size=25')
    const total = Number(
      (await sql`select count(*) as n from customers where country = 'FR' and state = 'active'`)[0]!.n,
    )
    await page.getByLabel('Select all on this page').check()
    await page.getByText('All 25 customers on this page are selected.').waitFor()
    await page.getByRole('button', { name: `Select all ${total} that match` }).click()
    await page.getByText(`${total} selected`).waitFor()
    await page.getByRole('link', { name: 'Next' }).click()
    await page.waitForURL(/page=2/)
    await page
      .getByRole('checkbox', { name: /^Select customer/, checked: true })
      .first()
      .waitFor()
    await page
      .getByRole('checkbox', { name: /^Select customer/ })
      .first()
      .uncheck()
    await page.getByText(`${total - 1} selected`).waitFor()
    await page.goto('/customers?country=DE')
    expect(await page.getByRole('region', { name: 'Actions for the selection' }).isVisible()).toBe(false)
  })

  test('a broken address says what is wrong with it and offers no mass change', async ({ page }) => {
    await enterAsAdministrator(page)
    const answer = await page.goto('/customers?country=France&colleague=nobody.here&size=7')
    expect(answer?.status()).toBe(200)
    await page.getByText('Country: “France” cannot be understood.').waitFor()
    await page.getByText('Colleague: “nobody.here” no longer exists.').waitFor()
    expect(await page.getByRole('region', { name: 'Actions for the selection' }).count()).toBe(0)
    await page.getByRole('link', { name: 'Search without this' }).click()
    await page.waitForURL((url) => url.search === '')
  })

  test('the search works without JavaScript, and what a form sends is written the one way', async ({ page }) => {
    await enterAsAdministrator(page)
    const plain = await withoutScript(page)
    await plain.goto('/customers?country=FR')
    await plain.getByRole('searchbox', { name: 'Search' }).fill('  sas ')
    await plain.keyboard.press('Enter')
    await plain.waitForURL('**/customers?q=sas&country=FR')
    expect(await plain.locator('tbody tr').count()).toBeGreaterThan(5)
    expect(await plain.title()).toBe('“sas” · Country France · Customers · Encours')
    await plain.context().close()
  })
})
