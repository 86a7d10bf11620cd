import type { Locator, Page } from 'playwright-core'
import { afterAll, describe, expect } from 'vitest'
import { connect } from '@/db/client'
import { axeFinds } from '../support/axe'
import { test } from '../support/page'
import { databaseUrl } from '../support/server'
import { enterAsAdministrator } from '../support/sign-in'

const { sql, close } = connect(databaseUrl, { max: 1 })
afterAll(close)

const barOf = (page: Page) => page.getByRole('region', { name: 'Actions for the selection' })
const ticksOf = (page: Page) => page.locator('tbody input[name="id"]')
const hasFocus = (one: Locator) => one.evaluate((element) => element === document.activeElement)

/** All that these changes may touch, of every contact; how often a row was written aside. */
const standing = async () =>
  (
    await sql<{ line: string }[]>`
      select concat_ws(' ', k.id, k.person_id, k.role, k.our_role, k.for_collection, k.source, k.comment, p.email, p.language) as line
      from contacts k join people p on p.id = k.person_id order by k.id`
  ).map(({ line }) => line)

/** Presses Tab until it is there, as a person would, and gives up where nobody would go on. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor()
  for (let presses = 0; presses < 40; presses++) {
    if (await hasFocus(target)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`no way to ${target} by Tab`)
}

async function undoneHere(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Undo this change' }).click()
  await page.getByRole('button', { name: /^Undo for/ }).click()
  await page.getByRole('heading', { name: 'What was done' }).waitFor()
}

describe('contacts found and ticked', () => {
  test('get another role, by a preview that counts, and get it back', async ({ page }) => {
    const before = await standing()
    await enterAsAdministrator(page)
    await page.goto('/contacts?role=buyer&country=FR')
    await ticksOf(page).nth(0).check()
    await ticksOf(page)
      .nth(3)
      .click({ modifiers: ['Shift'] })
    await page.getByText('4 selected').waitFor()
    expect(await axeFinds(page)).toEqual([])
    await barOf(page).getByRole('button', { name: 'Set the role' }).click()
    await page.waitForURL(/\/changes\/[a-z0-9]{10}\?do=contact_role$/)
    await page.getByRole('heading', { level: 1, name: 'What to do with 4 contacts' }).waitFor()
    expect(await axeFinds(page)).toEqual([])
    await page.locator('details[open]').getByLabel('Role').selectOption('finance_director')
    await page.locator('details[open]').getByRole('button', { name: 'Show the preview' }).click()
    await page.getByRole('heading', { level: 1, name: 'Give 4 contacts the role Finance director' }).waitFor()
    await page.getByRole('heading', { name: 'The first 4 contacts that would change' }).waitFor()
    expect(await axeFinds(page)).toEqual([])
    expect(await standing()).toEqual(before)

    await page.getByText(/^4 ticked contacts among: .*France.* · Back to the search$/).waitFor()
    await page.getByRole('button', { name: 'Set the role of 4 contacts' }).click()
    await page.getByRole('heading', { name: 'What was done' }).waitFor()
    expect((await standing()).filter((line) => !before.includes(line))).toHaveLength(4)
    expect(await page.locator('tbody tr').count()).toBe(4)
    expect(await axeFinds(page)).toEqual([])
    await undoneHere(page)
    expect(await axeFinds(page)).toEqual([])
    expect(await standing()).toEqual(before)
    await page.goto('/contacts?role=buyer&country=FR')
    await page.getByText('4 selected').waitFor()
  })

  test('all that match but one are removed by the worker, with what stops said first, and come back', async ({
    page,
  }) => {
    const before = await standing()
    await enterAsAdministrator(page)
    await page.goto('/contacts?role=accountant&country=FR')
    const [total] = (await page.locator('h1 ~ * >> text=/^[\\d,]+ contacts$/').first().innerText()).split(' ')
    const count = Number(total!.replace(',', ''))
    expect(count).toBeGreaterThan(201)
    await page.getByLabel('Select all on this page').check()
    await page.getByRole('button', { name: /^Select all .* that match$/ }).click()
    await ticksOf(page).nth(1).uncheck()
    const chosen = new Intl.NumberFormat('en-GB').format(count - 1)
    await page.getByText(`${chosen} selected`).waitFor()
    await barOf(page).getByRole('button', { name: 'Remove', exact: true }).click()
    await page.locator('details[open]').getByRole('button', { name: 'Show the preview' }).click()
    await page.getByText(/reminders stop for [\d,]+ customers/).waitFor()
    expect(await axeFinds(page)).toEqual([])
    await page.getByRole('button', { name: `Remove ${chosen} contacts` }).click()
    await page.getByRole('heading', { name: 'What was done' }).waitFor()
    expect((await standing()).length).toBe(before.length - count + 1)
    await page.getByRole('button', { name: 'Undo this change' }).click()
    await page.getByRole('button', { name: `Undo for ${chosen} contacts` }).click()
    await page.getByRole('heading', { name: 'What was done' }).waitFor()
    expect(await standing()).toEqual(before)
  })

  test('are ticked, moved to another domain and back by keyboard alone', async ({ page }) => {
    const before = await standing()
    await enterAsAdministrator(page)
    const [domain] = await sql<{ name: string }[]>`
      select split_part(p.email, '@', 2) as name from people p join contacts k on k.person_id = p.id where k.role <> 'company' and p.email is not null
        and not exists (select from contacts o where o.person_id = p.id and o.role = 'company')
      group by 1 having count(*) >= 2 order by count(*), 1 limit 1`
    await page.goto(`/contacts?q=${domain!.name}&role=!company`)
    await ticksOf(page).first().waitFor()
    await tabTo(page, ticksOf(page).first())
    await page.keyboard.press('x')
    await page.keyboard.press('j')
    await page.keyboard.press('Shift+X')
    await page.getByText('2 selected').waitFor()
    await page.keyboard.press('a')
    await tabTo(page, barOf(page).getByRole('button', { name: 'Replace the mail domain' }))
    await page.keyboard.press('Enter')
    await page.waitForURL(/do=contact_domain$/)
    await tabTo(page, page.getByLabel('Domain until now'))
    await page.keyboard.type(`@${domain!.name}`)
    await page.keyboard.press('Tab')
    await page.keyboard.type('keyboard.example')
    await page.keyboard.press('Enter')
    const go = page.getByRole('button', { name: 'Replace the mail domain of 2 contacts' })
    await tabTo(page, go)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'What was done' }).waitFor()
    expect((await standing()).filter((line) => line.includes('@keyboard.example'))).toHaveLength(2)
    await tabTo(page, page.getByRole('button', { name: 'Undo this change' }))
    await page.keyboard.press('Enter')
    await tabTo(page, page.getByRole('button', { name: 'Undo for 2 contacts' }))
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'What was done' }).waitFor()
    expect(await standing()).toEqual(before)
  })

  test('stand on a phone with the bar below them, and in the dark', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 })
    await page.emulateMedia({ colorScheme: 'dark' })
    await enterAsAdministrator(page)
    await page.goto('/contacts?country=FR')
    await ticksOf(page).nth(0).check()
    await page.getByText('1 selected').waitFor()
    expect(await axeFinds(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(
      0,
    )
  })
})
