import AxeBuilder from '@axe-core/playwright'
import { describe, expect } from 'vitest'
import { test } from '../support/page'
import { signIn } from '../support/sign-in'

const PAGES = [
  '/',
  '/customers',
  '/customers?sort=-overdue&country=FR,DE&colleague=none',
  '/customers?q=nothing+matches+this',
  '/customers?country=France',
  '/customers/new',
  '/contacts',
  '/contacts?role=accountant,!buyer&email=none&country=FR&sort=-customer',
  '/contacts?role=boss',
  '/contacts?q=nothing+matches+this',
  '/imports',
  '/imports/new',
  '/exports',
  '/exports/new/customers?country=FR',
  '/exports/new/customers?country=France',
  '/exports/new/history',
  '/print/customers?country=LU',
  '/print/contacts?country=LU',
  '/search?q=marie',
  '/views',
  '/changes',
  '/rules',
  '/rules/new',
  '/admin/users',
  '/admin/groups',
  '/admin/users/new',
  '/admin/users/marie.dupont',
  '/admin/settings',
  '/profile',
  '/profile/second-factor',
  '/nowhere',
]

const violations = async (page: Parameters<typeof signIn>[0]) => {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`))
}

const wider = (page: Parameters<typeof signIn>[0]) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

describe('axe finds nothing', () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`on any page, ${colorScheme}`, { timeout: 480_000 }, async ({ page, tolerated }) => {
      tolerated.push(/status of 404/)
      await page.emulateMedia({ colorScheme })
      await page.goto('/login')
      expect(await violations(page)).toEqual([])
      await signIn(page)
      const first = await page
        .goto('/customers')
        .then(() => page.getByRole('rowheader').first().getByRole('link').getAttribute('href'))
      for (const address of [
        ...PAGES,
        first!,
        `${first}?contact=new`,
        `${first}?tab=details`,
        `${first}?tab=history`,
        `${first}/print`,
      ]) {
        await page.goto(address)
        expect({ address, found: await violations(page) }).toEqual({ address, found: [] })
      }
    })
  }

  test('on a phone', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 })
    await signIn(page)
    for (const address of ['/', '/customers', '/contacts', '/search?q=marie', '/admin/users']) {
      await page.goto(address)
      expect({ address, found: await violations(page) }).toEqual({ address, found: [] })
      expect({ address, wider: await wider(page) }).toEqual({ address, wider: 0 })
    }
  })
})

test('no list is wider than a laptop', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 900 })
  await signIn(page)
  for (const address of ['/', '/customers', '/contacts', '/search?q=marie', '/admin/users', '/admin/history']) {
    await page.goto(address)
    expect({ address, wider: await wider(page) }).toEqual({ address, wider: 0 })
  }
})
