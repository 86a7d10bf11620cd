import { type AnyColumn, and, eq, exists, gte, inArray, isNull, lte, not, or, type SQL, sql } from 'drizzle-orm'
import { associations, codeListCodes, customerGroups, customerSearch, customers } from '@/db/schema'
import { anyOf, holdsWord } from '@/db/sql'
import type { Actor } from '@/lib/auth/actor'
import { can } from '@/lib/auth/permissions'
import { type Context, today } from '@/lib/context'
import type { Range } from '@/lib/filter'
import type { CustomerFilter, Missing } from './filter'

/** Names turned into what the tables know: any of these, or none at all; and not these. */
export type Choice = { any: string[] | number[]; none: boolean; not: string[] | number[]; notNone: boolean }

/** A filter whose names were looked up (`aimAt` in queries.ts): what SQL is made from. */
export type Aim = {
  q: string
  code: string[]
  list: string
  colleague: Choice
  collector: Choice
  group: Choice
  country: Choice
  contact: CustomerFilter['contact']
  balance: Range
  overdue: Range
  late: Range
  state: CustomerFilter['state']
}

type Clauses = { [Part in keyof CustomerFilter]: (value: Aim[Part], ctx: Context) => SQL | undefined }

/** One clause per part of the filter; a part added there and forgotten here does not compile. */
const clauses: Clauses = {
  q: (words) =>
    words === ''
      ? undefined
      : searchedFor(and(...words.split(' ').map((word) => holdsWord(customerSearch.words, word)))),
  code: (keys) => (keys.length === 0 ? undefined : anyOf(customers.codeKey, keys)),
  list: (id) =>
    id === ''
      ? undefined
      : sql`${customers.codeKey} in (select ${codeListCodes.codeKey} from ${codeListCodes} where ${codeListCodes.listId} = ${id})`,
  colleague: (choice) =>
    chosen(choice, {
      any: (ids) => associatedWith(ids as number[]),
      none: () => not(exists(sql`(select from ${associations} where ${associations.customerId} = ${customers.id})`)),
    }),
  collector: (choice) =>
    chosen(choice, {
      any: (ids) => anyOf(customers.collectorId, ids as number[]),
      none: () => isNull(customers.collectorId),
      notAny: (ids) =>
        sql`(${customers.collectorId} is null or ${customers.collectorId} <> all(${sql.param(ids)}::bigint[]))`,
    }),
  group: (choice) =>
    chosen(choice, {
      any: (ids) =>
        exists(
          sql`(select from ${customerGroups} where ${customerGroups.customerId} = ${customers.id} and ${anyOf(customerGroups.groupId, ids as number[])})`,
        ),
      none: () =>
        not(exists(sql`(select from ${customerGroups} where ${customerGroups.customerId} = ${customers.id})`)),
    }),
  country: (choice) =>
    chosen(choice, {
      any: (codes) => inArray(customers.country, codes as string[]),
      none: () => isNull(customers.country),
      notAny: (codes) => sql`coalesce(${customers.country}, '') <> all(${sql.param(codes)}::text[])`,
    }),
  contact: (tokens) => {
    const wanted = tokens.filter((token) => !token.not)
    const excluded = tokens.filter((token) => token.not)
    return and(
      or(...wanted.map(({ value }) => MISSING[value as Missing].lacks())),
      ...excluded.map(({ value }) => MISSING[value as Missing].has()),
    )
  },
  balance: (range) => within(customers.balance, range),
  overdue: (range) => within(customers.overdue, range),
  late: ({ from, to }, ctx) => {
    const ago = (days: string) => sql`${today(ctx)}::date - ${Number(days)}::integer`
    return and(
      from === '' ? undefined : lte(customers.oldestDue, ago(from)),
      to === ''
        ? undefined
        : from === ''
          ? or(isNull(customers.oldestDue), gte(customers.oldestDue, ago(to)))
          : gte(customers.oldestDue, ago(to)),
    )
  },
  state: (state) => (state === 'all' ? undefined : eq(customers.state, state)),
}

/** Both said as what is looked for: of a NOT IN the planner expects half of all rows, whatever it is. */
const MISSING: Record<Missing, { lacks: () => SQL; has: () => SQL }> = {
  none: {
    lacks: () => searchedFor(sql`not ${customerSearch.hasContact}`),
    has: () => searchedFor(sql`${customerSearch.hasContact}`),
  },
  'no-collection': { lacks: () => sql`not ${customers.reachable}`, has: () => sql`${customers.reachable}` },
  'no-email': {
    lacks: () => searchedFor(sql`not ${customerSearch.hasEmail}`),
    has: () => searchedFor(sql`${customerSearch.hasEmail}`),
  },
}

function within(column: AnyColumn, { from, to }: Range): SQL | undefined {
  return and(
    from === '' ? undefined : sql`${column} >= ${from}::numeric`,
    to === '' ? undefined : sql`${column} <= ${to}::numeric`,
  )
}

/** The customers this actor may know of at all. Every read and every write of customers begins from it. */
export function visibleTo(actor: Actor): SQL | undefined {
  if (!can(actor, 'customers.read')) return sql`false`
  return actor.portfolioOnly ? portfolioOf(actor.id) : undefined
}

/** The customers of a user, as collector or colleague. */
export function portfolioOf(userId: number): SQL | undefined {
  return or(eq(customers.collectorId, userId), associatedWith([userId]))
}

/**
 * The same as rows of ids. `once`: each of them one time, which the planner must know to begin a join from them;
 * without, whoever is both collected and accompanied comes twice, and nothing is spent on it.
 */
export function portfolioIds(userId: number, { once }: { once: boolean }): SQL {
  return sql`
    select ${customers.id} from ${customers} where ${customers.collectorId} = ${userId}
    ${sql.raw(once ? 'union' : 'union all')} select ${associations.customerId} from ${associations} where ${associations.userId} = ${userId}`
}

/**
 * What `visibleTo` says, of a column with ids and as a set, for whoever meets all that fit: the planner knows how large a
 * portfolio is, where of each customer asked it expects half of them to be in it and walks through all.
 */
export function visibleAmong(actor: Actor, customerId: AnyColumn): SQL | undefined {
  if (!can(actor, 'customers.read') || !actor.portfolioOnly) return visibleTo(actor)
  return sql`${customerId} in (${portfolioIds(actor.id, { once: true })})`
}

/** The filter as one condition, within what the actor may know of. */
export function matching(ctx: Context, aim: Aim): SQL | undefined {
  return and(visibleTo(ctx.actor), fitting(ctx, aim))
}

/** The same for whoever counts all that match. What is few already is sooner asked one by one. */
export function matchingAll(ctx: Context, aim: Aim): SQL | undefined {
  const few = aim.code.length > 0 || aim.collector.any.length > 0
  return and(few ? visibleTo(ctx.actor) : visibleAmong(ctx.actor, customers.id), fitting(ctx, aim))
}

/** The filter alone, for who says beside it what the actor may know of. */
export function fitting(ctx: Context, aim: Aim): SQL | undefined {
  return and(...(Object.keys(clauses) as (keyof Clauses)[]).map((part) => clause(part, aim, ctx)))
}

function clause<Part extends keyof Clauses>(part: Part, aim: Aim, ctx: Context): SQL | undefined {
  return clauses[part](aim[part], ctx)
}

type Members = string[] | number[]

/** Any of the wanted (or none at all), and none of the excluded. */
function chosen(
  { any, none, not: excluded, notNone }: Choice,
  ask: { any: (members: Members) => SQL; none: () => SQL; notAny?: (members: Members) => SQL },
): SQL | undefined {
  return and(
    or(any.length > 0 ? ask.any(any) : undefined, none ? ask.none() : undefined),
    excluded.length > 0 ? (ask.notAny?.(excluded) ?? not(ask.any(excluded))) : undefined,
    notNone ? not(ask.none()) : undefined,
  )
}

/** The customers whose narrow row fits. */
function searchedFor(condition: SQL | undefined): SQL {
  return sql`${customers.id} in (select ${customerSearch.customerId} from ${customerSearch} where ${condition})`
}

/** An EXISTS and not a join: a join would count a customer once per colleague. */
function associatedWith(userIds: readonly number[]): SQL {
  return exists(
    sql`(select from ${associations} where ${associations.customerId} = ${customers.id} and ${anyOf(associations.userId, userIds)})`,
  )
}
