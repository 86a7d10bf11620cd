import type { Page } from 'playwright-core'
import { afterAll, describe, expect } from 'vitest'
import { connect } from '@/db/client'
import { axeFinds } from '../support/axe'
import { sessionCookie } from '../support/cookie'
import { test } from '../support/page'
import { appUrl, databaseUrl } from '../support/server'
import { enterAsAdministrator } from '../support/sign-in'

const { sql, close } = connect(databaseUrl, { max: 1 })
afterAll(close)

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

/** The drawer is there and so is the title, which is missing for a moment on the way to another address. */
async function opened(page: Page): Promise<void> {
  await dialog(page).waitFor()
  await page.waitForFunction(() => document.title !== '')
}

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

describe('the contacts of a customer', () => {
  test('are entered, corrected, marked for collection and removed where one reads them', async ({ page }) => {
    await enterAsAdministrator(page)
    const { code } = await enterCustomer(page)
    await page.getByRole('button', { name: 'Contact', exact: true }).click()
    expect(await axeFinds(page)).toEqual([])
    await page.getByRole('menuitem', { name: 'Add a contact' }).click()
    await opened(page)
    expect(await axeFinds(page)).toEqual([])
    await dialog(page).getByLabel('First name').fill('Petra')
    await dialog(page).getByLabel('Contact for collection').check()
    await dialog(page).getByText('Reminders cannot reach this contact yet').waitFor()
    await dialog(page).getByLabel('E-mail').fill('petra at journey')
    await dialog(page).getByLabel('Telephone').fill('01 99 00 71 23')
    await dialog(page).getByRole('button', { name: 'Add a contact' }).click()
    await dialog(page).getByText('This field is needed.').waitFor()
    await dialog(page).getByText('This is not an e-mail address we can write to').waitFor()
    expect(await dialog(page).getByLabel('Last name').getAttribute('aria-invalid')).toBe('true')
    await dialog(page).getByLabel('Last name').fill('Lang')
    await dialog(page).getByLabel('E-mail').fill('petra.lang@journey.example')
    await dialog(page).getByRole('button', { name: 'Add a contact' }).click()
    await said(page, 'Petra Lang now receives the reminders.')
    expect(await page.getByRole('link', { name: '01 99 00 71 23' }).getAttribute('href')).toBe('tel:+33199007123')

    await page.getByRole('link', { name: 'Add a contact' }).click()
    await dialog(page).getByLabel('First name').fill('Jonas')
    await dialog(page).getByLabel('Last name').fill('Weber')
    await dialog(page).getByLabel('E-mail').fill('Petra.Lang@journey.example')
    await dialog(page).getByLabel('Mobile').fill('see below')
    await dialog(page).getByRole('button', { name: 'Add a contact' }).click()
    await dialog(page).getByText('There is no digit in this.').waitFor()
    await dialog(page).getByLabel('Mobile').fill('')
    await dialog(page).getByText('Petra Lang · same e-mail address').waitFor()
    await dialog(page).getByRole('button', { name: 'Add a contact' }).click()
    await dialog(page).getByText('Petra Lang has this address at this customer already.').waitFor()
    await dialog(page).getByRole('button', { name: 'Save anyway' }).waitFor()
    expect(await axeFinds(page)).toEqual([])
    await dialog(page).getByLabel('E-mail').fill('')
    await dialog(page).getByRole('button', { name: 'Add a contact' }).click()
    await dialog(page).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Mark Jonas Weber for collection' }).click()
    await said(page, 'Jonas Weber now receives the reminders; until now Petra Lang did.')
    await page.getByText('Reminders cannot reach Jonas Weber: there is no e-mail address and no mobile.').waitFor()

    await page.getByRole('link', { name: 'Edit Jonas Weber' }).click()
    await dialog(page).getByLabel('Mobile').fill('06 39 98 12 34')
    await page.keyboard.press('Escape')
    await dialog(page).getByText('What you typed is not saved.').waitFor()
    await dialog(page).getByRole('button', { name: 'Go on writing' }).click()
    expect(await dialog(page).getByLabel('Mobile').inputValue()).toBe('06 39 98 12 34')
    await dialog(page).getByRole('button', { name: 'Save' }).click()
    await said(page, 'Jonas Weber was changed.')

    await page.getByRole('link', { name: 'Edit Jonas Weber' }).click()
    await dialog(page).getByRole('button', { name: 'Remove' }).click()
    await dialog(page).getByText('They stop until another contact is marked for collection.').waitFor()
    expect(await axeFinds(page)).toEqual([])
    await dialog(page).getByRole('button', { name: 'Remove Jonas Weber' }).click()
    await said(page, 'Jonas Weber was removed from the contacts.')

    await page.getByRole('main').getByRole('link', { name: 'History' }).click()
    await page.waitForURL((url) => url.searchParams.get('tab') === 'history')
    const history = page.getByRole('list', { name: 'History' })
    expect((await history.getByRole('listitem').filter({ hasText: ' · ' }).allInnerTexts()).length).toBeGreaterThan(5)
    expect(await history.innerText()).toContain('Contact for collection · Jonas Weber, until then Petra Lang')
    await history.getByText('Customer entered').waitFor()
    expect(await axeFinds(page)).toEqual([])
    expect(await page.title()).toContain(code)
  })

  test('open in a drawer with an address, to come back to and to leave, with the focus where it belongs', async ({
    page,
  }) => {
    await enterAsAdministrator(page)
    await enterCustomer(page)
    const file = page.url()
    await addContact(page, 'Deep', 'Link')
    expect(page.url()).toBe(file)
    const name = page.getByRole('link', { name: 'Deep Link', exact: true })
    await name.click()
    await opened(page)
    const address = page.url()
    expect(new URL(address).searchParams.get('contact')).toMatch(/^[0-9]+$/)
    expect(await dialog(page).evaluate((node) => node === document.activeElement)).toBe(true)
    expect(await axeFinds(page)).toEqual([])
    await page.keyboard.press('Escape')
    await dialog(page).waitFor({ state: 'detached' })
    expect(page.url()).toBe(file)
    expect(await name.evaluate((node) => node === document.activeElement)).toBe(true)
    await page.goForward()
    await dialog(page).waitFor()
    await page.goBack()
    await dialog(page).waitFor({ state: 'detached' })

    await name.click()
    await dialog(page).getByLabel('Comment').fill('Half a sentence')
    await page.goBack()
    await dialog(page).getByText('What you typed is not saved.').waitFor()
    await dialog(page).getByRole('button', { name: 'Go on writing' }).click()
    await page.waitForURL(address)
    expect(await dialog(page).getByLabel('Comment').inputValue()).toBe('Half a sentence')
    await page.goBack()
    await dialog(page).getByRole('button', { name: 'Discard it' }).click()
    await dialog(page).waitFor({ state: 'detached' })
    expect(page.url()).toBe(file)

    await page.setViewportSize({ width: 390, height: 844 })
    await page.goto(`${address}&tab=history`)
    await opened(page)
    expect(await dialog(page).boundingBox()).toMatchObject({ x: 0, y: 0, width: 390, height: 844 })
    expect(await axeFinds(page)).toEqual([])
    await dialog(page).getByRole('button', { name: 'Close' }).click()
    await page.waitForURL(`${file}?tab=history`)
    expect(await name.evaluate((node) => node === document.activeElement)).toBe(true)

    await page.goto(`${file}?contact=999999999`)
    await dialog(page).getByText('This contact no longer exists, or you may not see it.').waitFor()
  })

  test('are read by those who may not write, in the same drawer', async ({ page }) => {
    const [row] = await sql<{ code: string; id: string; name: string; email: string }[]>`
      select c.code, k.id, concat_ws(' ', p.first_name, p.last_name) as name, p.email
      from contacts k join people p on p.id = k.person_id join customers c on c.id = k.customer_id
      where k.role = 'accountant' and p.email is not null order by k.id desc limit 1`
    const [reader] = await sql<{ id: string }[]>`
      insert into users (handle, email, last_name, role, active)
      values ('contact.reader', 'contact.reader@test.example', 'Reader', 'executive', true) returning id`
    const [name = '', value = ''] = (await sessionCookie(reader!.id)).split('=')
    await page.context().addCookies([{ name, value, url: appUrl }])
    await page.goto(`/customers/${encodeURIComponent(row!.code)}?contact=${row!.id}`)
    await page.getByRole('dialog', { name: row!.name }).getByRole('link', { name: row!.email }).waitFor()
    expect(await dialog(page).getByRole('textbox').count()).toBe(0)
    expect(await axeFinds(page)).toEqual([])
    for (const part of ['contact=new', `contact=${row!.id}&erase=1`, `contact=${row!.id}&with=${row!.id}`]) {
      await page.goto(`/customers/${encodeURIComponent(row!.code)}?${part}`)
      await page.locator('h1').waitFor()
      expect(await page.getByRole('button', { name: /Add a contact|Erase|Merge/ }).count()).toBe(0)
    }
  })

  test('changed by two people at once are laid side by side, field by field, and nothing that was typed is lost', async ({
    page,
  }) => {
    await enterAsAdministrator(page)
    await enterCustomer(page)
    await addContact(page, 'Ana', 'Twice')
    await page.getByRole('link', { name: 'Edit Ana Twice' }).click()
    await dialog(page).waitFor()
    const other = await page.context().newPage()
    await other.goto(page.url())
    await dialog(other).getByLabel('Title').fill('Dr.')
    await dialog(other).getByLabel('Comment').fill('Theirs')
    await dialog(other).getByLabel('Fax').fill('01 99 00 00 01')
    await dialog(other).getByRole('button', { name: 'Save' }).click()
    await said(other, 'Ana Twice was changed.')
    await dialog(page).getByLabel('Title').fill('Prof.')
    await dialog(page).getByLabel('Comment').fill('Only in the morning.')
    await dialog(page).getByLabel('Mobile').fill('06 39 98 12 34')
    await dialog(page).getByRole('button', { name: 'Save' }).click()
    await dialog(page).getByText('Somebody else changed the same fields meanwhile.').waitFor()
    await dialog(page).getByText('Somebody changed this meanwhile: Fax.').waitFor()
    expect(await axeFinds(page)).toEqual([])
    const field = (name: string) => dialog(page).getByRole('textbox', { name })
    expect([await field('Title').inputValue(), await field('Comment').inputValue()]).toEqual([
      'Prof.',
      'Only in the morning.',
    ])
    const choice = (group: string, side: RegExp) =>
      dialog(page).getByRole('group', { name: group }).getByRole('radio', { name: side })
    expect(await choice('Title', /Yours\s*Prof\./).isChecked()).toBe(true)
    await choice('Title', /Before\s*nothing/).check()
    expect(await field('Title').inputValue()).toBe('')
    await choice('Title', /Stored\s*Dr\./).check()
    await choice('Comment', /Stored\s*Theirs/).check()
    await choice('Comment', /Yours\s*Only in the morning\./).check()
    await dialog(page).getByRole('button', { name: 'Save' }).click()
    await said(page, 'Ana Twice was changed.')
    await page.getByRole('link', { name: 'Edit Ana Twice' }).click()
    const kept = await Promise.all(['Title', 'Comment', 'Fax', 'Mobile'].map((name) => field(name).inputValue()))
    expect(kept).toEqual(['Dr.', 'Only in the morning.', '01 99 00 00 01', '06 39 98 12 34'])

    await dialog(page).getByLabel('Comment').fill('Still typing')
    await other.getByRole('link', { name: 'Edit Ana Twice' }).click()
    await dialog(other).getByRole('button', { name: 'Remove' }).click()
    await dialog(other).getByRole('button', { name: 'Remove Ana Twice' }).click()
    await said(other, 'Ana Twice was removed from the contacts.')
    await dialog(page).getByRole('button', { name: 'Save' }).click()
    await dialog(page).getByText('Ana Twice was removed from this customer meanwhile.').waitFor()
    expect(await field('Comment').inputValue()).toBe('Still typing')
    await dialog(page).getByRole('button', { name: 'Add a contact' }).click()
    await said(page, 'Ana Twice was added.')
    await page.getByText('Still typing').waitFor()
  })
})

describe('one person at two customers', () => {
  test('is used again instead of typed twice, corrected at both, and merged where somebody typed twice', async ({
    page,
  }) => {
    await enterAsAdministrator(page)
    const [first, last] = ['Wilhelmina', `Accountant${process.pid}`]
    const one = await enterCustomer(page)
    const fileOfOne = page.url()
    await addContact(page, first, last, true)
    await page.getByRole('link', { name: `Edit ${first} ${last}` }).click()
    await dialog(page).getByLabel('E-mail').fill(`w.${process.pid}@shared.example`)
    await dialog(page).getByRole('button', { name: 'Save' }).click()
    await said(page, `${first} ${last} was changed.`)

    const two = await enterCustomer(page)
    await page.getByRole('link', { name: 'Add a contact' }).click()
    await dialog(page).getByLabel('First name').fill(first)
    await dialog(page).getByLabel('Last name').fill(last)
    await dialog(page).getByLabel('Telephone').fill('01 99 00 55 44')
    await dialog(page)
      .getByRole('button', { name: `Use this person: ${first} ${last}` })
      .click()
    await dialog(page).getByText(`is known from ${one.name}`).waitFor()
    expect(await dialog(page).getByLabel('E-mail').inputValue()).toBe(`w.${process.pid}@shared.example`)
    expect(await dialog(page).getByLabel('Telephone').inputValue()).toBe('01 99 00 55 44')
    await dialog(page).getByRole('group', { name: 'Telephone' }).getByRole('radio', { name: /Yours/ }).check()
    expect(await axeFinds(page)).toEqual([])
    await dialog(page).getByRole('button', { name: 'Add a contact' }).click()
    await said(page, 'It shows at 1 other customer too.')
    await page.goto(fileOfOne)
    await page.getByText('01 99 00 55 44').waitFor()

    const three = await enterCustomer(page)
    await page.getByRole('link', { name: 'Add a contact' }).click()
    await dialog(page).getByLabel('First name').fill(first)
    await dialog(page).getByLabel('Last name').fill(last)
    await dialog(page).getByLabel('Mobile').fill('06 39 98 77 11')
    await dialog(page).getByRole('button', { name: 'Add a contact' }).click()
    await dialog(page).waitFor({ state: 'detached' })
    await page.getByRole('link', { name: `Edit ${first} ${last}` }).click()
    await dialog(page)
      .getByRole('link', { name: `Merge with ${first} ${last}` })
      .click()
    await dialog(page).getByText('Choose what is kept').waitFor()
    for (const { name } of [one, two, three]) await dialog(page).getByText(name).waitFor()
    expect(await dialog(page).getByRole('group', { name: 'E-mail' }).getByRole('radio').nth(1).isChecked()).toBe(true)
    expect(await dialog(page).getByRole('group', { name: 'Mobile' }).getByRole('radio').nth(0).isChecked()).toBe(true)
    await opened(page)
    expect(await axeFinds(page)).toEqual([])
    await dialog(page)
      .getByRole('button', { name: `Merge into ${first} ${last}` })
      .click()
    await said(page, 'is one person now, contact of 3 customers')
    await page.goto(fileOfOne)
    await page.getByText('06 39 98 77 11').waitFor()
    await page.getByText('for collection', { exact: true }).waitFor()

    await page.getByRole('link', { name: `Edit ${first} ${last}` }).click()
    await dialog(page).getByText('Also a contact of 2 other customers').waitFor()
    await dialog(page).getByRole('link', { name: 'Erase…' }).click()
    await dialog(page).getByText(`Reminders of ${one.name} stop`).waitFor()
    await opened(page)
    expect(await axeFinds(page)).toEqual([])
    expect(await dialog(page).getByRole('button', { name: 'Erase everywhere' }).isDisabled()).toBe(true)
    await dialog(page).getByLabel('This person asked for it').check()
    await dialog(page).getByRole('button', { name: 'Erase everywhere' }).click()
    await said(page, 'The person was erased, at 3 customers.')
    await page.getByText('No contact yet').waitFor()
    await page.goto(`${fileOfOne}?tab=history`)
    await page.getByText('a person who was erased on request').first().waitFor()
    expect(await page.getByRole('main').innerText()).not.toMatch(new RegExp(`${last}|@shared|01 99 00 55`))
  })
})

describe('a contact of the ERP', () => {
  test('is locked field by field, takes what is ours, and gives a copy that is ours', async ({ page }) => {
    await enterAsAdministrator(page)
    const [row] = await sql<{ code: string; id: string; name: string }[]>`
      select c.code, k.id, concat_ws(' ', p.first_name, p.last_name) as name
      from contacts k join people p on p.id = k.person_id join customers c on c.id = k.customer_id
      where k.role = 'company' and k.for_collection and p.email is not null and c.state = 'active'
        and not exists (select from contacts o where o.customer_id = k.customer_id and o.id <> k.id)
      order by c.code desc limit 1`
    const { code, id, name } = row!
    await page.goto(`/customers/${encodeURIComponent(code)}?contact=${id}`)
    await dialog(page).getByText('From the ERP, updated by the next import.').first().waitFor()
    for (const label of ['Title', 'First name', 'Last name', 'E-mail', 'Telephone', 'Mobile'])
      expect({ label, closed: await dialog(page).getByRole('textbox', { name: label }).isEditable() }).toEqual({
        ...{ label, closed: false },
      })
    expect(await dialog(page).getByLabel('Role for us').locator('option').allInnerTexts()).not.toContain('Company')
    await opened(page)
    expect(await axeFinds(page)).toEqual([])
    await dialog(page).getByLabel('Role for us').selectOption('Accountant')
    await dialog(page).getByLabel('Comment').fill('Speaks German')
    await dialog(page).getByRole('button', { name: 'Save' }).click()
    await said(page, 'was changed.')
    await page.getByText('Speaks German').waitFor()
    await page.getByRole('link', { name: `Edit ${name}` }).click()
    await dialog(page).getByRole('button', { name: 'Make an own copy' }).click()
    await dialog(page).getByText('which receives the reminders').waitFor()
    await dialog(page).getByLabel('E-mail', { exact: true }).fill('corrected@journey.example')
    await dialog(page).getByRole('button', { name: 'Save' }).click()
    await dialog(page).waitFor({ state: 'detached' })
    await page.getByText('corrected@journey.example').waitFor()
    expect(await page.getByRole('link', { name: `Edit ${name}` }).count()).toBe(2)
  })
})

describe('the colleagues of a customer', () => {
  test('are associated, edited and deleted, and a deletion is taken back', async ({ page }) => {
    await enterAsAdministrator(page)
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
    expect(await axeFinds(page)).toEqual([])
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
    await enterAsAdministrator(page)
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
    expect(await axeFinds(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('listbox').waitFor({ state: 'detached' })
    await page.keyboard.press('Enter')
    await dialog(page)
      .getByRole('heading', { name: `Quentin Caller${process.pid}` })
      .waitFor()
    await page.keyboard.press('Escape')
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
