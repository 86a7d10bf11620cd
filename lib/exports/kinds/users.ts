import { sql } from 'drizzle-orm'
import { users as table } from '@/db/schema'
import { visibleTo } from '@/lib/customers/where'
import { readUserAddress } from '@/lib/users/filter'
import { matchingUsers } from '@/lib/users/queries'
import { type Kind, listed, searchOf, selectOf, shown } from './kind'

/** A cell of more is no cell any more, and blank; how many there are stands beside it. */
const MOST_CODES = 1500
const MOST_LETTERS = 30_000

/** What a users file takes, and how many customers each has. */
export const users: Kind = {
  right: 'users.write',
  async find(ctx, target) {
    const { filter } = readUserAddress(searchOf(target))
    const visible = visibleTo(ctx.actor) ?? sql`true`
    const theirs = sql`from associations own join customers on customers.id = own.customer_id
      where own.user_id = ${table.id} and ${visible}`
    const count = sql`(select count(*) ${theirs})`
    const codes = listed(sql`customers.code`, theirs, sql`customers.code`)
    const columns = [
      ...COLUMNS,
      shown(
        'portfolio',
        'text',
        30,
        sql`case when ${count} <= ${MOST_CODES} then (
          select case when length(codes) <= ${MOST_LETTERS} then codes end from (select ${codes} as codes) own) end`,
      ),
      shown('customers_as_colleague', 'number', 12, count),
      shown(
        'customers_as_collector',
        'number',
        12,
        sql`(select count(*) from customers where customers.collector_id = ${table.id} and ${visible})`,
      ),
      shown(
        'last_sign_in',
        'moment',
        18,
        sql`to_char(${table.lastSignInAt} at time zone ${ctx.actor.timeZone}::text, 'YYYY-MM-DD HH24:MI:SS')`,
      ),
    ]
    return {
      columns,
      rows: {
        select: selectOf(columns),
        from: sql`${table} where ${matchingUsers(filter) ?? sql`true`}`,
        order: sql`${table.lastName}, ${table.firstName}, ${table.id}`,
      },
    }
  },
}

const COLUMNS = [
  shown('email', 'text', 28, sql`${table.email}`),
  shown('last_name', 'text', 18, sql`${table.lastName}`),
  shown('first_name', 'text', 14, sql`${table.firstName}`),
  shown('handle', 'code', 18, sql`${table.handle}`),
  shown('role', 'code', 20, sql`${table.role}`),
  shown('active', 'yesNo', 8, sql`${table.active}`),
  shown('language', 'code', 9, sql`${table.language}`),
  shown('time_zone', 'code', 18, sql`${table.timeZone}`),
  shown('portfolio_only', 'yesNo', 13, sql`${table.portfolioOnly}`),
]
