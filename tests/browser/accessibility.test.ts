import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { axeFinds } from '../support/axe'
import { test } from '../support/page'
import { enterAsAdministrator } from '../support/sign-in'

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
  '/admin/groups',
  '/admin/users',
  '/admin/users/new',
  '/admin/users/marie.dupont',
  '/admin/settings',
  '/profile',
  '/profile/second-factor',
  '/nowhere',
]

/** The rules of axe that tell one colour from another: all others find the same in the dark. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block']

/** What is found in the light, and what the dark adds. Without motion colours change at once. */
async function lightAndDark(page: Page): Promise<{ light: string[]; dark: string[] }> {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  const light = await axeFinds(page)
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  return { light, dark: await axeFinds(page, OF_COLOURS) }
}

const NOTHING = { light: [], dark: [] }

const wider = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

describe('axe finds nothing', () => {
  test('on any page, light and dark', { timeout: 480_000 }, async ({ page, tolerated }) => {
    tolerated.push(/status of 404/)
    await page.goto('/login')
    expect(await lightAndDark(page)).toEqual(NOTHING)
    await enterAsAdministrator(page)
    const first = await page
      .goto('/customers')
      .then(() => page.getByRole('rowheader').first().getByRole('link').getAttribute('href'))
    const ofOne = ['', '?contact=new', '?tab=details', '?tab=history', '/print'].map((rest) => `${first}${rest}`)
    const addresses = [...PAGES, ...ofOne].values()
    // Side by side, as each tab has a process of its own.
    const tabs = [page, await page.context().newPage()]
    const looked = tabs.map(async (tab) => {
      for (const address of addresses) {
        await tab.goto(address)
        expect({ address, ...(await lightAndDark(tab)) }).toEqual({ address, ...NOTHING })
      }
    })
    await Promise.all(looked)
  })

  test('on a phone', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 })
    await enterAsAdministrator(page)
    for (const address of ['/', '/customers', '/contacts', '/search?q=marie', '/admin/users']) {
      await page.goto(address)
      expect({ address, found: await axeFinds(page) }).toEqual({ address, found: [] })
      expect({ address, wider: await wider(page) }).toEqual({ address, wider: 0 })
    }
  })
})

test('no list is wider than a laptop', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 900 })
  await enterAsAdministrator(page)
  for (const address of ['/', '/customers', '/contacts', '/search?q=marie', '/admin/users', '/admin/history']) {
    await page.goto(address)
    expect({ address, wider: await wider(page) }).toEqual({ address, wider: 0 })
  }
})
