import { and, asc, desc, eq, type SQL, sql } from 'drizzle-orm'
import { codeListCodes, customers } from '@/db/schema'
import { type Context, today } from '@/lib/context'
import { type Page, pageOf } from '@/lib/list'
import type { CustomerView, SortKey } from '../filter'
import { type Aim, matching } from '../where'

export type Totals = { count: number; balance: string; overdue: string; buckets: string[] }

const BUCKETS = [customers.notDue, customers.late30, customers.late60, customers.late90, customers.lateOver] as const

/** How many colleagues a row names before it says "and so many more". */
const NAMED_COLLEAGUES = 2

/**
 * How many customers match, within what the actor may know of. Always exact. Prepared, like the page itself: the same few
 * shapes of search are asked all day, and parsing them costs as much as answering them.
 */
export async function countCustomers(ctx: Context, aim: Aim): Promise<number> {
  const [row] = await ctx.db
    .select({ count: sql<number>`count(*)::integer` })
    .from(customers)
    .where(matching(ctx, aim))
    .prepare('count')
    .execute()
  return row?.count ?? 0
}

/** What all that match owe together, by age, in the main currency. */
export async function totalCustomers(ctx: Context, aim: Aim): Promise<Totals> {
  const [row] = await ctx.db
    .select({
      count: sql<number>`count(*)::integer`,
      balance: sql<string>`coalesce(sum(${customers.balance}), 0)`,
      overdue: sql<string>`coalesce(sum(${customers.overdue}), 0)`,
      buckets: sql<string[]>`array[${sql.join(
        BUCKETS.map((column) => sql`coalesce(sum(${column}), 0)::text`),
        sql`, `,
      )}]`,
    })
    .from(customers)
    .where(matching(ctx, aim))
  return row ?? { count: 0, balance: '0', overdue: '0', buckets: ['0', '0', '0', '0', '0'] }
}

/** The rows of one page, and the number of all. A page past the end is the last one. */
export async function listCustomers(ctx: Context, aim: Aim, view: CustomerView) {
  const total = await countCustomers(ctx, aim)
  const { page, pages, offset } = pageOf(total, view.page, view.size)
  const rows = await selectRows(ctx, aim, view, offset)
  return { rows, total, page, pages, size: view.size } satisfies Page<(typeof rows)[number]>
}

export type CustomerRow = Awaited<ReturnType<typeof selectRows>>[number]

/** The page is cut before names are looked up, or they would be looked up for all the rows that it skips. */
async function selectRows(ctx: Context, aim: Aim, view: CustomerView, offset: number) {
  const page = ctx.db
    .select()
    .from(customers)
    .where(matching(ctx, aim))
    .orderBy(...ordering(aim, view))
    .limit(view.size)
    .offset(offset)
    .as('customers')
  return ctx.db
    .select({
      id: page.id,
      code: page.code,
      name: page.name,
      city: page.city,
      country: page.country,
      state: page.state,
      collector: collectorName,
      colleagues: colleagueNames,
      colleagueCount,
      buckets: sql<string[]>`array[${sql.join(
        BUCKETS.map((column) => sql`${column}::text`),
        sql`, `,
      )}]`,
      overdue: page.overdue,
      balance: page.balance,
      late: sql<
        number | null
      >`case when ${page.oldestDue} < ${today(ctx)}::date then ${today(ctx)}::date - ${page.oldestDue} end`,
    })
    .from(page)
    .orderBy(...ordering(aim, view))
    .prepare('customers')
    .execute()
}

// In the list of a select Drizzle writes columns without their table, so these name theirs themselves.
const collectorName = sql<string | null>`(
  select concat_ws(' ', u.first_name, u.last_name) from users u where u.id = customers.collector_id)`

const colleagueNames = sql<string[]>`(
  select coalesce(json_agg(named.name), '[]')
  from (select concat_ws(' ', u.first_name, u.last_name) as name
        from associations a join users u on u.id = a.user_id
        where a.customer_id = customers.id
        order by u.last_name, u.id limit ${NAMED_COLLEAGUES}) named)`

const colleagueCount = sql<number>`(select count(*)::integer from associations a where a.customer_id = customers.id)`

/** What each sort compares. Late is today minus oldest due, so the latest first is the oldest date first. */
const COMPARED: Record<Exclude<SortKey, 'code' | 'pasted'>, SQL> = {
  name: sql`${customers.name}`,
  country: sql`${customers.country}`,
  city: sql`${customers.city}`,
  collector: sql`(select u.last_name from users u where u.id = ${customers.collectorId})`,
  balance: sql`${customers.balance}`,
  overdue: sql`${customers.overdue}`,
  late: sql`${customers.oldestDue}`,
}

/** Empty cells come last whichever way one sorts; equals are told apart by the code, which is unique. */
function ordering(aim: Aim, { sort, descending }: CustomerView): SQL[] {
  if (sort === 'code') return [descending ? desc(customers.code) : asc(customers.code)]
  if (sort === 'pasted') return [descending ? desc(pastedPosition(aim)) : asc(pastedPosition(aim)), asc(customers.code)]
  const down = sort === 'late' ? !descending : descending
  const nullable = sort !== 'name' && sort !== 'balance' && sort !== 'overdue'
  const compared = down ? desc(COMPARED[sort]) : asc(COMPARED[sort])
  return [down && nullable ? sql`${compared} nulls last` : compared, asc(customers.code)]
}

function pastedPosition(aim: Aim): SQL {
  return sql`(select ${codeListCodes.position} from ${codeListCodes} where ${and(
    eq(codeListCodes.listId, aim.list),
    eq(codeListCodes.codeKey, customers.codeKey),
  )})`
}
