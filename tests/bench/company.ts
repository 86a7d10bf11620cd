import { performance } from 'node:perf_hooks'
import { connect, type Db, type Sql } from '@/db/client'
import { contextFor } from '@/lib/auth/identity'
import { type Context, today } from '@/lib/context'
import { systemContext } from '@/lib/system'
import { fillCustomers, fillItems, fillLinks, fillPeople, fillUsers, prepareFill } from './company-rows'

/** A generated company: the same size gives the same rows, but for the day that debts are counted from. */
export type Company = {
  size: number
  /** A credit manager, who sees all. */
  manager: Context
  /** A collector who sees only the portfolio. */
  confined: Context
  /** Three users who are colleague of nobody. */
  newcomers: number[]
}

const FILLED = ['customers', 'people', 'contacts', 'items', 'associations', 'customer_groups', 'customer_search']
const CHECKED = 500

/** Fills an empty, migrated database with `size` customers and all that belongs to them. */
export async function buildCompany(url: string, db: Db, size: number, say: (line: string) => void): Promise<Company> {
  const { sql, close } = connect(url, { max: 1, statementTimeout: 0 })
  const start = performance.now()
  try {
    await sql`
      insert into settings (company_name, currency, time_zone, country, language)
      values ('Bench SA', 'EUR', 'Europe/Paris', 'FR', 'en')`
    const day = today(await systemContext(db))
    await withoutIndexes(sql, async (sql) => {
      await prepareFill(sql, size, day)
      await fillUsers(sql)
      await fillItems(sql)
      await fillPeople(sql)
      await fillCustomers(sql)
      await fillLinks(sql)
    })
    await sql.unsafe('vacuum analyze')
    await check(sql, day)
    const rows = await countRows(sql)
    const seconds = (performance.now() - start) / 1000
    say(
      `${size.toLocaleString('en')} customers, ${rows.toLocaleString('en')} rows in ${seconds.toFixed(1)} s (${Math.round(rows / seconds).toLocaleString('en')} rows/s)`,
    )
  } finally {
    await close()
  }
  return { size, ...(await actors(db)) }
}

/** Loads in one transaction without foreign-key checks and secondary indexes, and makes the indexes again as they were. */
async function withoutIndexes(sql: Sql, load: (sql: Sql) => Promise<void>): Promise<void> {
  await sql`set session_replication_role = replica`
  await sql`set maintenance_work_mem = '512MB'`
  await sql`set work_mem = '128MB'`
  const indexes = await sql<{ name: string; definition: string }[]>`
    select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
    from pg_index i
    where i.indrelid = any(${FILLED}::text[]::regclass[])
      and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`
  await sql`begin`
  for (const { name } of indexes) await sql.unsafe(`drop index ${name}`)
  await load(sql)
  for (const { definition } of indexes) await sql.unsafe(definition)
  await sql`commit`
  await sql`set session_replication_role = origin`
}

/** The shipped functions must find nothing to correct, or the company is not one the application could have made. */
async function check(sql: Sql, day: string): Promise<void> {
  const [row] = await sql<{ wrong: number }[]>`
    select recount_customers(array(select id from customers order by hashint8extended(id, 99) limit ${CHECKED}), ${day}::date) as wrong`
  const [before] = await sql<
    { mark: string }[]
  >`select sum(hashtextextended(words || has_contact || has_email, 1))::text as mark from customer_search`
  await sql`select refresh_customers(array(select id from customers order by hashint8extended(id, 98) limit ${CHECKED}))`
  const [after] = await sql<
    { mark: string }[]
  >`select sum(hashtextextended(words || has_contact || has_email, 1))::text as mark from customer_search`
  if (row?.wrong !== 0 || before?.mark !== after?.mark)
    throw new Error('the generated figures or search words are wrong')
}

async function countRows(sql: Sql): Promise<number> {
  let rows = 0
  for (const table of [...FILLED, 'users']) {
    const [row] = await sql<{ count: number }[]>`select count(*)::integer as count from ${sql(table)}`
    rows += row?.count ?? 0
  }
  return rows
}

async function actors(db: Db): Promise<Omit<Company, 'size'>> {
  const found = await db.query.users.findMany({ orderBy: (users, { asc }) => asc(users.id) })
  const contextOf = async (user: (typeof found)[number] | undefined) => {
    const ctx = user && (await contextFor(db, user.id))
    if (!ctx) throw new Error('the generated company lacks a user')
    return ctx
  }
  return {
    manager: await contextOf(found.find((user) => user.role === 'credit_manager')),
    confined: await contextOf(found.find((user) => user.portfolioOnly)),
    newcomers: found.slice(-3).map((user) => user.id),
  }
}
