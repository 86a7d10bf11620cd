import { type SQL, sql } from 'drizzle-orm'
import { LANGUAGES, type Language, ROLES } from '@/db/schema/vocabulary'
import { codeKey } from '@/lib/customers/rules'
import { isTimeZone } from '@/lib/settings/rules'
import { isHandle } from '@/lib/users/rules'
import { quoted, RowProblem, readAddress, readList, readText, readYesNo } from '../rules'
import { giveColleagues, judgePortfolios, movingPortfolios, takeBackPortfolios } from './colleagues'
import { readCode } from './customers'
import { type Kind, type Run, reject, type Staged } from './kind'
import { lockMoving } from './moving'
import { enterUsers, rehearseUsers } from './user-rows'
import { wordReader } from './vocabulary'

const text = (longest: number) => (value: string) => readText(value, longest)
const readRole = wordReader('roles', ROLES, 'role')

/**
 * One row a user, found by e-mail address, or by name where there is no address. Passwords come by invitation alone.
 */
export const users: Kind = {
  headings: [
    ...['email', 'last_name', 'first_name', 'handle', 'role', 'active', 'language', 'time_zone'],
    ...['portfolio_only', 'portfolio'],
  ],
  required: ['email', 'last_name'],
  called: ['email', 'first_name', 'last_name'],
  right: 'users.write',
  staging: {
    email: 'text collate "C"',
    last_name: 'text',
    first_name: 'text',
    handle: 'text',
    role: 'text',
    active: 'boolean',
    language: 'text',
    time_zone: 'text',
    portfolio_only: 'boolean',
    portfolio: 'text[]',
    portfolio_keys: 'text[]',
    user_id: 'bigint',
    /** Of the user as they were when the file was checked. */
    seen_version: 'integer',
  },

  read(cells): Staged {
    const portfolio = cells.optional('portfolio', (value) => readList(value).map(readCode))
    const values = {
      email: cells.optional('email', readAddress),
      last_name: cells.needed('last_name', text(100)),
      first_name: cells.optional('first_name', text(100)),
      handle: cells.optional('handle', readHandle),
      role: cells.optional('role', readRole),
      active: cells.optional('active', readYesNo),
      language: cells.optional('language', readOwnLanguage),
      time_zone: cells.optional('time_zone', readTimeZone),
      portfolio_only: cells.optional('portfolio_only', readYesNo),
      portfolio,
      portfolio_keys: portfolio?.map(codeKey) ?? null,
    }
    return { values }
  },

  async judge(run) {
    await rejectUsers(run)
    await rehearseUsers(run)
    await wantPortfolios(run)
    await judgePortfolios(run)
  },

  async apply(run) {
    await rejectUsers(run)
    await enterUsers(run)
    await wantPortfolios(run)
    await lockMoving(run, movingPortfolios(run))
    await giveColleagues(run)
    await takeBackPortfolios(run)
  },

  written: sql`analyze users, associations`,
}

async function rejectUsers(run: Run): Promise<void> {
  await reject(run, 'duplicateUser', earlier(sql`f.email = r.email`))
  const name = (row: string) =>
    sql`norm(concat_ws(' ', ${sql.identifier(row)}.first_name, ${sql.identifier(row)}.last_name))`
  await reject(run, 'duplicateUser', earlier(sql`f.email is null and r.email is null and ${name('f')} = ${name('r')}`))
  await reject(
    run,
    'unknownCustomer',
    sql`
    select distinct on (r.n) r.n, jsonb_build_object('code', named.code) as facts
    from import_rows r
    cross join lateral unnest(r.portfolio, r.portfolio_keys) with ordinality as named(code, key, place)
    where not exists (select from customers c where c.code_key = named.key)
    order by r.n, named.place`,
  )
}

function earlier(same: SQL): SQL {
  return sql`
    select distinct on (r.n) r.n, jsonb_build_object('line', f.line) as facts
    from import_rows r join import_rows f on f.n < r.n and ${same}
    where r.problem is null and f.problem is null
    order by r.n, f.n`
}

async function wantPortfolios({ ctx }: Run): Promise<void> {
  await ctx.db.execute(sql`
    create temporary table import_wanted on commit drop as
    select distinct s.n, c.id as customer_id, s.user_id
    from import_rows s cross join lateral unnest(s.portfolio_keys) as named(key) join customers c on c.code_key = named.key
    where s.problem is null`)
}

function readHandle(value: string): string {
  if (!isHandle(value)) throw new RowProblem('handle', { value: quoted(value) })
  return value
}

function readOwnLanguage(value: string): Language {
  const language = LANGUAGES.find((one) => one === value.toLowerCase())
  if (!language) throw new RowProblem('userLanguage', { value: quoted(value) })
  return language
}

function readTimeZone(value: string): string {
  if (!isTimeZone(value)) throw new RowProblem('timeZone', { value: quoted(value) })
  return value
}
