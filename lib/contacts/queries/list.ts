import { eq, type SQL, sql } from 'drizzle-orm'
import { contacts, customers, people } from '@/db/schema'
import type { ContactRole, CustomerState } from '@/db/schema/vocabulary'
import type { Context } from '@/lib/context'
import { searching } from '@/lib/customers/queries/searching'
import { estimate, MOST_COUNTED } from '@/lib/customers/queries/size'
import { type Page, pageOf } from '@/lib/list'
import type { ContactSort, ContactView } from '../filter'
import { asksOfPeople, type ContactAim, matchingContacts } from '../where'

export type ContactPage = Page<ListedContact> & { about: boolean }

/**
 * The contacts of one page and how many there are: counted to the last up to `MOST_COUNTED`, or when asked; else about.
 * A page past the end is the last one, and pages end where counting does.
 */
export async function searchContacts(ctx: Context, aim: ContactAim, view: ContactView): Promise<ContactPage> {
  const first = pageOf(MOST_COUNTED, view.page, view.size)
  const [size, rows] = await searching(ctx, () => sizeAndSelect(ctx, aim, view, first.offset))
  const { page, pages, offset } = pageOf(Math.min(size.total, MOST_COUNTED), view.page, view.size)
  const there = offset === first.offset ? rows : await searching(ctx, () => select(ctx, aim, view, offset))
  return { ...size, rows: there, page, pages, size: view.size }
}

export type ListedContact = Awaited<ReturnType<typeof select>>[number]

/**
 * How much longer it takes to pass those between two of a page than to put one in order, times the length of a page.
 */
const PASSING = 72
/** A walk further than this passes too many others. */
const NEAR_START = 500

/** Both at once; of a portfolio the number first, because it tells which way is shorter. */
async function sizeAndSelect(ctx: Context, aim: ContactAim, view: ContactView, offset: number) {
  if (!ctx.actor.portfolioOnly) return Promise.all([sizeUp(ctx, aim, view.exact), select(ctx, aim, view, offset)])
  const size = await sizeUp(ctx, aim, view.exact)
  const oneByOne = offset < NEAR_START && (await isShorterToWalk(ctx, size.total))
  return [size, await select(ctx, aim, view, offset, oneByOne)] as const
}

/**
 * Whether the first of so many are met sooner on a walk through everybody in order than all of them are put in order.
 */
async function isShorterToWalk(ctx: Context, total: number): Promise<boolean> {
  const [row] = await ctx.db.execute<{ people: number }>(
    sql`select greatest(reltuples, 1)::float8 as people from pg_class where oid = 'people'::regclass`,
  )
  return row !== undefined && total ** 2 > PASSING * row.people
}

function select(
  ctx: Context,
  aim: ContactAim,
  { sort, descending, size }: ContactView,
  offset: number,
  oneByOne = false,
) {
  return ctx.db
    .select({
      id: contacts.id,
      role: sql<ContactRole>`coalesce(${contacts.ourRole}, ${contacts.role})`,
      forCollection: contacts.forCollection,
      inCopy: contacts.inCopy,
      title: people.title,
      firstName: people.firstName,
      lastName: people.lastName,
      email: people.email,
      undeliverable: sql<boolean>`${people.undeliverableSince} is not null`,
      phone: people.phone,
      mobile: people.mobile,
      language: people.language,
      code: customers.code,
      customer: customers.name,
      city: customers.city,
      country: customers.country,
      state: sql<CustomerState>`${customers.state}`,
    })
    .from(people)
    .innerJoin(contacts, eq(contacts.personId, people.id))
    .innerJoin(customers, eq(customers.id, contacts.customerId))
    .where(matchingContacts(ctx, aim, oneByOne))
    .orderBy(...CONTACT_ORDERS[sort](descending))
    .limit(size)
    .offset(offset)
}

const way = (descending: boolean) => sql.raw(descending ? 'desc' : 'asc')
/** The order of pattern indexes, in which what is empty comes last one way and first the other. */
const patternWay = (descending: boolean) => sql.raw(descending ? 'using ~>~' : 'using ~<~')

/**
 * Each walks an index; equals are told apart by the contact. Names stand as they are looked up: without accents,
 * whatever the case.
 */
export const CONTACT_ORDERS: Record<ContactSort, (descending: boolean) => SQL[]> = {
  name: (down) => [
    sql`${people.lastKey} ${patternWay(down)}`,
    sql`${people.firstKey} ${way(down)}`,
    sql`${contacts.id} ${way(down)}`,
  ],
  code: (down) => [sql`${customers.code} ${way(down)}`, sql`${contacts.id}`],
  customer: (down) => [sql`${customers.name} ${way(down)}`, sql`${customers.code} ${way(down)}`, sql`${contacts.id}`],
}

async function sizeUp(ctx: Context, aim: ContactAim, exact: boolean): Promise<{ total: number; about: boolean }> {
  const join = asksOfPeople(aim.filter) ? sql`join ${people} on ${people.id} = ${contacts.personId}` : sql``
  const found = sql`${contacts} join ${customers} on ${customers.id} = ${contacts.customerId} ${join}
    where ${matchingContacts(ctx, aim) ?? sql`true`}`
  const most = exact ? sql`` : sql`limit ${MOST_COUNTED + 1}`
  const [row] = await ctx.db.execute<{ total: number }>(
    sql`select count(*)::integer as total from (select from ${found} ${most}) found`,
  )
  const total = row?.total ?? 0
  if (exact || total <= MOST_COUNTED) return { total, about: false }
  return { total: await estimate(ctx, found), about: true }
}
