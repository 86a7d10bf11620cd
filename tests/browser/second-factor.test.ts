import { TOTP } from 'otpauth'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, describe, expect } from 'vitest'
import { connect } from '@/db/client'
import { axeFinds } from '../support/axe'
import { enter, press, tabTo, typeInto } from '../support/keyboard'
import { test } from '../support/page'
import { enterUser, freshLink, joinBy } from '../support/people'
import { appUrl, databaseUrl } from '../support/server'
import { signIn } from '../support/sign-in'

const PASSWORD = 'four words in a row'
const STEP = 30_000

const { sql, close } = connect(databaseUrl, { max: 1 })
afterEach(async () => {
  await sql`update settings set two_factor_roles = '{}', version = version + 1`
})
afterAll(close)

const elsewhere = async (page: Page, javaScriptEnabled = true) =>
  (await page.context().browser()!.newContext({ baseURL: appUrl, locale: 'en-GB', javaScriptEnabled })).newPage()

/** What the telephone shows now, or so many steps later: a code of the next step is taken too. */
const codeOf = (secret: string, steps = 0) =>
  new TOTP({ secret, algorithm: 'SHA1', digits: 6, period: 30 }).generate({ timestamp: Date.now() + steps * STEP })

/** That axe finds nothing on a page that only stands between two steps. */
async function mustBeAccessible(page: Page): Promise<void> {
  const found = await axeFinds(page)
  expect({ address: page.url(), found }).toEqual({ address: page.url(), found: [] })
}

/** Types the secret of the page into the telephone, and its code into the page; answers secret and recovery codes. */
async function setUp(page: Page, password?: string): Promise<{ secret: string; codes: string[] }> {
  await page.getByRole('button', { name: 'Set up the second factor' }).click()
  await page.getByRole('img', { name: /QR code/ }).waitFor()
  const secret = (await page.locator('p.code').innerText()).replaceAll(' ', '')
  if (password) await page.locator('input[name=present]').fill(password)
  await page.getByLabel('Code from the app').fill(codeOf(secret))
  await page.getByRole('button', { name: 'Turn it on' }).click()
  await page.getByText('The second factor is on.').waitFor()
  return { secret, codes: await codesOn(page) }
}

/** The same without a hand on the mouse; the steps are under the fingers as soon as they stand there. */
async function setUpByKeyboard(page: Page, password: string): Promise<{ secret: string; codes: string[] }> {
  await enter(page, page.getByRole('button', { name: 'Set up the second factor' }))
  await page.locator('ol:focus').waitFor()
  const secret = (await page.locator('p.code').innerText()).replaceAll(' ', '')
  await tabTo(page, page.getByRole('button', { name: 'Copy' }))
  await typeInto(page, page.locator('input[name=present]'), password)
  await typeInto(page, page.getByLabel('Code from the app'), '000000')
  await enter(page, page.getByRole('button', { name: 'Turn it on' }))
  await page.locator('input[name=code]:focus').waitFor()
  await typeInto(page, page.getByLabel('Code from the app'), codeOf(secret))
  await press(page, 'Enter')
  await page.locator('h2:focus', { hasText: 'Your recovery codes' }).waitFor()
  return { secret, codes: await codesOn(page) }
}

const codesOn = (page: Page) =>
  page.getByRole('list', { name: 'Your recovery codes' }).getByRole('listitem').allInnerTexts()

async function password(page: Page, email: string): Promise<void> {
  await page.getByLabel('E-mail').fill(email)
  await page.locator('input[name=password]').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

const isOut = async (page: Page, address = '/customers') => {
  await page.goto(address)
  return new URL(page.url()).pathname === '/login'
}

describe('a second factor', () => {
  test('is set up by keyboard alone by who was invited, asked at the next sign-in, and a recovery code stands in for it', async ({
    page,
  }) => {
    await signIn(page)
    const email = await enterUser(page, 'Odile', 'Factor')
    const [desk, phone] = [await elsewhere(page), await elsewhere(page)]
    await joinBy(desk, await freshLink(page), PASSWORD)
    await signIn(phone, { email, password: PASSWORD })
    await desk.goto('/profile')
    await enter(desk, desk.getByRole('link', { name: 'Set up the second factor' }))
    await desk.waitForURL('**/profile/second-factor')
    const { secret, codes } = await setUpByKeyboard(desk, PASSWORD)
    expect(codes).toHaveLength(10)
    await mustBeAccessible(desk)
    await enter(desk, desk.getByRole('link', { name: 'I have put them away' }))
    await desk.getByText('10 recovery codes are left').waitFor()
    expect(await isOut(phone)).toBe(true)

    await enter(desk, desk.getByRole('button', { name: /Your account/ }))
    await enter(desk, desk.getByRole('button', { name: 'Sign out', exact: true }))
    await desk.waitForURL('**/login')
    await desk.goto('/customers?country=FR')
    await typeInto(desk, desk.getByLabel('E-mail'), email)
    await typeInto(desk, desk.locator('input[name=password]'), PASSWORD)
    await press(desk, 'Enter')
    await desk.waitForURL('**/login/code?next=*')
    await desk.locator('input[name=code]:focus').waitFor()
    await desk.keyboard.type('000000')
    await press(desk, 'Enter')
    await desk.getByText('This code is not right').waitFor()
    await desk.locator('input[name=code]:focus').waitFor()
    await mustBeAccessible(desk)
    await desk.keyboard.type(codeOf(secret, 1))
    await press(desk, 'Enter')
    await desk.waitForURL('**/customers?country=FR')

    await phone.goto('/login')
    await password(phone, email)
    await phone.waitForURL('**/login/code')
    await enter(phone, phone.getByRole('link', { name: 'Use a recovery code' }))
    const typed = phone.getByLabel('Recovery code')
    expect(await typed.getAttribute('inputmode'), 'a keyboard with letters').toBe('text')
    await mustBeAccessible(phone)
    await typeInto(phone, typed, codes[0]!.toUpperCase())
    await press(phone, 'Enter')
    await phone.waitForURL((url) => url.pathname === '/')
    await phone.goto('/profile')
    await phone.getByText('9 recovery codes are left').waitFor()
    for (const other of [desk, phone]) await other.context().close()
  })

  test('asks before there is a session: the password alone opens no page and no action', async ({ page }) => {
    await signIn(page)
    const email = await enterUser(page, 'Hanna', 'Halfway')
    const desk = await elsewhere(page)
    await joinBy(desk, await freshLink(page), PASSWORD)
    await desk.goto('/profile/second-factor')
    const { secret } = await setUp(desk, PASSWORD)
    await desk.context().clearCookies()
    await desk.goto('/login')
    await password(desk, email)
    await desk.waitForURL('**/login/code')
    const cookies = await desk.context().cookies()
    expect(cookies.map(({ name }) => name)).toEqual(['encours.pending'])
    expect(cookies[0]).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/login' })
    for (const address of ['/', '/customers', '/profile', '/profile/second-factor', '/api/search?q=a']) {
      const cookie = `encours.pending=${cookies[0]!.value}; authjs.session-token=${cookies[0]!.value}`
      const answer = await fetch(appUrl + address, { headers: { cookie }, redirect: 'manual' })
      expect([307, 401], address).toContain(answer.status)
    }
    // A copy of the cookie is worth nothing once the code was given, for the same code never works again.
    const code = codeOf(secret, 1)
    const thief = await elsewhere(page)
    await thief.context().addCookies(cookies)
    await desk.getByLabel('Code from the app').fill(code)
    await desk.getByRole('button', { name: 'Sign in' }).click()
    await desk.waitForURL((url) => url.pathname === '/')
    expect((await desk.context().cookies()).map(({ name }) => name)).not.toContain('encours.pending')
    await thief.goto('/login/code')
    await thief.getByLabel('Code from the app').fill(code)
    await thief.getByRole('button', { name: 'Sign in' }).click()
    await thief.getByText('This code is not right').waitFor()
    await page.getByRole('button', { name: 'Deactivate' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Deactivate' }).click()
    await page.getByRole('button', { name: 'Activate', exact: true }).waitFor()
    await thief.goto('/login/code')
    expect(new URL(thief.url()).pathname).toBe('/login')
    for (const other of [desk, thief]) await other.context().close()
  })

  test('is asked after a reset link too, and works without JavaScript', async ({ page }) => {
    await signIn(page)
    await enterUser(page, 'Petra', 'Plain')
    const plain = await elsewhere(page, false)
    await joinBy(plain, await freshLink(page), PASSWORD)
    await plain.goto('/profile/second-factor')
    const { secret, codes } = await setUp(plain, PASSWORD)
    expect(codes).toHaveLength(10)
    await page.reload()
    const link = await freshLink(page)
    const other = await elsewhere(page, false)
    await other.goto(link)
    await other.locator('input[name=password]').fill('five words in a row')
    await other.getByRole('button', { name: 'Set the password and sign in' }).click()
    await other.waitForURL('**/login/code')
    expect(await isOut(other)).toBe(true)
    await other.goto('/login/code')
    await other.getByLabel('Code from the app').fill(codeOf(secret, 1))
    await other.getByRole('button', { name: 'Sign in' }).click()
    await other.waitForURL((url) => url.pathname === '/')
    expect(await isOut(plain)).toBe(true)
    for (const one of [plain, other]) await one.context().close()
  })

  test('is turned off with password and code, and taken off by who manages users', async ({ page }) => {
    await signIn(page)
    const email = await enterUser(page, 'Timo', 'Taken')
    const desk = await elsewhere(page)
    await joinBy(desk, await freshLink(page), PASSWORD)
    await desk.goto('/profile/second-factor')
    const { codes } = await setUp(desk, PASSWORD)
    await desk.goto('/profile/second-factor')
    await mustBeAccessible(desk)
    const off = desk.getByRole('region', { name: 'Turn it off' })
    await off.getByLabel('Present password').fill('a guess')
    await off.getByLabel('Code from the app').fill(codes[0]!)
    await off.getByRole('button', { name: 'Turn the second factor off' }).click()
    await off.getByText('This is not your present password.').waitFor()
    await off.locator('input[name=present]:focus').waitFor()
    await off.getByLabel('Present password').fill(PASSWORD)
    await off.getByRole('button', { name: 'Turn the second factor off' }).click()
    await desk.getByRole('button', { name: 'Set up the second factor' }).waitFor()
    await setUp(desk, PASSWORD)

    await page.reload()
    await page.getByRole('button', { name: 'Take the second factor off' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Take the second factor off' }).click()
    await page.getByRole('cell', { name: 'Second factor taken off' }).waitFor()
    expect(await isOut(desk)).toBe(true)
    await signIn(desk, { email, password: PASSWORD })
    await desk.context().close()
  })
})

describe('a role that must have a second factor', () => {
  test('leads there right after the password and nowhere else, and on to where one wanted to go', async ({ page }) => {
    await signIn(page)
    const email = await enterUser(page, 'Runa', 'Required', 'executive')
    const desk = await elsewhere(page)
    await joinBy(desk, await freshLink(page), PASSWORD)
    await page.goto('/admin/settings')
    const roles = page.getByRole('group', { name: 'Must have a second factor' })
    await roles.getByLabel('Administrator').check()
    const security = page.getByRole('region', { name: 'Security' })
    await security.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Set up your own second factor first').waitFor()
    await roles.getByLabel('Administrator').uncheck()
    await roles.getByLabel('Executive').check()
    await security.getByRole('button', { name: 'Save' }).click()
    await security.getByText('Saved.').waitFor()

    expect(await isOut(desk)).toBe(true)
    await password(desk, email)
    await desk.waitForURL('**/login/set-up?next=*')
    expect(await isOut(desk, '/profile')).toBe(true)
    await desk.goto('/login/set-up?next=%2Fcustomers%3Fcountry%3DFR')
    await mustBeAccessible(desk)
    const { codes } = await setUp(desk)
    expect(codes).toHaveLength(10)
    await desk.getByRole('link', { name: 'I have put them away' }).click()
    await desk.waitForURL('**/customers?country=FR')
    await desk.context().close()
  })

  test('also without JavaScript', async ({ page }) => {
    await signIn(page)
    await enterUser(page, 'Rolf', 'Required', 'guest')
    const link = await freshLink(page)
    await sql`update settings set two_factor_roles = '{guest}', version = version + 1`
    const plain = await elsewhere(page, false)
    await plain.goto(link)
    await plain.locator('input[name=password]').fill(PASSWORD)
    await plain.getByRole('button', { name: 'Set the password and sign in' }).click()
    await plain.waitForURL('**/login/set-up')
    expect((await setUp(plain)).codes).toHaveLength(10)
    await plain.getByRole('link', { name: 'I have put them away' }).click()
    await plain.waitForURL((url) => url.pathname === '/')
    await plain.context().close()
  })
})
