import type { Sql } from '@/db/client'
import { type Context, today } from '@/lib/context'
import { createCodeList } from '@/lib/lists/commands'
import type { Company } from './company'

/** One search: the address a person opens, and what somebody would write by hand for the same rows. */
export type Criterion = {
  name: string
  address: string
  ctx: Context
  /** Joined to `customers c`. */
  join?: string
  where?: string
  values?: (string | number | string[])[]
  order?: string
  /** The same order where the page is put together, if it reads otherwise there. */
  outer?: string
  state?: string
  offset?: number
}

const INLINE_CODES = 50
const PASTED_CODES = 5000
const PAGE = 100
const SIZE = 50
/** An address names people by their handle. */
const NAMED = '(select h.user_id from user_handles h where h.handle = $1)'

/** A search for every criterion the page has, on values neither rare nor extreme. */
export async function criteriaOf(sql: Sql, company: Company): Promise<Criterion[]> {
  const { manager, confined } = company
  const colleague = await typical(sql, 'associations', 'user_id')
  const collector = await typical(sql, 'customers', 'collector_id')
  const codes = await someCodes(sql, PASTED_CODES)
  const inline = codes.slice(0, INLINE_CODES)
  const { id: list } = await createCodeList(manager, [...codes, 'UNKNOWN-1', 'UNKNOWN-2'])
  await sql`analyze code_list_codes` // or plans depend on whether the server came by already
  const word = 'stahl'
  const all: (Omit<Criterion, 'ctx'> & { ctx?: Context })[] = [
    { name: 'none', address: '' },
    {
      name: 'q',
      address: `q=${word}`,
      join: 'join customer_search s on s.customer_id = c.id',
      where: 's.words like $1',
      values: [`%${word}%`],
    },
    { name: 'code', address: `code=${inline.join(',')}`, where: 'c.code_key = any($1::text[])', values: [inline] },
    {
      name: 'list',
      address: `list=${list}`,
      join: 'join code_list_codes l on l.list_id = $1 and l.code_key = c.code_key',
      values: [list],
    },
    {
      name: 'colleague',
      address: `colleague=${colleague.handle}`,
      join: `join associations a on a.customer_id = c.id and a.user_id = ${NAMED}`,
      values: [colleague.handle],
    },
    {
      name: 'no colleague',
      address: 'colleague=none',
      where: 'not exists (select from associations a where a.customer_id = c.id)',
    },
    {
      name: 'collector',
      address: `collector=${collector.handle}`,
      where: `c.collector_id = ${NAMED}`,
      values: [collector.handle],
    },
    {
      name: 'group',
      address: 'group=retail',
      join: `join customer_groups g on g.customer_id = c.id and g.group_id = (select id from groups where slug = $1)`,
      values: ['retail'],
    },
    { name: 'country', address: 'country=BE', where: 'c.country = $1', values: ['BE'] },
    { name: 'state', address: 'state=blocked', state: 'blocked' },
    {
      name: 'no group',
      address: 'group=none',
      where: 'not exists (select from customer_groups g where g.customer_id = c.id)',
    },
    {
      name: 'no contact',
      address: 'contact=none',
      where: 'c.id in (select s.customer_id from customer_search s where not s.has_contact)',
    },
    { name: 'no usable contact', address: 'contact=no-collection', where: 'not c.reachable' },
    {
      name: 'no email',
      address: 'contact=no-email',
      where: 'c.id in (select s.customer_id from customer_search s where not s.has_email)',
    },
    { name: 'balance', address: 'balance=..0', where: 'c.balance <= 0' },
    { name: 'overdue', address: 'overdue=10000..20000', where: 'c.overdue between 10000 and 20000' },
    {
      name: 'late',
      address: 'late=30..60',
      where: 'c.oldest_due between $1::date - 60 and $1::date - 30',
      values: [today(manager)],
    },
    { name: 'by overdue', address: 'sort=-overdue', order: 'c.overdue desc, c.code' },
    { name: 'by balance', address: 'sort=-balance', order: 'c.balance desc, c.code' },
    { name: 'by late', address: 'sort=-late', order: 'c.oldest_due, c.code' },
    { name: 'by name', address: 'sort=name', order: 'c.name, c.code' },
    { name: 'by city', address: 'sort=city', order: 'c.city, c.code' },
    { name: 'by city down', address: 'sort=-city', order: 'c.city desc nulls last, c.code' },
    {
      name: 'by collector',
      address: 'sort=collector',
      join: 'left join users s on s.id = c.collector_id',
      order: 's.last_name, c.code',
      outer: 'u.last_name, c.code',
    },
    {
      name: 'colleague by overdue',
      address: `colleague=${colleague.handle}&sort=-overdue`,
      join: `join associations a on a.customer_id = c.id and a.user_id = ${NAMED}`,
      values: [colleague.handle],
      order: 'c.overdue desc, c.code',
    },
    {
      name: 'last page by balance',
      address: 'sort=-balance&page=200',
      order: 'c.balance desc, c.code',
      offset: 199 * SIZE,
    },
    { name: `page ${PAGE}`, address: `page=${PAGE}`, offset: (PAGE - 1) * SIZE },
    {
      name: 'portfolio',
      address: '',
      ctx: confined,
      where:
        '(c.collector_id = $1 or exists (select from associations a where a.customer_id = c.id and a.user_id = $1))',
      values: [confined.actor.id],
    },
  ]
  const shown = all.filter(({ offset = 0 }) => offset < company.size * 0.9)
  return shown.map((criterion) => ({ ctx: manager, ...criterion }))
}

/** The user whose number of rows is the median. */
async function typical(sql: Sql, table: string, column: string): Promise<{ id: number; handle: string }> {
  const rows = await sql<{ id: number; handle: string }[]>`
    select u.id::integer as id, u.handle from ${sql(table)} t join users u on u.id = ${sql(`t.${column}`)}
    group by u.id, u.handle order by count(*), u.id`
  const row = rows[Math.floor(rows.length / 2)]
  if (!row) throw new Error(`the generated company has no rows in ${table}`)
  return row
}

async function someCodes(sql: Sql, most: number): Promise<string[]> {
  const rows = await sql<{ code: string }[]>`select code from customers order by hashint8extended(id, 77) limit ${most}`
  return rows.map((row) => row.code)
}
