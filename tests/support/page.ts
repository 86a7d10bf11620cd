import type { Browser, Page } from 'playwright-core'
import { afterAll, test as base, beforeAll, expect } from 'vitest'
import { launchChromium } from './chromium'
import { appUrl } from './server'

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(async () => {
  await browser.close()
})

/**
 * A test with a page in a browser that remembers nothing of the test before. An error in its console or that of
 * another page beside it fails the test, unless the test put a pattern for it into `tolerated`.
 */
export const test = base
  .extend('tolerated', (): RegExp[] => [])
  .extend('page', async ({ tolerated }, { onCleanup }) => {
    const context = await browser.newContext({ baseURL: appUrl, locale: 'en-GB', timezoneId: 'Asia/Kathmandu' })
    const page = await context.newPage()
    const errors: string[] = []
    context.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
    context.on('weberror', (error) => errors.push(error.error().message))
    onCleanup(async () => {
      await context.close()
      expect(errors.filter((error) => !tolerated.some((pattern) => pattern.test(error)))).toEqual([])
    })
    return page
  })

/** The same person in a browser without JavaScript. */
export async function withoutScript(page: Page): Promise<Page> {
  const storageState = await page.context().storageState()
  const context = await page
    .context()
    .browser()!
    .newContext({ javaScriptEnabled: false, storageState, baseURL: appUrl })
  return context.newPage()
}
