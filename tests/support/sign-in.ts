import type { Page } from 'playwright-core'
import { administrator } from './server'

/** Signs in as a person does, and waits for the desk. */
export async function signIn(page: Page, person = administrator): Promise<void> {
  await page.goto('/login')
  await page.getByLabel('E-mail').fill(person.email)
  await page.locator('input[name=password]').fill(person.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((url) => !url.pathname.startsWith('/login'))
}
