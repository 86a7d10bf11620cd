import type { Page } from 'playwright-core'
import { afterAll, describe, expect } from 'vitest'
import { connect } from '@/db/client'
import { test } from '../support/page'
import { databaseUrl } from '../support/server'
import { enterAs } from '../support/sign-in'

const { sql, close } = connect(databaseUrl, { max: 1 })
afterAll(close)

const mark = (page: Page) => page.evaluate(() => document.documentElement.setAttribute('data-mark', ''))
const isMarked = (page: Page) => page.evaluate(() => document.documentElement.hasAttribute('data-mark'))
const firstCustomer = (page: Page) => page.getByRole('rowheader').first().getByRole('link')

describe('a link to a page of ours', () => {
  test('is followed without loading the document anew, and Back leads to where one was', async ({ page }) => {
    await enterAs(page, sql, 'links.one', 'collector')
    await page.goto('/customers?sort=name')
    await mark(page)
    await firstCustomer(page).click()
    await page.waitForURL(/\/customers\/[^?]+$/)
    expect(await isMarked(page)).toBe(true)
    await page.goBack()
    await page.waitForURL('**/customers?sort=name')
    await firstCustomer(page).waitFor()
    expect(await isMarked(page)).toBe(true)
  })

  test('is the browser’s where another tab is asked for', async ({ page }) => {
    await enterAs(page, sql, 'links.tab', 'collector')
    await page.goto('/customers')
    const [other] = await Promise.all([
      page.context().waitForEvent('page'),
      firstCustomer(page).click({ modifiers: ['ControlOrMeta'] }),
    ])
    await other.waitForURL(/\/customers\/[^?]+$/)
    expect(new URL(page.url()).pathname).toBe('/customers')
    await other.close()
  })

  test('to a tab of the same customer leaves the window where it is', async ({ page }) => {
    await enterAs(page, sql, 'links.scroll', 'collector')
    await page.setViewportSize({ width: 1280, height: 300 })
    await page.goto('/customers')
    await firstCustomer(page).click()
    const details = page.getByRole('link', { name: 'Details' })
    await details.waitFor()
    await page.evaluate(() => window.scrollTo(0, 60))
    const before = await page.evaluate(() => window.scrollY)
    await details.evaluate((link: HTMLElement) => link.click())
    await page.waitForURL(/tab=details/)
    expect(before).toBeGreaterThan(0)
    expect(await page.evaluate(() => window.scrollY)).toBe(before)
  })
})
