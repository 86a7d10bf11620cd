import { afterAll, describe, expect } from 'vitest'
import { connect } from '@/db/client'
import { test } from '../support/page'
import { databaseUrl } from '../support/server'
import { enterAsAdministrator } from '../support/sign-in'

const { sql, close } = connect(databaseUrl, { max: 1 })
afterAll(close)

/** The collector with most customers: more than are done while one waits. */
async function busiest() {
  const [user] = await sql<{ handle: string; name: string; customers: number }[]>`
    select u.handle, u.first_name || ' ' || u.last_name as name, count(*)::integer as customers
    from customers c join users u on u.id = c.collector_id group by u.id order by count(*) desc limit 1`
  return user!
}

const collected = async (handle: string) => {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::integer as count from customers c join users u on u.id = c.collector_id where u.handle = ${handle}`
  return row!.count
}

describe('a hand-over', () => {
  test('of a whole portfolio is previewed, done in the background, journaled and undone', async ({ page }) => {
    const absent = await busiest()
    expect(absent.customers).toBeGreaterThan(200)
    await enterAsAdministrator(page)
    await page.goto(`/admin/users/${absent.handle}`)
    await page.getByRole('button', { name: 'Hand over' }).click()
    await page.waitForURL(/\/changes\/[a-z0-9]+$/)
    expect(await page.getByLabel('Instead of').locator('option:checked').innerText()).toBe(absent.name)
    const name = (await page.getByLabel('From now on').locator('option').allInnerTexts()).find(
      (text) => text !== '' && text !== absent.name,
    )!
    await page.getByLabel('From now on').selectOption({ label: name })
    await page.getByRole('button', { name: 'Show the preview' }).click()
    await page.getByRole('heading', { name: `Put ${name} in the place of ${absent.name}` }).waitFor()
    await page.getByRole('heading', { name: 'The first 10 customers that would change' }).waitFor()
    expect(await collected(absent.handle)).toBe(absent.customers)

    await page.getByRole('button', { name: /^Replace for/ }).click()
    await page.getByRole('heading', { name: 'What was done' }).waitFor()
    expect(await collected(absent.handle)).toBe(0)
    expect(await page.locator('tbody tr').count()).toBe(50)

    await page.getByRole('button', { name: 'Undo this change' }).click()
    await page.getByRole('button', { name: /^Undo for/ }).click()
    await page.getByRole('heading', { name: 'What was done' }).waitFor()
    expect(await collected(absent.handle)).toBe(absent.customers)
  })

  test('lists every customer that it did not change, a page at a time', async ({ page }) => {
    const [last] = await sql<{ id: string; key: string }[]>`select id, key from changes order by id desc limit 1`
    await sql`insert into change_exceptions (change_id, customer_id, reason)
      select ${last!.id}, id, 'moved' from customers order by code limit 60`
    await enterAsAdministrator(page)
    await page.goto(`/changes/${last!.key}`)
    await page.getByText(/^60 customers were touched since/).click()
    expect(await page.locator('details[open] li').count()).toBe(50)
    const pages = page.getByRole('navigation', { name: /^60 customers were touched since/ })
    await pages.getByRole('link', { name: 'Next' }).click()
    await page.waitForURL(/\?reason=moved&at=2$/)
    await pages.getByRole('link', { name: 'Previous' }).waitFor()
    expect(await page.locator('details[open] li').count()).toBe(10)
    await sql`delete from change_exceptions where change_id = ${last!.id}`
  })

  test('for an absence waits for its day, and says when it goes back', async ({ page }) => {
    const absent = await busiest()
    await enterAsAdministrator(page)
    await page.goto(`/admin/users/${absent.handle}`)
    await page.getByRole('button', { name: 'Hand over' }).click()
    await page.waitForURL(/\/changes\/[a-z0-9]+$/)
    await page.getByLabel('From now on').waitFor()
    const names = await page.getByLabel('From now on').locator('option').allInnerTexts()
    await page.getByLabel('From now on').selectOption({ label: names.findLast((text) => text !== absent.name)! })
    await page.getByLabel('From', { exact: true }).fill('2999-02-10')
    await page.getByLabel('Until').fill('2999-02-01')
    await page.getByRole('button', { name: 'Show the preview' }).click()
    await page.getByText('The last day must come after the first.').waitFor()
    expect(await page.getByLabel('Until').inputValue()).toBe('2999-02-01')
    await page.getByLabel('Until').fill('2999-02-20')
    await page.getByRole('button', { name: 'Show the preview' }).click()
    await page.getByRole('link', { name: 'Choose something else' }).click()
    expect(await page.getByLabel('From', { exact: true }).inputValue()).toBe('2999-02-10')
    await page.getByRole('button', { name: 'Show the preview' }).click()
    await page.getByRole('button', { name: 'Schedule for' }).click()
    await page.getByText('Scheduled', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Do not start it' }).click()
    await page.getByText('Stopped', { exact: true }).waitFor()
    expect(await collected(absent.handle)).toBe(absent.customers)
  })
})
