import { afterAll, beforeAll, describe, expect } from 'vitest'
import { connect } from '@/db/client'
import { BROKEN_ADDRESSES } from '../support/broken-addresses'
import { sessionCookie } from '../support/cookie'
import { test, withoutScript } from '../support/page'
import { administrator, appUrl, databaseUrl } from '../support/server'
import { enterAsAdministrator } from '../support/sign-in'

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
    await enterAsAdministrator(page)
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

describe('the search box and the panel beside it', () => {
  test('are one form: what is in force is shown, and what is shown is sent, without JavaScript', async ({ page }) => {
    await enterAsAdministrator(page)
    const plain = await withoutScript(page)
    await plain.goto('/customers?country=FR&contact=no-email,!none&overdue=1000..500')
    await plain.getByText('Overdue: the lower end is above the upper one (1000..500).').waitFor()
    await plain.getByRole('searchbox', { name: 'Search', exact: true }).fill('sas')
    await plain.getByRole('button', { name: 'Filter', exact: true }).click()
    const panel = plain.getByRole('form', { name: 'Narrow the search' })
    expect(await panel.getByLabel('Country', { exact: true }).inputValue()).toBe('FR')
    expect(await panel.getByRole('checkbox').count()).toBe(2)
    expect(await panel.getByRole('checkbox', { name: 'Contact at least one' }).isChecked()).toBe(true)
    expect(await panel.getByLabel('Overdue, from').inputValue()).toBe('1000')
    await panel.getByLabel('Overdue, to').fill('5000')
    await panel.getByRole('button', { name: 'Apply' }).click()
    await plain.waitForURL('**/customers?q=sas&country=FR&contact=no-email,!none&overdue=1000..5000')
    await plain.getByRole('button', { name: 'Filter', exact: true }).click()
    await panel.getByRole('checkbox', { name: 'Contact at least one' }).uncheck()
    await panel.getByLabel('Country: add another').selectOption('DE')
    await panel.getByRole('button', { name: 'Apply' }).click()
    await plain.waitForURL('**/customers?q=sas&country=DE,FR&contact=no-email&overdue=1000..5000')
    await plain.getByRole('link', { name: 'Country is Germany – turn to “is not”' }).click()
    await plain.waitForURL('**/customers?q=sas&country=FR,!DE&contact=no-email&overdue=1000..5000')
    await plain.getByRole('link', { name: 'Country is not Germany – turn to “is”' }).click()
    await plain.waitForURL('**/customers?q=sas&country=DE,FR&contact=no-email&overdue=1000..5000')
    await plain.context().close()
  })

  test('say what the address says, also after going back', async ({ page }) => {
    await enterAsAdministrator(page)
    const box = page.getByRole('searchbox', { name: 'Search', exact: true })
    await page.goto('/customers?q=stahl')
    await box.fill('lyon')
    await box.press('Enter')
    await page.waitForURL('**/customers?q=lyon')
    await page.goBack()
    await page.waitForURL('**/customers?q=stahl')
    expect(await box.inputValue()).toBe('stahl')
    await page.goForward()
    await page.waitForURL('**/customers?q=lyon')
    expect(await box.inputValue()).toBe('lyon')
  })
})

describe('the list', () => {
  test('names every column it can be sorted by, within a narrow desk', async ({ page }) => {
    await enterAsAdministrator(page)
    await page.setViewportSize({ width: 1280, height: 720 })
    await page.goto('/customers')
    const country = page.getByRole('link', { name: 'Sort by Country' })
    expect((await country.innerText()).trim()).toBe('Country')
    expect((await country.boundingBox())!.width).toBeGreaterThan(20)
    const late = await page.getByRole('columnheader', { name: 'Late' }).boundingBox()
    expect(late!.x + late!.width).toBeLessThanOrEqual(1280)
  })
})

describe('a refused new customer', () => {
  test('leaves one in the field that was refused', async ({ page }) => {
    await enterAsAdministrator(page)
    const [taken] = await sql<{ code: string }[]>`select code from customers limit 1`
    await page.goto('/customers/new')
    const code = page.getByLabel('Code', { exact: true })
    await code.fill(taken!.code)
    await page.getByLabel('Name', { exact: true }).fill('Twice SAS')
    await page.getByRole('button', { name: 'Create the customer' }).click()
    await page.locator('#code-error').waitFor()
    await page.waitForFunction(() => document.activeElement?.id === 'code')
  })
})

describe('a search that takes too long', () => {
  test('is a sentence in place of the list, and the page stands', async ({ page }) => {
    await enterAsAdministrator(page)
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
