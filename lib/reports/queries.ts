import { and, between, desc, eq, gte, isNull, lt, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { changes, customers, history, imports, people, userHandles, users } from '@/db/schema'
import type { Context } from '@/lib/context'
import { nameCollectors } from '@/lib/customers/queries/history'
import { searching } from '@/lib/customers/queries/searching'
import { codeKey } from '@/lib/customers/rules'
import { formerName } from '@/lib/users/where'
import type { HistoryFilter } from './filter'

const PAGE_SIZE = 100

const author = alias(users, 'author')
const colleague = alias(users, 'colleague')

/**
 * What was done in the whole company, newest first, a page before an entry or from the newest on. Of a mass change it
 * tells that it was started; what it did is on its page. `older` begins the next page. A search among the others, for
 * not every narrowing has an index.
 */
export async function listHistory(ctx: Context, filter: HistoryFilter, before: number | undefined, size = PAGE_SIZE) {
  const found = await searching(ctx, () => entries(ctx, filter, before, size + 1))
  const rows = found.slice(0, size).map(({ id, colleague, person, code, name, ...entry }) => ({
    ...entry,
    inChange: entry.changeKey !== null,
    key: String(id),
    about: person ?? colleague,
    customer: code === null || name === null ? null : { code, name },
  }))
  return {
    rows,
    names: await nameCollectors(ctx, rows),
    older: found.length > size ? found[size - 1]?.id : undefined,
  }
}

function entries(ctx: Context, filter: HistoryFilter, before: number | undefined, most: number) {
  return ctx.db
    .select({
      id: history.id,
      at: history.at,
      action: history.action,
      old: sql<Record<string, unknown> | null>`${history.old}`,
      new: sql<Record<string, unknown> | null>`${history.new}`,
      author: nameOf(author),
      colleague: sql<string | null>`coalesce(${nameOf(colleague)}, ${formerName(sql`${history.userId}`)})`,
      person: nameOf(people),
      changeKey: changes.key,
      code: customers.code,
      name: customers.name,
    })
    .from(history)
    .leftJoin(author, eq(author.id, history.actorId))
    .leftJoin(colleague, eq(colleague.id, history.userId))
    .leftJoin(people, eq(people.id, history.personId))
    .leftJoin(changes, eq(changes.id, history.changeId))
    .leftJoin(customers, eq(customers.id, history.customerId))
    .where(and(matchingHistory(ctx, filter), before === undefined ? undefined : olderThan(filter, before)))
    .orderBy(...(filter.about === '' ? [] : [desc(SUBJECT)]), desc(history.id))
    .limit(most)
}

/**
 * As its index says it. Asked for as a range, and sorted by: else the newest of all are walked until enough have come,
 * which may be long past.
 */
const SUBJECT = sql`split_part(${history.action}, '.', 1)`

function olderThan({ about }: HistoryFilter, before: number): SQL {
  return about === '' ? lt(history.id, before) : sql`(${SUBJECT}, ${history.id}) < (${about}, ${before}::bigint)`
}

/** Null where the row is missing, as after a left join. */
const nameOf = (table: typeof author | typeof colleague | typeof people) =>
  sql<string | null>`case when ${table.id} is not null then concat_ws(' ', ${table.firstName}, ${table.lastName}) end`

/** The entries that an address asks for. */
export function matchingHistory(
  { company }: Context,
  { who, customer, about, from, to, import: key }: HistoryFilter,
): SQL | undefined {
  const midnight = (day: string, later: number) =>
    sql`((${day}::date + ${later}::integer)::timestamp at time zone ${company.timeZone})`
  return and(
    who === '' ? undefined : who === 'program' ? isNull(history.actorId) : eq(history.actorId, userCalled(who)),
    customer === ''
      ? undefined
      : eq(history.customerId, sql`(select id from ${customers} where ${customers.codeKey} = ${codeKey(customer)})`),
    about === '' ? undefined : between(SUBJECT, about, about),
    from === '' ? undefined : gte(history.at, midnight(from, 0)),
    to === '' ? undefined : lt(history.at, midnight(to, 1)),
    key === '' ? undefined : eq(history.importId, sql`(select id from ${imports} where ${imports.key} = ${key})`),
  )
}

/** What the file of an import was called; undefined where there is none, or none any more. */
export async function importCalled({ db }: Context, key: string): Promise<string | undefined> {
  const [row] = await db.select({ name: imports.fileName }).from(imports).where(eq(imports.key, key))
  return row?.name
}

/** Former handles lead to the user too. */
const userCalled = (handle: string) =>
  sql`(select ${userHandles.userId} from ${userHandles} where ${userHandles.handle} = ${handle})`
