import type { Page } from 'playwright-core'
import { afterAll, describe, expect } from 'vitest'
import { connect } from '@/db/client'
import { test } from '../support/page'
import { enterUser, freshLink, joinBy } from '../support/people'
import { appUrl, databaseUrl } from '../support/server'
import { signIn } from '../support/sign-in'

const { sql, close } = connect(databaseUrl, { max: 1 })
afterAll(close)

const PASSWORD = 'four words in a row'

/** Somebody else's browser, which knows nothing of the administrator's. */
async function elsewhere(page: Page): Promise<Page> {
  return (await page.context().browser()!.newContext({ baseURL: appUrl, locale: 'en-GB' })).newPage()
}

const isOut = async (page: Page, address = '/customers') => {
  await page.goto(address)
  return new URL(page.url()).pathname === '/login'
}

describe('a user who is deactivated', () => {
  test('is out everywhere at the next request, and can be let in again', async ({ page }) => {
    await signIn(page)
    const email = await enterUser(page, 'Yann', 'Leaver')
    const [desk, phone] = [await elsewhere(page), await elsewhere(page)]
    await joinBy(desk, await freshLink(page), PASSWORD)
    await signIn(phone, { email, password: PASSWORD })
    await desk.goto('/profile')

    await page.reload()
    await page.getByRole('button', { name: 'Deactivate' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Deactivate' }).click()
    await page.getByRole('button', { name: 'Activate', exact: true }).waitFor()

    await desk.getByLabel('Appearance').selectOption('dark')
    await desk.getByRole('button', { name: 'Save' }).click()
    await desk.getByText('Your session has ended').waitFor()
    expect(await desk.getByLabel('Appearance').inputValue()).toBe('dark')
    expect(await isOut(desk)).toBe(true)
    expect(await isOut(phone)).toBe(true)
    await phone.getByLabel('E-mail').fill(email)
    await phone.locator('input[name=password]').fill(PASSWORD)
    await phone.getByRole('button', { name: 'Sign in' }).click()
    await phone.getByText('this account may not sign in').waitFor()

    await page.getByRole('button', { name: 'Activate', exact: true }).click()
    await page.getByRole('button', { name: 'Deactivate' }).waitFor()
    await signIn(phone, { email, password: PASSWORD })
    expect(await isOut(phone)).toBe(false)
    expect(await isOut(desk)).toBe(true)
    for (const other of [desk, phone]) await other.context().close()
  })

  test('leaves a portfolio, which is offered to somebody else on the way', async ({ page }) => {
    await signIn(page)
    const email = await enterUser(page, 'Ida', 'Holder')
    await sql`insert into associations (customer_id, user_id, kind, source)
      select (select min(id) from customers), id, usual_kind, 'person' from users where email = ${email}`
    await page.reload()
    await page.getByRole('button', { name: 'Deactivate' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('still collector of none and colleague of 1 customer').waitFor()
    const names = await dialog.getByLabel('Hand over to').locator('option').allInnerTexts()
    expect(names).not.toContain('Ida Holder')
    await dialog.getByLabel('Hand over to').selectOption(names[1]!)
    await dialog.getByRole('button', { name: 'Deactivate, then hand over' }).click()
    await page.getByRole('heading', { name: `Put ${names[1]} in the place of Ida Holder` }).waitFor()
    await page.getByRole('button', { name: 'Replace for 1 customer' }).waitFor()
    const held = () => sql`select active, (select count(*)::integer from associations where user_id = u.id) as held
      from users u where email = ${email}`
    expect(await held()).toMatchObject([{ active: false, held: 1 }])
  })

  test('cannot be the last administrator, who is told so', async ({ page }) => {
    await signIn(page)
    await page.goto('/admin/users/administrator')
    await page.getByRole('button', { name: 'Deactivate' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('This is you').waitFor()
    await dialog.getByRole('button', { name: 'Deactivate' }).click()
    await dialog.getByText('last active administrator').waitFor()
    expect(await isOut(page)).toBe(false)
  })
})

describe('other ways to end a session', () => {
  test('a new password ends the others and keeps this one', async ({ page }) => {
    await signIn(page)
    const email = await enterUser(page, 'Ugo', 'Change')
    const [here, there] = [await elsewhere(page), await elsewhere(page)]
    await joinBy(here, await freshLink(page), PASSWORD)
    await signIn(there, { email, password: PASSWORD })
    await here.goto('/profile')
    await here.locator('input[name=present]').fill(PASSWORD)
    await here.locator('input[name=password]').fill('five words in a row')
    await here.getByRole('button', { name: 'Change the password' }).click()
    await here.getByText('You stay signed in here').waitFor()
    expect(await isOut(here, '/profile')).toBe(false)
    expect(await isOut(there)).toBe(true)
    for (const other of [here, there]) await other.context().close()
  })

  test('another role does, and “sign out everywhere” does', async ({ page }) => {
    await signIn(page)
    const email = await enterUser(page, 'Rosa', 'Role')
    const desk = await elsewhere(page)
    await joinBy(desk, await freshLink(page), PASSWORD)
    await page.reload()
    await page.getByLabel('Role').selectOption('guest')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved.').waitFor()
    expect(await isOut(desk, '/profile')).toBe(true)
    await signIn(desk, { email, password: PASSWORD })
    await desk.goto('/profile')
    await desk.getByRole('button', { name: 'Sign out everywhere' }).click()
    await desk.getByText('You are signed out everywhere.').waitFor()
    expect(await isOut(desk, '/profile')).toBe(true)
    await desk.context().close()
  })
})

describe('an invitation', () => {
  test('speaks the language of the account, and the browser’s where it opens nothing', async ({ page }) => {
    await signIn(page)
    await enterUser(page, 'Fleur', 'Parle')
    await page.getByLabel('Language').selectOption('fr')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved.').waitFor()
    const link = await freshLink(page)
    const stranger = await elsewhere(page)
    await stranger.goto(link)
    expect(await stranger.locator('html').getAttribute('lang')).toBe('fr')
    await stranger.getByRole('heading', { name: 'Bienvenue' }).waitFor()
    await stranger.locator('input[name=password]').fill('password1')
    await stranger.getByRole('button', { name: 'Enregistrer le mot de passe' }).click()
    await stranger.getByText('Ce mot de passe est de ceux').waitFor()
    await stranger.goto(`${link}x`)
    expect(await stranger.locator('html').getAttribute('lang')).toBe('en')
    await stranger.context().close()
  })
})
