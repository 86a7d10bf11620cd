import type { Page } from 'playwright-core'
import { afterAll, describe, expect } from 'vitest'
import { connect } from '@/db/client'
import { axeFinds } from '../support/axe'
import { test } from '../support/page'
import { databaseUrl } from '../support/server'
import { enterAsAdministrator } from '../support/sign-in'

const { sql, close } = connect(databaseUrl, { max: 1 })
afterAll(async () => {
  await sql`delete from rules where name in (${COLLEAGUE_RULE}, ${GROUP_RULE})`
  await sql`delete from views where slug = 'belgium'`
  await close()
})

const COLLEAGUE_RULE = 'Belgium has a colleague'
const GROUP_RULE = 'Belgium is in the north'
const RUNS = { timeout: 30_000, interval: 100 }

/** Somebody, a group, and a customer of the view who has neither. */
async function cast() {
  const [row] = await sql<{ code: string; name: string; group: string; found: number }[]>`
    select c.code, u.first_name || ' ' || u.last_name as name, g.name as group,
      (select count(*)::integer from customers where country = 'BE' and state = 'active') as found
    from customers c, users u, groups g
    where c.country = 'BE' and c.state = 'active' and g.slug = 'nordics' and u.first_name is not null and u.active
      and not exists (select from associations a where a.customer_id = c.id and a.user_id = u.id)
      and not exists (select from customer_groups k where k.customer_id = c.id and k.group_id = g.id)
    order by c.code, u.id limit 1`
  return row!
}

/** How many customers have something by a rule of that name. */
const givenBy = async (name: string) => {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::integer as count from (
      select a.rule_id from associations a union all select k.rule_id from customer_groups k
    ) given join rules r on r.id = given.rule_id where r.name = ${name}`
  return row!.count
}
const givenAtAll = async () => {
  const [row] = await sql<{ count: number }[]>`
    select (select count(*) from associations where rule_id is not null)::integer
      + (select count(*) from customer_groups where rule_id is not null)::integer as count`
  return row!.count
}

const axe = async (page: Page) => {
  await page.waitForFunction(() => document.title !== '')
  return axeFinds(page)
}

async function writeRule(page: Page, name: string, does: string, what: string) {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Rules' }).click()
  await page.getByRole('link', { name: 'New rule' }).click()
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('View', { exact: true }).selectOption({ label: 'Belgium' })
  await page.getByLabel(does).check()
  await page.getByRole('checkbox', { name: what, exact: true }).check()
  expect(await axe(page)).toEqual([])
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
}

async function openRule(page: Page, name: string) {
  await page.goto('/rules')
  await page.getByRole('link', { name }).first().click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
}

async function applyAgain(page: Page, name: string) {
  const last = async () => (await sql`select last_run_at::text as at from rules where name = ${name}`)[0]?.at
  const before = await last()
  await openRule(page, name)
  await page.getByText('Applied now it would change nothing.').waitFor()
  await page.getByRole('button', { name: 'Apply now' }).click()
  await expect.poll(last, RUNS).not.toBe(before)
}

async function takeOff(page: Page, name: string) {
  const colleagues = page.getByRole('region', { name: 'Colleagues' })
  await colleagues.getByRole('button', { name: 'Edit the colleagues' }).click()
  await colleagues.getByRole('button', { name: `Edit ${name}` }).click()
  await page.getByRole('button', { name: 'Take off this customer' }).click()
  await page.getByRole('button', { name: `Take ${name} off` }).click()
}

describe('a rule', () => {
  test('gives to the customers of a living view, never again what a person took off, and takes back the rest', async ({
    page,
  }) => {
    const { code, name, group, found } = await cast()
    await enterAsAdministrator(page)
    await page.goto('/customers?country=BE')
    await page.getByRole('button', { name: 'Save view' }).first().click()
    const saving = page.getByRole('form', { name: /^Save/ })
    await saving.getByLabel('Name').fill('Belgium')
    await saving.getByRole('button', { name: 'Save view' }).click()
    await page.waitForURL(/[?&]view=belgium/)

    await writeRule(page, COLLEAGUE_RULE, 'Associate colleagues', name)
    await writeRule(page, GROUP_RULE, 'Add to groups', group)
    await expect.poll(() => givenBy(COLLEAGUE_RULE), RUNS).toBeGreaterThan(0)
    await expect.poll(() => givenBy(GROUP_RULE), RUNS).toBe(found)

    await page.goto(`/customers/${code}`)
    const colleagues = page.getByRole('region', { name: 'Colleagues' })
    await colleagues.getByText(`by the rule ${COLLEAGUE_RULE}`).waitFor()
    await page.getByRole('link', { name: 'Details' }).click()
    await page.getByText(`${group} (by the rule “${GROUP_RULE}”)`).waitFor()
    expect(await axe(page)).toEqual([])

    await page.getByRole('button', { name: 'Edit the groups' }).click()
    await page.getByRole('checkbox', { name: group, exact: true }).uncheck()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText(`(by the rule “${GROUP_RULE}”)`).waitFor({ state: 'detached' })
    await takeOff(page, name)
    await colleagues.getByText(`by the rule ${COLLEAGUE_RULE}`).waitFor({ state: 'detached' })

    await applyAgain(page, COLLEAGUE_RULE)
    await applyAgain(page, GROUP_RULE)
    expect(await givenBy(GROUP_RULE)).toBe(found - 1)
    await page.goto(`/customers/${code}`)
    await colleagues.waitFor()
    expect(await colleagues.getByText(name, { exact: true }).count()).toBe(0)
    await page.getByRole('link', { name: 'Details' }).click()
    await page.getByRole('button', { name: 'Edit the groups' }).waitFor()
    expect(await page.getByText(GROUP_RULE).count()).toBe(0)

    await openRule(page, GROUP_RULE)
    await page.getByLabel('On', { exact: true }).uncheck()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('button', { name: 'Apply now' }).waitFor({ state: 'detached' })
    expect(await givenBy(GROUP_RULE)).toBe(found - 1)
    for (const rule of [GROUP_RULE, COLLEAGUE_RULE]) {
      await openRule(page, rule)
      await page.getByLabel('Take back what it gave', { exact: true }).check()
      await page.getByRole('button', { name: 'Delete the rule' }).click()
      await page.waitForURL(/\/rules$/)
    }
    await expect.poll(givenAtAll, RUNS).toBe(0)
    await page.getByRole('heading', { name: 'No rule yet.' }).waitFor()
  })

  test('fits a telephone, with all that a run says', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 })
    await sql`
      insert into views (slug, name, search, shared, owner_id)
      select 'telephone', 'A view with a name as long as people give them in the end', 'country=LU', true, id from users order by id limit 1`
    await sql`
      insert into rules (key, name, view_id, gives, created_by, problem, last_run_at)
      select 'telephone1', 'A rule with a name that does not fit into one line of a telephone', v.id,
        jsonb_build_object('does', 'group', 'groups', jsonb_agg(g.id)), v.owner_id, 'view', now()
      from views v, groups g where v.slug = 'telephone' group by v.id`
    await enterAsAdministrator(page)
    for (const address of ['/rules', '/rules/new', '/rules/telephone1']) {
      await page.goto(address)
      await page.getByRole('heading', { level: 1 }).waitFor()
      const wide = await page.evaluate(
        () =>
          [document.documentElement, ...document.querySelectorAll('.overflow-x-auto')].filter(
            ({ scrollWidth, clientWidth }) => scrollWidth > clientWidth,
          ).length,
      )
      expect([address, wide]).toEqual([address, 0])
      expect(await axe(page)).toEqual([])
    }
    await sql`delete from rules where key = 'telephone1'`
    await sql`delete from views where slug = 'telephone'`
  })
})
