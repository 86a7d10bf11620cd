import { readFileSync } from 'node:fs'
import { describe, expect } from 'vitest'
import { test } from '../support/page'
import { enterUser, freshLink, joinBy } from '../support/people'
import { administrator, appUrl, logFile } from '../support/server'
import { signIn } from '../support/sign-in'

// The last file by name: it reads what the installation said during all the others.

const PASSWORD = 'four words in a row'
const said = () => readFileSync(logFile, 'utf8')

describe('what the installation logs', () => {
  test('is that somebody signed in, and neither who nor with what', async ({ page }) => {
    await signIn(page)
    const email = await enterUser(page, 'Lena', 'Logged')
    const link = await freshLink(page)
    const other = await (await page.context().browser()!.newContext({ baseURL: appUrl, locale: 'en-GB' })).newPage()
    await joinBy(other, link, PASSWORD)
    await other.goto('/customers?q=a+secret+search')
    await other.context().clearCookies()
    await other.goto('/login')
    await other.getByLabel('E-mail').fill(email)
    await other.locator('input[name=password]').fill('a wrong password')
    await other.getByRole('button', { name: 'Sign in' }).click()
    await other.getByText('is not right').waitFor()
    await expect.poll(said).toContain('"event":"session.refused"')
    const token = new URL(link).pathname.split('/').at(-1)!
    for (const secret of [
      email,
      'lena.logged',
      'Lena',
      PASSWORD,
      'a wrong password',
      token,
      'a+secret',
      'a secret search',
    ]) {
      expect(said()).not.toContain(secret)
    }
    await other.context().close()
  })

  test('holds no address, password, token or cookie of anybody, in all that was done here', () => {
    // The launcher says once, to whoever started it, as whom to sign in.
    const lines = said()
      .split('\n')
      .filter((line) => line.startsWith('{'))
    expect(lines.length).toBeGreaterThan(3)
    const personal = new RegExp(
      [
        String.raw`[\w.+-]+@[\w-]+\.[\w.]+`,
        String.raw`/(invite|reset)/[\w-]{8,}`,
        String.raw`authjs\.session-token|encours\.(pending|begun|device)`,
        'argon2|words in a row|insert into|select .* from',
        administrator.password,
      ].join('|'),
      'i',
    )
    expect(lines.filter((line) => personal.test(line))).toEqual([])
  })
})
