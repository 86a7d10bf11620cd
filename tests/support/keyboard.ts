import type { Locator, Page } from 'playwright-core'

export async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key)
}

export function hasFocus(one: Locator): Promise<boolean> {
  return one.evaluate((element) => element === document.activeElement)
}

/** Presses Tab until it is there, as a person would, and gives up where nobody would go on. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor()
  for (let presses = 0; presses < 80; presses++) {
    if (await hasFocus(target)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`no way to ${target} by Tab`)
}

/** Goes there by Tab and presses Enter. */
export async function enter(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target)
  await press(page, 'Enter')
}

/** Goes there by Tab and types, in the place of what stood there. */
export async function typeInto(page: Page, target: Locator, text: string): Promise<void> {
  await tabTo(page, target)
  await press(page, 'Control+a')
  await page.keyboard.type(text)
}
