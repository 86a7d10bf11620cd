import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { test } from '../support/page'
import { signIn } from '../support/sign-in'

let serial = 0

/** Enters a customer of its own, under a code that needs care in an address, and stays in its file. */
async function enterCustomer(page: Page): Promise<{ code: string; name: string }> {
  const code = `J/${process.pid} ${++serial}%`
  const name = `Journey ${process.pid} ${serial} SAS`
  await page.goto('/customers/new')
  await page.getByLabel('Code', { exact: true }).fill(code)
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByRole('button', { name: 'Create the customer' }).click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
  expect(new URL(page.url()).pathname).toBe(`/customers/${encodeURIComponent(code)}`)
  return { code, name }
}

const dialog = (page: Page) => page.getByRole('dialog')

async function addContact(page: Page, firstName: string, lastName: string, star = false): Promise<void> {
  await page.getByRole('button', { name: 'Contact', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Add a contact' }).click()
  await dialog(page).getByLabel('First name').fill(firstName)
  await dialog(page).getByLabel('Last name').fill(lastName)
  if (star) await dialog(page).getByLabel('Contact for collection').check()
  await dialog(page).getByRole('button', { name: 'Add a contact' }).click()
  await dialog(page).waitFor({ state: 'detached' })
}

/** What the page says it just did. */
const said = (page: Page, text: string) => page.getByRole('status').getByText(text).waitFor()
/** What axe finds, also while the page is read again: its title stands. */
async function violations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
}

describe('the contacts of a customer', () => {
  test('are entered, corrected, marked for collection and removed where one reads them', async ({ page }) => {
    await signIn(page)
    const { code } = await enterCustomer(page)
    await page.getByRole('button', { name: 'Contact', exact: true }).click()
    expect(await violations(page)).toEqual([])
    await page.getByRole('menuitem', { name: 'Add a contact' }).click()
    expect(await violations(page)).toEqual([])
    await dialog(page).getByLabel('First name').fill('Petra')
    await dialog(page).getByLabel('E-mail').fill('petra at journey')
    await dialog(page).getByLabel('Telephone').fill('01 99 00 71 23')
    await dialog(page).getByLabel('Contact for collection').check()
    await dialog(page).getByRole('button', { name: 'Add a contact' }).click()
    await dialog(page).getByText('This field is needed.').waitFor()
    await dialog(page).getByText('This is not an e-mail address we can write to').waitFor()
    expect(await dialog(page).getByLabel('Last name').getAttribute('aria-invalid')).toBe('true')
    await dialog(page).getByLabel('Last name').fill('Lang')
    await dialog(page).getByLabel('E-mail').fill('petra.lang@journey.example')
    await dialog(page).getByRole('button', { name: 'Add a contact' }).click()
    await said(page, 'Petra Lang now receives the reminders.')
    expect(await page.getByRole('link', { name: '01 99 00 71 23' }).getAttribute('href')).toBe('tel:+33199007123')

    await page.getByRole('button', { name: 'Add a contact' }).click()
    await dialog(page).getByLabel('First name').fill('Jonas')
    await dialog(page).getByLabel('Last name').fill('Weber')
    await dialog(page).getByLabel('E-mail').fill('Petra.Lang@journey.example')
    await dialog(page).getByLabel('Mobile').fill('see below')
    await dialog(page).getByRole('button', { name: 'Add a contact' }).click()
    await dialog(page).getByText('There is no digit in this.').waitFor()
    await dialog(page).getByLabel('Mobile').fill('')
    await dialog(page).getByRole('button', { name: 'Add a contact' }).click()
    await dialog(page).getByText('Petra Lang has this address at this customer already.').waitFor()
    await dialog(page).getByRole('button', { name: 'Save anyway' }).waitFor()
    expect(await violations(page)).toEqual([])
    await dialog(page).getByLabel('E-mail').fill('')
    await dialog(page).getByRole('button', { name: 'Add a contact' }).click()
    await dialog(page).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Mark Jonas Weber for collection' }).click()
    await said(page, 'Jonas Weber now receives the reminders; until now Petra Lang did.')
    await page.getByText('Reminders cannot reach Jonas Weber: there is no e-mail address and no mobile.').waitFor()

    await page.getByRole('button', { name: 'Edit Jonas Weber' }).click()
    await dialog(page).getByLabel('Mobile').fill('06 39 98 12 34')
    await page.keyboard.press('Escape')
    await dialog(page).getByText('What you typed is not saved.').waitFor()
    await dialog(page).getByRole('button', { name: 'Go on writing' }).click()
    expect(await dialog(page).getByLabel('Mobile').inputValue()).toBe('06 39 98 12 34')
    await dialog(page).getByRole('button', { name: 'Save' }).click()
    await said(page, 'Jonas Weber was changed.')

    await page.getByRole('button', { name: 'Edit Jonas Weber' }).click()
    await dialog(page).getByRole('button', { name: 'Remove' }).click()
    await dialog(page).getByText('They stop until another contact is marked for collection.').waitFor()
    expect(await violations(page)).toEqual([])
    await dialog(page).getByRole('button', { name: 'Remove Jonas Weber' }).click()
    await said(page, 'Jonas Weber was removed from the contacts.')

    await page.getByRole('main').getByRole('link', { name: 'History' }).click()
    await page.waitForURL((url) => url.searchParams.get('tab') === 'history')
    const history = page.getByRole('list', { name: 'History' })
    expect((await history.getByRole('listitem').filter({ hasText: ' · ' }).allInnerTexts()).length).toBeGreaterThan(5)
    expect(await history.innerText()).toContain('Contact for collection · Jonas Weber, until then Petra Lang')
    await history.getByText('Customer entered').waitFor()
    expect(await violations(page)).toEqual([])
    expect(await page.title()).toContain(code)
  })

  test('changed by two people at once keep what the second one typed, who is told', async ({ page }) => {
    await signIn(page)
    await enterCustomer(page)
    await addContact(page, 'Ana', 'Twice')
    const other = await page.context().newPage()
    await other.goto(page.url())
    for (const one of [page, other]) await one.getByRole('button', { name: 'Edit Ana Twice' }).click()
    await dialog(other).getByLabel('Title').fill('Dr.')
    await dialog(other).getByRole('button', { name: 'Save' }).click()
    await said(other, 'Ana Twice was changed.')
    await dialog(page).getByLabel('Comment').fill('Only in the morning.')
    await dialog(page).getByRole('button', { name: 'Save' }).click()
    await dialog(page).getByText('Someone changed this while you were editing.').waitFor()
    expect(await dialog(page).getByLabel('Comment').inputValue()).toBe('Only in the morning.')
  })
})

describe('the colleagues of a customer', () => {
  test('are associated, edited and deleted, and a deletion is taken back', async ({ page }) => {
    await signIn(page)
    await enterCustomer(page)
    await page.getByRole('button', { name: 'Contact', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Associate a colleague' }).click()
    expect(await dialog(page).getByRole('link', { name: 'Create a user' }).getAttribute('href')).toBe(
      '/admin/users/new',
    )
    await dialog(page).getByLabel('Find a colleague').fill('dupont')
    await dialog(page)
      .getByRole('radio', { name: /Marie Dupont/ })
      .check()
    await dialog(page).getByLabel('As', { exact: true }).selectOption('Customer service')
    expect(await violations(page)).toEqual([])
    await dialog(page).getByRole('button', { name: 'Associate Marie Dupont' }).click()
    await said(page, 'Marie Dupont is now a colleague for this customer.')

    await page.getByRole('button', { name: 'Edit the colleagues' }).click()
    await page.getByRole('button', { name: 'Edit Marie Dupont' }).click()
    await dialog(page).getByLabel('As', { exact: true }).selectOption('Dispute resolver')
    await dialog(page).getByRole('button', { name: 'Save' }).click()
    await said(page, 'Marie Dupont is now associated as: Dispute resolver.')
    await page.getByRole('button', { name: 'Edit Marie Dupont' }).click()
    await dialog(page).getByRole('button', { name: 'Take off this customer' }).click()
    await dialog(page).getByRole('button', { name: 'Take Marie Dupont off' }).click()
    await said(page, 'Marie Dupont is no longer a colleague for this customer.')
    await page.getByText('No colleague yet').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await said(page, 'Marie Dupont is now a colleague for this customer.')
    await page.getByText('Dispute resolver · since').waitFor()
  })
})

describe('who is calling', () => {
  test('is found from any page by a few letters, with the keyboard alone', async ({ page }) => {
    await signIn(page)
    const { code, name } = await enterCustomer(page)
    await addContact(page, 'Quentin', `Caller${process.pid}`)
    await page.goto('/changes')
    await page.keyboard.press('/')
    const field = page.getByRole('combobox', { name: 'Find a customer or a caller' })
    await page.keyboard.type(`caller${process.pid} quen`)
    await page.getByRole('option', { name: new RegExp(`Quentin Caller${process.pid}.*${name}`) }).waitFor()
    await field.dispatchEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true })
    expect(new URL(page.url()).pathname).toBe('/changes')
    await page.keyboard.press('ArrowDown')
    expect(await page.getByRole('option').first().getAttribute('aria-selected')).toBe('true')
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('listbox').waitFor({ state: 'detached' })
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name }).waitFor()

    await page.keyboard.press('Control+k')
    await page.keyboard.type('nobody is called like this')
    await page.getByText('Nobody found for').first().waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/search\?q=nobody/)
    await page.getByRole('main').getByRole('searchbox').fill(code)
    await page.keyboard.press('Enter')
    await page.getByRole('main').getByRole('link', { name }).click()
    await page.getByRole('heading', { level: 1, name }).waitFor()
  })

  test('who is not signed in is told nothing', async ({ page, tolerated }) => {
    tolerated.push(/401/)
    const response = await page.goto('/api/search?q=a')
    expect([response?.status(), await response?.json()]).toEqual([401, { code: 'unauthenticated' }])
    expect(response?.headers()['cache-control']).toBe('private, no-store')
  })
})
