import type { Page } from 'playwright-core'
import { beforeAll, describe, expect } from 'vitest'
import { connect } from '@/db/client'
import { test, withoutScript } from '../support/page'
import { databaseUrl } from '../support/server'
import { enterAsAdministrator } from '../support/sign-in'

const { sql, close } = connect(databaseUrl, { max: 1 })
/** Codes that Excel takes the zeros from. */
let codes: string[]

beforeAll(async () => {
  codes = (
    await sql<{ code: string }[]>`
      select code from customers c where state = 'active' and code ~ '^0+[1-9]'
        and not exists (select from customers d where d.code = ltrim(c.code, '0')) order by id desc limit 6`
  ).map(({ code }) => code)
  return close
})

const bare = (code: string) => code.replace(/^0+/, '')
const shown = async (page: Page) =>
  (await page.locator('tbody [data-cell=code]').allInnerTexts()).map((text) => text.split(' · ')[0])

async function paste(page: Page, text: string): Promise<void> {
  await page.getByRole('button', { name: 'Paste codes' }).click()
  await page.getByRole('textbox', { name: 'Paste account codes' }).fill(text)
  await page.getByRole('button', { name: 'Find these customers' }).click()
}

describe('a paste', () => {
  test('that Excel has damaged is told apart, and made whole by the person, in the order of the paste', async ({
    page,
  }) => {
    await enterAsAdministrator(page)
    await page.goto('/customers')
    const [a, b, c, d] = codes as [string, string, string, string]
    await paste(page, ['Code client', d, bare(b), bare(c), `${a}.0`, 'NOBODY-HAS-THIS', d].join('\r\n'))
    await page.waitForURL(/\/customers\?list=[a-z0-9]{10}$/)
    const first = page.url()
    await page.getByText('6 pasted → 1 found · 4 not found · 1 twice').waitFor()
    await page.getByText('“Code client” was read as the heading of the column and is not counted.').waitFor()
    const file = await page.request.get(
      (await page.getByRole('link', { name: 'Download Not found', exact: true }).getAttribute('href'))!,
    )
    expect(file.headers()['content-disposition']).toContain('attachment')
    const cells = ['Code', bare(b), bare(c), `${a}.0`, 'NOBODY-HAS-THIS']
    expect(await file.text()).toBe(`\ufeff${cells.map((cell) => `"${cell}"\r\n`).join('')}`)

    await page.getByRole('button', { name: 'Take the 2 codes with their zeros put right' }).click()
    await page.getByText('6 pasted → 3 found · 2 not found · 1 twice').waitFor()
    await page.getByRole('button', { name: new RegExp(`^Take ${a}, .*, for ${a}\\.0$`) }).click()
    await page.getByText('6 pasted → 4 found · 1 not found · 1 twice').click()
    await page.getByRole('link', { name: 'Show all 4 customers found, in the order of the paste' }).click()
    await page.waitForURL(/sort=pasted/)
    expect(await shown(page)).toEqual([d, b, c, a])

    await page.goto(first)
    await page.getByText('6 pasted → 1 found · 4 not found · 1 twice').waitFor()
  })

  test('of several columns that may all be meant is asked about', async ({ page }) => {
    await enterAsAdministrator(page)
    await page.goto('/customers')
    const [a, b, c] = codes as [string, string, string]
    await paste(page, `${a}\t${c}\r\n${b}\t${c}`)
    await page.getByRole('radio', { name: /^Column 1 2 of 2 found/ }).check()
    await page.getByRole('button', { name: 'Find these customers' }).click()
    await page.waitForURL(/\/customers\?list=/)
    expect((await shown(page)).sort()).toEqual([a, b].sort())
  })

  test('keeps what was typed when it is refused, and says why', async ({ page }) => {
    await enterAsAdministrator(page)
    await page.goto('/customers')
    await paste(page, ' \u200b ')
    await page.getByText('There is no code in this. Paste at least one.').waitFor()
    expect(await page.getByRole('textbox', { name: 'Paste account codes' }).inputValue()).toBe(' \u200b ')
  })

  test('works without JavaScript: refused with what was typed, asked, found, and made whole', async ({ page }) => {
    await enterAsAdministrator(page)
    const [a, b, c] = codes as [string, string, string]
    const plain = await withoutScript(page)
    await plain.goto('/customers?country=FR')
    const many = Array.from({ length: 50_001 }, (_, index) => `X${index}`).join('\n')
    await plain.getByRole('button', { name: 'Paste codes' }).click()
    // Typing so much takes a browser longer than a test may.
    await plain.getByRole('textbox', { name: 'Paste account codes' }).evaluate((box: HTMLTextAreaElement, text) => {
      box.value = text
    }, many)
    await plain.getByRole('button', { name: 'Find these customers' }).click()
    await plain.getByText('50,001 codes were pasted; 50,000 is the most that one list can hold.').waitFor()
    const box = plain.getByRole('textbox', { name: 'Paste account codes' })
    expect((await box.inputValue()) === many).toBe(true)
    await box.fill(`${a}\t${c}\n${b}\t${c}`)
    await plain.getByRole('button', { name: 'Find these customers' }).click()
    await plain.getByRole('radio', { name: /^Column 1 / }).check()
    await plain.getByRole('button', { name: 'Find these customers' }).click()
    await plain.waitForURL(/\/customers\?list=[a-z0-9]{10}&country=FR$/)
    await plain.getByText('2 pasted → 2 found · 0 not found · 0 twice').waitFor()

    await plain.goto('/customers')
    await paste(plain, `${bare(a)}\n${b}`)
    await plain.getByRole('button', { name: new RegExp(`^Take ${a}, `) }).click()
    await plain.getByText('2 pasted → 2 found · 0 not found · 0 twice').waitFor()
    expect((await shown(plain)).sort()).toEqual([a, b].sort())
    await plain.context().close()
  })

  test('whose list nobody opened for two years is said to be gone, and can be pasted again at once', async ({
    page,
  }) => {
    await enterAsAdministrator(page)
    await page.goto('/customers?list=aaaaaaaaaa')
    await page.getByText('The pasted codes of this address are gone').waitFor()
    await page.getByRole('link', { name: 'Remove Pasted codes no longer there' }).waitFor()
    expect(await page.getByRole('region', { name: 'Actions for the selection' }).count()).toBe(0)
    await page.getByRole('textbox', { name: 'Paste account codes' }).fill(codes[0]!)
    await page.getByRole('button', { name: 'Find these customers' }).click()
    await page.waitForURL((url) => url.search.startsWith('?list=') && !url.search.includes('aaaaaaaaaa'))
    expect(await shown(page)).toEqual([codes[0]])
  })
})
