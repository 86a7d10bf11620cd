import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { test } from '../support/page'
import { enterUser, freshLink, joinBy } from '../support/people'
import { appUrl } from '../support/server'
import { signIn } from '../support/sign-in'

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
