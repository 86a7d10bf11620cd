import type { Page } from 'playwright-core'
import type { Sql } from '@/db/client'
import type { Role } from '@/db/schema/vocabulary'
import { sessionCookie } from './cookie'
import { administrator, appUrl } from './server'

/** Signs in as a person does, and waits for the desk. */
export async function signIn(page: Page, person = administrator): Promise<void> {
  await page.goto('/login')
  await page.getByLabel('E-mail').fill(person.email)
  await page.locator('input[name=password]').fill(person.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((url) => !url.pathname.startsWith('/login'))
}

/** Enters a user by hand, and lets the page be theirs without their signing in. */
export async function enterAs(page: Page, sql: Sql, handle: string, role: Role): Promise<void> {
  const [user] = await sql<{ id: number }[]>`
    insert into users (handle, email, last_name, role, active)
    values (${handle}, ${`${handle}@test.example`}, ${role}, ${role}, true) returning id`
  await sql`insert into user_handles (handle, user_id) values (${handle}, ${user!.id})`
  const [name, value] = (await sessionCookie(user!.id)).split('=')
  await page.context().addCookies([{ name: name!, value: value!, url: appUrl }])
}
