import { isDeepStrictEqual } from 'node:util'
import type { Sql } from '@/db/client'
import { ofCustomers, readContactAddress } from '@/lib/contacts/filter'
import { searchContacts } from '@/lib/contacts/queries/list'
import type { Context } from '@/lib/context'
import { aimAt } from '@/lib/customers/queries/aim'
import { MOST_COUNTED } from '@/lib/customers/queries/size'
import type { Bench } from './bench'
import { comparePages, SIZE } from './first-page'
import type { Line } from './report'
import type { Spent } from './spent'

/** An address of the list of contacts, and what somebody would write by hand for the same rows. */
type Asked = { name: string; address: string; where?: string; order?: string }

const BY_NAME = 'p.last_key using ~<~, p.first_key, k.id'
const ASKED: Asked[] = [
  { name: 'none', address: '' },
  { name: 'role', address: 'role=buyer', where: "(k.role = 'buyer' or k.our_role = 'buyer')" },
  { name: 'no email', address: 'email=none', where: 'p.email is null' },
  { name: 'country', address: 'country=BE', where: "c.country = 'BE'" },
  { name: 'by customer', address: 'sort=customer', order: 'c.name, c.code, k.id' },
]

/** The first page of the list of contacts with its number, for somebody who sees all and for somebody who sees a large portfolio. */
export async function benchContacts(bench: Bench): Promise<Line[]> {
  const { sql, company, wanted } = bench
  const lines: Line[] = []
  const [named] = await sql<
    { name: string }[]
  >`select last_key as name from people where last_key ~ '^[a-z]{6}$' order by id limit 1`
  const q = { name: 'q', address: `q=${named?.name}`, where: `p.words like '%${named?.name}%'` }
  for (const asked of [...ASKED, q]) {
    for (const [whose, ctx] of [['', company.manager] as const, [' in a portfolio', company.confined] as const]) {
      const job = `contacts ${asked.name}${whose}`
      if (!wanted(job)) continue
      const ours = ({ db }: Pick<Spent, 'db'>) => searched({ ...ctx, db }, asked.address)
      const plain = ({ sql }: Pick<Spent, 'sql'>) => written(sql, ctx, asked)
      const found = mustAgree(job, await ours(bench), await plain(bench))
      lines.push(await comparePages(bench, job, `${found.toLocaleString('en')} contacts`, { ours, plain }))
    }
  }
  return lines
}

async function searched(ctx: Context, address: string) {
  const { filter, view, problems } = readContactAddress(address)
  const aimed = await aimAt(ctx, ofCustomers(filter))
  if (problems.length + aimed.problems.length > 0) throw new Error(`the address ${address} cannot be read`)
  return searchContacts(ctx, { filter, customers: aimed.aim }, view)
}

type Written = { id: string }

async function written(sql: Sql, { actor }: Context, { where, order = BY_NAME }: Asked) {
  const mine = `(c.collector_id = ${actor.id} or exists (select from associations a where a.customer_id = c.id and a.user_id = ${actor.id}))`
  const found = `from contacts k join people p on p.id = k.person_id join customers c on c.id = k.customer_id
    where ${["c.state = 'active'", where, actor.portfolioOnly && mine].filter(Boolean).join(' and ')}`
  const counted = sql.unsafe<{ total: number }[]>(
    `select count(*)::integer as total from (select ${found} limit ${MOST_COUNTED + 1}) found`,
  )
  const listed = sql.unsafe<Written[]>(
    `select k.id, coalesce(k.our_role, k.role), k.for_collection, k.in_copy, p.title, p.first_name, p.last_name, p.email, p.phone, p.mobile,
            p.language, c.code, c.name, c.city, c.country, c.state
     ${found} order by ${order} limit ${SIZE}`,
  )
  const [[count], rows] = await Promise.all([counted, listed])
  return { total: count?.total ?? 0, ids: rows.map(({ id }) => Number(id)) }
}

function mustAgree(
  job: string,
  mine: Awaited<ReturnType<typeof searched>>,
  theirs: Awaited<ReturnType<typeof written>>,
): number {
  const same = mine.about ? theirs.total > MOST_COUNTED : mine.total === theirs.total
  if (
    !same ||
    !isDeepStrictEqual(
      mine.rows.map(({ id }) => id),
      theirs.ids,
    )
  )
    throw new Error(`${job}: the two sides do not find the same contacts`)
  return mine.total
}
