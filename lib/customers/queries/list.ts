import { type AnyColumn, and, eq, type GetColumnData, type SQL, sql } from 'drizzle-orm'
import { codeListCodes, customers, users } from '@/db/schema'
import { type Context, today } from '@/lib/context'
import { type Page, pageOf } from '@/lib/list'
import type { CustomerView, SortKey } from '../filter'
import { type CustomerColumn, USUAL_COLUMNS } from '../rules/columns'
import { type Aim, matching } from '../where'
import { factsFor } from './columns'
import { searching } from './searching'
import { BUCKETS, MOST_COUNTED, type Size, sizeUp } from './size'

/** How many colleagues a row names before it says "and so many more". */
const NAMED_COLLEAGUES = 2

export type CustomerPage = Page<CustomerRow> & Size

/**
 * The rows of one page, how many there are in all, and what they owe. A page past the end is the last one, and pages
 * end where counting does: the thousandth costs what the first costs. Asked of the server at once; the rows seldom have
 * to wait for the number.
 */
export async function listCustomers(
  ctx: Context,
  aim: Aim,
  view: CustomerView,
  columns: readonly CustomerColumn[] = USUAL_COLUMNS,
): Promise<CustomerPage> {
  const first = pageOf(MOST_COUNTED, view.page, view.size)
  const [size, rows] = await searching(ctx, () => {
    const sizing = sizeUp(ctx, aim, view.exact)
    const isMany = async () => view.sort === 'collector' && (await sizing).total > MOST_COUNTED
    const listing = isMany().then((many) => selectRows(ctx, aim, view, { offset: first.offset, many, columns }))
    return Promise.all([sizing, listing])
  })
  const { page, pages, offset } = pageOf(Math.min(size.total, MOST_COUNTED), view.page, view.size)
  const selectThere = () => selectRows(ctx, aim, view, { offset, columns })
  const there = offset === first.offset ? rows : await searching(ctx, selectThere)
  return { ...size, rows: there, page, pages, size: view.size }
}

/** Rows of one page alone, without people: for whoever shows neither them nor how many rows there are. */
export async function firstCustomers(ctx: Context, aim: Aim, view: CustomerView): Promise<CustomerRow[]> {
  return searching(ctx, () => selectRows(ctx, aim, view, { offset: 0, columns: [] }))
}

export type CustomerRow = Awaited<ReturnType<typeof selectRows>>[number]

type Slice = { offset: number; many?: boolean; columns: readonly CustomerColumn[] }

/**
 * The page is cut before names are looked up, or they would be looked up for all the rows that it skips. What is in no
 * column is not looked up at all.
 */
async function selectRows(ctx: Context, aim: Aim, view: CustomerView, { offset, many = false, columns }: Slice) {
  const { page, order } = cut(ctx, aim, view, offset, many)
  return ctx.db
    .select({
      id: shown(customers.id),
      code: shown(customers.code),
      name: shown(customers.name),
      city: shown(customers.city),
      country: shown(customers.country),
      state: shown(customers.state),
      collector: columns.includes('collector') ? collectorName : NOTHING,
      ...(columns.includes('colleagues') ? { colleagues: colleagueNames, colleagueCount } : NOBODY),
      buckets: sql<string[]>`array[${sql.join(
        BUCKETS.map((column) => sql`${column}::text`),
        sql`, `,
      )}]`,
      overdue: shown(customers.overdue),
      balance: shown(customers.balance),
      late: sql<
        number | null
      >`case when ${customers.oldestDue} < ${today(ctx)}::date then ${today(ctx)}::date - ${customers.oldestDue} end`,
      facts: factsFor(columns),
    })
    .from(sql`(${page}) customers`)
    .orderBy(order)
    .prepare('customers')
    .execute()
}

/** A column of the cut page, which bears the table's name. */
function shown<Column extends AnyColumn>(column: Column) {
  return sql<GetColumnData<Column>>`${column}`.mapWith(column) as SQL<GetColumnData<Column>>
}

const NOTHING = sql<string | null>`null`
const NOBODY = { colleagues: sql<string[]>`'[]'::json`, colleagueCount: sql<number>`0` }

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
  collector: sql`${users.lastName}`,
  balance: sql`${customers.balance}`,
  overdue: sql`${customers.overdue}`,
  late: sql`${customers.oldestDue}`,
}

/** What is empty where the compared is. */
const EMPTIED: Partial<Record<SortKey, SQL>> = {
  country: sql`${customers.country}`,
  city: sql`${customers.city}`,
  collector: sql`${customers.collectorId}`,
  late: sql`${customers.oldestDue}`,
}

type Cut = { page: SQL; order: SQL }

/** The customers of a page, and the order they are in. Equals are told apart by the code, which is unique. */
function cut(ctx: Context, aim: Aim, { sort, descending, size }: CustomerView, offset: number, many: boolean): Cut {
  const found = sql`from ${customers} where ${matching(ctx, aim) ?? sql`true`}`
  const down = sort === 'late' ? !descending : descending
  const way = down ? sql`desc` : sql`asc`
  if (sort === 'code' || sort === 'pasted') {
    const order = sort === 'code' ? sql`customers.code ${way}` : sql`${pastedPosition(aim)} ${way}, customers.code`
    return { page: sql`select * ${found} order by ${order} limit ${size} offset ${offset}`, order }
  }
  const emptied = EMPTIED[sort]
  if (emptied && (down || sort === 'collector')) return inHalves(ctx, aim, { sort, way, emptied, size, offset, many })
  const order = sql`${COMPARED[sort]} ${way}, customers.code`
  return { page: sql`select * ${found} order by ${order} limit ${size} offset ${offset}`, order }
}

/** So far each collector is walked apart: each walk is that long. */
const NEAR = 1000

type Halves = { sort: keyof typeof COMPARED; way: SQL; emptied: SQL; size: number; offset: number; many: boolean }

/**
 * Empty cells come last whichever way one sorts, which no index gives backwards, and the order of collectors none at
 * all. So the customers with something in the cell and those without are walked apart, each along its index and no
 * further than the page. Where many match, so is each collector; where few do, joining them all is cheaper.
 */
function inHalves(ctx: Context, aim: Aim, { sort, way, emptied, size, offset, many }: Halves): Cut {
  const condition = matching(ctx, aim) ?? sql`true`
  const end = size + offset
  const order = sql`half, compared ${way}, code`
  const compared = COMPARED[sort]
  const filled =
    sort !== 'collector'
      ? sql`${customers} where ${condition} and ${emptied} is not null`
      : many && end <= NEAR
        ? sql`${users} cross join lateral (
            select id, code from ${customers} where ${condition} and ${customers.collectorId} = ${users.id}
            order by ${customers.code} limit ${end}) customers`
        : sql`${customers} join ${users} on ${users.id} = ${customers.collectorId} where ${condition}`
  const page = sql`
    select customers.*, half, compared
    from (
      select * from (
        (select customers.id, customers.code, 1 as half, ${compared} as compared from ${filled}
         order by ${compared} ${way}, customers.code limit ${end})
        union all
        (select customers.id, customers.code, 2, null from ${customers}
         where ${condition} and ${emptied} is null order by customers.code limit ${end})
      ) both_halves order by ${order} limit ${size} offset ${offset}
    ) cut join ${customers} on customers.id = cut.id`
  return { page, order }
}

/** The order of the list from its first customer to its last, for whoever takes them all. */
export function wholeOrder(
  aim: Pick<Aim, 'list'>,
  { sort, descending }: Pick<CustomerView, 'sort' | 'descending'>,
): SQL {
  const way = (sort === 'late' ? !descending : descending) ? sql`desc` : sql`asc`
  if (sort === 'code') return sql`${customers.code} ${way}`
  if (sort === 'pasted') return sql`${pastedPosition(aim)} ${way}, ${customers.code}`
  const compared = sort === 'collector' ? COLLECTOR_LAST_NAME : COMPARED[sort]
  return sql`${compared} ${way} nulls last, ${customers.code}`
}

const COLLECTOR_LAST_NAME = sql`(select u.last_name from users u where u.id = ${customers.collectorId})`

function pastedPosition(aim: Pick<Aim, 'list'>): SQL {
  return sql`(select ${codeListCodes.position} from ${codeListCodes} where ${and(
    eq(codeListCodes.listId, aim.list),
    eq(codeListCodes.codeKey, customers.codeKey),
  )})`
}
