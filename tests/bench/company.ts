import { performance } from 'node:perf_hooks'
import { connect, type Db, type Sql } from '@/db/client'
import { contextFor } from '@/lib/auth/identity'
import { type Context, today } from '@/lib/context'
import { systemContext } from '@/lib/system'
import {
  fillCustomers,
  fillGroups,
  fillItems,
  fillLinks,
  fillPeople,
  fillSearch,
  fillUsers,
  prepareFill,
} from './company-rows'

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

/**
 * Fills an empty, migrated database with `size` customers and all that belongs to them: two connections at a time, as
 * most machines have as many cores.
 */
export async function buildCompany(url: string, db: Db, size: number, say: (line: string) => void): Promise<Company> {
  const { sql, close } = connect(url, { max: 1, statementTimeout: 0 })
  const beside = connect(url, { max: 1, statementTimeout: 0 })
  const start = performance.now()
  try {
    await sql`
      insert into settings (company_name, currency, time_zone, country, language)
      values ('Bench SA', 'EUR', 'Europe/Paris', 'FR', 'en')`
    const day = today(await systemContext(db))
    for (const one of [sql, beside.sql]) await prepareFill(one, size, day)
    await fillUsers(sql)
    await withoutIndexes([sql, beside.sql], async () => {
      await Promise.all([fillItems(sql), fillPeople(beside.sql)])
      await fillCustomers(sql)
      await Promise.all([fillLinks(sql).then(() => fillGroups(sql)), fillSearch(beside.sql)])
    })
    const tables = await sql<{ name: string }[]>`
      select oid::regclass::text as name from pg_class
      where relkind = 'r' and relnamespace = 'public'::regnamespace order by pg_relation_size(oid) desc`
    await inTurns([sql, beside.sql], tables, (one, { name }) => one.unsafe(`vacuum analyze ${name}`))
    await check(sql, day)
    const rows = await countRows(sql)
    const seconds = (performance.now() - start) / 1000
    say(
      `${size.toLocaleString('en')} customers, ${rows.toLocaleString('en')} rows in ${seconds.toFixed(1)} s (${Math.round(rows / seconds).toLocaleString('en')} rows/s)`,
    )
  } finally {
    await Promise.all([close(), beside.close()])
  }
  return { size, ...(await actors(db)) }
}

/** Loads without foreign-key checks and secondary indexes, and makes the indexes again as they were. */
async function withoutIndexes(sessions: readonly [Sql, ...Sql[]], load: () => Promise<void>): Promise<void> {
  const [sql] = sessions
  for (const one of sessions) {
    await one`set session_replication_role = replica`
    await one`set maintenance_work_mem = '256MB'`
    await one`set work_mem = '128MB'`
  }
  const indexes = await sql<{ name: string; definition: string }[]>`
    select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
    from pg_index i
    where i.indrelid = any(${FILLED}::text[]::regclass[])
      and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`
  for (const { name } of indexes) await sql.unsafe(`drop index ${name}`)
  await load()
  await inTurns(sessions, indexes, (one, { definition }) => one.unsafe(definition))
  for (const one of sessions) await one`set session_replication_role = origin`
}

/** Each session takes the next thing as soon as it is done with one. */
async function inTurns<T>(
  sessions: readonly Sql[],
  things: readonly T[],
  work: (sql: Sql, thing: T) => Promise<unknown>,
): Promise<void> {
  const left = things.values()
  await Promise.all(
    sessions.map(async (sql) => {
      for (const thing of left) await work(sql, thing)
    }),
  )
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
