import { afterAll, describe, expect } from 'vitest'
import { connect } from '@/db/client'
import { test } from '../support/page'
import { databaseUrl } from '../support/server'
import { enterAs } from '../support/sign-in'

const { sql, close } = connect(databaseUrl, { max: 1 })
afterAll(async () => {
  await sql`delete from rates where currency = 'AED'`
  await sql`select recount_customers(array_agg(distinct customer_id), current_date) from items where currency = 'AED'`
  await close()
})

/** How many items the figures of those customers count who have something open in dirhams. */
const counted = async () =>
  (
    await sql<{ n: number }[]>`
    select sum(open_items)::int as n from customers
    where id in (select customer_id from items where currency = 'AED' and cleared_date is null)`
  )[0]?.n
const lacking = async () =>
  (
    await sql<{ n: number }[]>`
    select count(*)::int as n from items
    where currency = 'AED' and cleared_date is null and type <> 'down_payment_request'`
  )[0]?.n

describe('the worth of other currencies', () => {
  test('is entered from the finding that lacks it, put right and taken away, and the figures follow', async ({
    page,
  }) => {
    const [before = 0, missing = 0] = [await counted(), await lacking()]
    expect(missing).toBeGreaterThan(0)
    await enterAs(page, sql, 'rates.manager', 'credit_manager')
    await page.goto('/')
    await page.getByRole('link', { name: /without a rate/ }).click()
    const panel = page.getByRole('region', { name: 'Exchange rates' })
    await panel.getByText(/open items in AED count in no figure/).waitFor()
    expect(await panel.getByLabel('Currency').inputValue()).toBe('AED')
    await panel.getByLabel('One is worth').fill('none')
    await panel.getByRole('button', { name: 'Add' }).click()
    await panel.getByText('Write the rate like 0.8619, with at most eight decimals.').waitFor()
    await panel.getByLabel('One is worth').fill('0.25')
    await panel.getByRole('button', { name: 'Add' }).click()
    await panel.getByText('The rate of AED was added.').waitFor()
    await panel.getByText(/count in no figure/).waitFor({ state: 'detached' })
    await expect.poll(counted).toBe(before + missing)

    await panel.getByRole('button', { name: /^Change AED/ }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Rate').fill('0,23')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.waitFor({ state: 'detached' })
    await panel.getByRole('cell', { name: '0.23', exact: true }).waitFor()

    await panel.getByRole('button', { name: /^Change AED/ }).click()
    await dialog.getByRole('button', { name: 'Remove' }).click()
    await dialog.waitFor({ state: 'detached' })
    await panel.getByText(/open items in AED count in no figure/).waitFor()
    await expect.poll(counted).toBe(before)
  })
})
