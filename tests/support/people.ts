import type { Page } from 'playwright-core'

let serial = 0

/** Enters a user as an administrator does and stays on their page; answers the address. */
export async function enterUser(page: Page, firstName: string, lastName: string, role = 'collector'): Promise<string> {
  const email = `${firstName}.${lastName}.${process.pid}-${++serial}@people.example`.toLowerCase()
  await page.goto('/admin/users/new')
  await page.getByLabel('First name').fill(firstName)
  await page.getByLabel('Last name').fill(lastName)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Role').selectOption(role)
  await page.getByRole('button', { name: 'Create the user' }).click()
  await page.getByRole('heading', { level: 1, name: `${firstName} ${lastName}` }).waitFor()
  return email
}

/** Makes an invitation or reset link on a user's page, and reads it. */
export async function freshLink(page: Page): Promise<string> {
  await page.getByRole('button', { name: /Make an? .*link/ }).click()
  return page.getByLabel('Give this link to the person').inputValue()
}

/** Chooses a password by a link, and is in. */
export async function joinBy(page: Page, link: string, password: string): Promise<void> {
  await page.goto(link)
  await page.locator('input[name=password]').fill(password)
  await page.getByRole('button', { name: 'Set the password and sign in' }).click()
  await page.waitForURL((url) => url.pathname === '/')
}
