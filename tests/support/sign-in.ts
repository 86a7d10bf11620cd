import type { Page } from 'playwright-core'
import { connect, type Sql } from '@/db/client'
import type { Role } from '@/db/schema/vocabulary'
import { sessionCookie } from './cookie'
import { administrator, appUrl, databaseUrl } from './server'

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
  await give(page, await sessionCookie(user!.id))
}

/** Lets the page be the administrator's, who has signed in already: for tests of what comes afterwards. No page is open yet. */
export async function enterAsAdministrator(page: Page): Promise<void> {
  const { sql, close } = connect(databaseUrl, { max: 1 })
  const [user] = await sql<{ id: number; session_version: number }[]>`
    select id, session_version from users where email = ${administrator.email}`
  await close()
  await give(page, await sessionCookie(user!.id, user!.session_version))
}

async function give(page: Page, cookie: string): Promise<void> {
  const [name, value] = cookie.split('=')
  await page.context().addCookies([{ name: name!, value: value!, url: appUrl }])
}
