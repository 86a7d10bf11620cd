import type { BrowserContext, Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { test } from '../support/page'
import { enterUser, freshLink } from '../support/people'
import { administrator, appUrl } from '../support/server'
import { signIn } from '../support/sign-in'

const WRONG = 'The e-mail address or the password is not right'

async function submit(page: Page, { email, password }: { email: string; password: string }): Promise<void> {
  await page.getByLabel('E-mail').fill(email)
  await page.locator('input[name=password]').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

const sessionOf = async (context: BrowserContext) =>
  (await context.cookies()).find(({ name }) => name.endsWith('authjs.session-token'))

describe('signing in', () => {
  test('leads to where the person wanted to go', async ({ page }) => {
    await page.goto('/customers?country=FR&sort=-overdue')
    await page.waitForURL('**/login?next=*')
    expect(await page.getByLabel('E-mail').evaluate((input) => input === document.activeElement)).toBe(true)
    await submit(page, administrator)
    await page.waitForURL('**/customers?country=FR&sort=-overdue')
    await page.goto('/login')
    expect(new URL(page.url()).pathname).toBe('/')
  })

  test('leads nowhere else, whatever the address asks', async ({ page }) => {
    for (const next of [
      '//evil.example',
      '/\\evil.example',
      'https:evil.example',
      'javascript:alert(1)',
      '/\t/evil.example',
    ]) {
      await page.context().clearCookies()
      await page.goto(`/login?next=${encodeURIComponent(next)}`)
      await submit(page, administrator)
      await page.waitForURL((url) => url.pathname !== '/login')
      expect({ next, origin: new URL(page.url()).origin }).toEqual({ next, origin: appUrl })
    }
  })

  test('says the same of a wrong password and of nobody, and keeps the address that was typed', async ({ page }) => {
    await page.goto('/login')
    for (const email of [administrator.email, 'nobody@x.example']) {
      await submit(page, { email, password: 'a wrong password' })
      await page.getByRole('button', { name: 'Sign in', disabled: false }).waitFor()
      expect(await page.locator('main').getByRole('alert').textContent()).toContain(WRONG)
      expect(await page.getByLabel('E-mail').inputValue()).toBe(email)
      expect(await page.locator('input[name=password]').inputValue()).toBe('')
      await page.reload()
    }
  })

  test('shows the password to who asks', async ({ page }) => {
    await page.goto('/login')
    await page.locator('input[name=password]').fill('as typed')
    await page.getByRole('button', { name: 'Show the password' }).click()
    expect(await page.locator('input[name=password]').getAttribute('type')).toBe('text')
    await page.getByRole('button', { name: 'Hide the password' }).click()
    expect(await page.locator('input[name=password]').getAttribute('type')).toBe('password')
  })

  test('works without JavaScript, and the password is never in an address', async ({ page }) => {
    const context = await page.context().browser()!.newContext({ baseURL: appUrl, javaScriptEnabled: false })
    const plain = await context.newPage()
    const addresses: string[] = []
    plain.on('request', (request) => addresses.push(request.url()))
    await plain.goto('/login?next=%2Fprofile')
    await submit(plain, { email: administrator.email, password: 'a wrong password' })
    await plain.getByText(WRONG).waitFor()
    expect(await plain.getByLabel('E-mail').inputValue()).toBe(administrator.email)
    await submit(plain, administrator)
    await plain.waitForURL('**/profile')
    expect(addresses.filter((address) => /password|wrong/.test(address))).toEqual([])
    await context.close()
  })
})

describe('a session', () => {
  test('gets a cookie of its own, out of reach of scripts, whatever was there before', async ({ page }) => {
    await signIn(page)
    const first = await sessionOf(page.context())
    expect(first).toMatchObject({ httpOnly: true, sameSite: 'Lax' })
    await page.context().clearCookies()
    await page.context().addCookies([{ ...first!, value: 'planted' }])
    await signIn(page)
    const second = await sessionOf(page.context())
    expect(second?.value).not.toBe('planted')
    expect(second?.value).not.toBe(first?.value)
  })

  test('that was signed out of is over, also for a copy of its cookie and the back button', async ({ page }) => {
    await signIn(page)
    await page.goto('/profile')
    const cookies = await page.context().cookies()
    await page.getByRole('button', { name: /Your account/ }).click()
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await page.waitForURL('**/login')
    await page.goBack()
    await page.waitForURL('**/login*')
    await page.context().addCookies(cookies)
    await page.goto('/profile')
    expect(new URL(page.url()).pathname).toBe('/login')
  })

  test('with a broken, cut or foreign cookie is nobody’s, and no error', async ({ page }) => {
    await signIn(page)
    const { value, name } = (await sessionOf(page.context()))!
    const forged = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.'
    for (const broken of ['', 'x', '%E0%A4%A', value.slice(0, -4), `${value}x`, forged, 'a'.repeat(3000)]) {
      const response = await fetch(`${appUrl}/customers`, {
        headers: { cookie: `${name}=${broken}`, authorization: 'Bearer %E0%A4%A' },
        redirect: 'manual',
      })
      expect({ broken, status: response.status }).toEqual({ broken, status: 307 })
    }
  })

  test('leaves no page in a cache, and every page says what it may load', async ({ page }) => {
    await signIn(page)
    for (const address of ['/login', '/customers', '/profile']) {
      const headers = (await page.goto(address))!.headers()
      expect(headers['cache-control']).toMatch(/no-store/)
      expect(headers['content-security-policy']).toMatch(/script-src 'self' 'nonce-[^']+' 'strict-dynamic'/)
      expect(headers['referrer-policy']).toBe('same-origin')
    }
  })
})

describe('a link', () => {
  test('lets the invited choose a password without JavaScript, once', async ({ page }) => {
    await signIn(page)
    const email = await enterUser(page, 'Ines', 'Link')
    const link = await freshLink(page)
    const context = await page.context().browser()!.newContext({ baseURL: appUrl, javaScriptEnabled: false })
    const plain = await context.newPage()
    await plain.goto(link)
    expect(await plain.getByLabel('E-mail').inputValue()).toBe(email)
    await plain.locator('input[name=password]').fill('Ines.Link-2026')
    await plain.getByRole('button', { name: 'Set the password and sign in' }).click()
    await plain.getByText('it would be tried first').waitFor()
    await plain.locator('input[name=password]').fill('four words in a row')
    await plain.getByRole('button', { name: 'Set the password and sign in' }).click()
    await plain.waitForURL((url) => url.pathname === '/')
    await plain.goto(link)
    await plain.getByRole('heading', { name: 'This link no longer works' }).waitFor()
    expect(await plain.locator('input[name=password]').count()).toBe(0)
    await context.close()
  })

  test('that nobody made opens nothing', async ({ page }) => {
    for (const address of ['/reset/made-up', '/invite/%00', `/reset/${'a'.repeat(2000)}`]) {
      await page.goto(address)
      await page.getByRole('heading', { name: 'This link no longer works' }).waitFor()
    }
  })
})
