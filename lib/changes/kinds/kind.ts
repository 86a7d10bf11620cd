import { type SQL, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { type changes, customers } from '@/db/schema'
import type { CustomerState } from '@/db/schema/vocabulary'
import { anyOf } from '@/db/sql'
import type { Right } from '@/lib/auth/permissions'
import type { Context } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import type { About } from '../selection'
import { rowsOf, type Target } from '../where'
import type { ContactStanding } from './contact-kind'

export type Change = typeof changes.$inferSelect

/**
 * A few thousand customers of a change, which its author may know of, and where their journal goes. Of a change of
 * contacts `contactIds` are these, and the customers theirs.
 */
export type Chunk = {
  change: Change
  position: number
  customerIds: readonly number[]
  contactIds: readonly number[]
}

/** A chunk by its bounds, for whoever need not look at each of its customers: their ids then never leave the server. */
export type Frozen = { change: Change; position: number; firstId: number; lastId: number; size: number }

/** What a change would do now. The rest are already so. `partly`: of `will`, those that change in part. */
export type Forecast = { will: number; refused: number; partly: number }

/** What a person should know before they start: how many customers it is so of. */
export type Warning = {
  what: 'collectionLost' | 'elsewhere' | 'nobodyFits' | 'stillOpen' | 'takenOff' | 'takenOut' | 'pinned'
  count: number
}

export type Named = { id: number; name: string }

/** What changes can turn about one customer, by name. */
export type Standing = { state: CustomerState; collector: Named | null; colleagues: Named[]; groups: Named[] }

/** The names of what an input means by id. */
export type Names = { user: (id: number) => Named; group: (id: number) => Named }

/** Whether a row of `customers` comes into the portfolio of a user, or leaves it. */
type Move = { gains: SQL; loses: SQL }
/** Of a row of `customers` the id of a user who has it no more, and whether that is so. */
type Leaving = { user: SQL; when: SQL }

/** What one kind of change knows. Adding a kind is one file like its neighbours and one entry in the registry. */
type Kind<Input> = {
  /** What a person says besides the selection; also what is kept with the change. */
  input: z.ZodType<Input>
  /** What the author must be allowed besides changing many. */
  right?: Right | ((input: Input) => Right)
  /** Refuses what names something that is not there. */
  check?: (ctx: Context, input: Input) => Promise<void>
  /** Whether a row of `customers` would change. */
  differs: (input: Input) => SQL
  /** Whether a row of `customers` that differs must stay as it is. */
  refuses?: (input: Input) => SQL
  /** How a customer that differs stands afterwards; what is left out stays. */
  after: (input: Input, now: Standing, names: Names) => Partial<Standing>
  /**
   * What a person should know before: each is said of so many of those that would change. A condition on a row of
   * `customers`.
   */
  warns?: (input: Input) => { what: Warning['what']; of: SQL }[]
  /** What becomes of the portfolio of a user whom the input names, where the kind moves portfolios. */
  moves?: (input: Input, userId: number) => Move
  /** Who has it no more though the input does not name them. */
  leaves?: (input: Input) => Leaving
  /** Does it to these customers and writes the journal, set-based; answers how many changed. */
  apply: (ctx: Context, input: Input, chunk: Chunk) => Promise<number>
  /**
   * Does the common case to a whole chunk in few statements, for an author who sees every customer. Answers how many
   * changed; undefined, having done nothing, where it is not so: then the customers are locked and looked at, and
   * `apply` does it.
   */
  atOnce?: (ctx: Context, input: Input, frozen: Frozen) => Promise<number | undefined>
}

/**
 * What every kind can do, whatever it is about. The input is parsed again each time: what was stored with a change is
 * as little trusted as what was sent.
 */
type KindOf<What extends About> = {
  about: What
  right: (given: unknown) => Right | undefined
  parse: (given: unknown) => unknown
  check: (ctx: Context, given: unknown) => Promise<void>
  forecast: (ctx: Context, given: unknown, target: Target) => Promise<Forecast>
  warn: (ctx: Context, given: unknown, target: Target) => Promise<Warning[]>
  /** Those of a chunk that differ and must stay as they are. */
  refused: (ctx: Context, given: unknown, chunk: Chunk) => Promise<number[]>
  apply: (ctx: Context, given: unknown, chunk: Chunk) => Promise<number>
  atOnce: (ctx: Context, given: unknown, frozen: Frozen) => Promise<number | undefined>
}

export type CustomerKind = KindOf<'customers'> & {
  differs: (given: unknown) => SQL
  refuses: (given: unknown) => SQL
  after: (given: unknown, now: Standing, names: Names) => Partial<Standing>
  moves: ((given: unknown, userId: number) => Move) | undefined
  leaves: ((given: unknown) => Leaving) | undefined
}

export type ContactKind = KindOf<'contacts'> & {
  /** Whether it writes people, whose contacts must then be in one chunk. */
  ofPeople: boolean
  /** The ids of the first that would change, where all must be looked at to find them. */
  first: (ctx: Context, given: unknown, target: Target) => Promise<number[] | undefined>
  /** A SELECT of the ids that would change, of what a change aims at. */
  differing: (ctx: Context, given: unknown, target: Target) => SQL
  after: (given: unknown, now: ContactStanding) => Partial<ContactStanding>
}

export type AnyKind = CustomerKind | ContactKind

export function defineKind<Input>(kind: Kind<Input>): CustomerKind {
  const { moves, leaves } = kind
  const refuses = (input: Input) => kind.refuses?.(input) ?? sql`false`
  return {
    about: 'customers',
    right: (given) => (typeof kind.right === 'function' ? kind.right(kind.input.parse(given)) : kind.right),
    parse: (given) => wellFormed(kind.input, given),
    check: async (ctx, given) => kind.check?.(ctx, kind.input.parse(given)),
    differs: (given) => kind.differs(kind.input.parse(given)),
    refuses: (given) => refuses(kind.input.parse(given)),
    after: (given, now, names) => kind.after(kind.input.parse(given), now, names),
    moves: moves && ((given, userId) => moves(kind.input.parse(given), userId)),
    leaves: leaves && ((given) => leaves(kind.input.parse(given))),
    forecast: async (ctx, given, target) => {
      const input = kind.input.parse(given)
      const [row] = await ctx.db.execute<Forecast>(sql`
        select count(*) filter (where not refused)::integer as will, count(*) filter (where refused)::integer as refused, 0 as partly
        from (select ${refuses(input)} as refused ${rowsOf(target)} and ${kind.differs(input)}) differing`)
      return row ?? { will: 0, refused: 0, partly: 0 }
    },
    warn: async (ctx, given, target) => {
      const input = kind.input.parse(given)
      const warnings: Warning[] = []
      for (const { what, of } of kind.warns?.(input) ?? []) {
        const [row] = await ctx.db.execute<{ count: number }>(sql`
          select count(*)::integer as count ${rowsOf(target)} and ${of} and ${kind.differs(input)} and not ${refuses(input)}`)
        warnings.push({ what, count: row?.count ?? 0 })
      }
      return warnings
    },
    refused: async (ctx, given, chunk) => {
      if (!kind.refuses) return []
      const input = kind.input.parse(given)
      const rows = await ctx.db.execute<{ id: string }>(sql`
        select ${customers.id} as id from ${customers}
        where ${within(sql`${customers.id}`, chunk)} and ${kind.differs(input)} and ${refuses(input)}`)
      return rows.map(({ id }) => Number(id))
    },
    apply: (ctx, given, chunk) => kind.apply(ctx, kind.input.parse(given), chunk),
    atOnce: async (ctx, given, frozen) => kind.atOnce?.(ctx, kind.input.parse(given), frozen),
  }
}

export function wellFormed<Input>(input: z.ZodType<Input>, given: unknown): Input {
  const parsed = input.safeParse(given)
  if (parsed.success) return parsed.data
  const fields = Object.fromEntries(
    parsed.error.issues.slice(0, 20).map(({ path, message }) => [path.join('.'), message]),
  )
  throw new Refusal('invalid', parsed.error.issues[0]?.message ?? 'checkFields', { fields })
}

/**
 * Writes the journal of a chunk from a SELECT or CTE of (fact, subject, before, after, customer_ids) rows that are
 * alike in all but the last.
 */
export function keeping({ change, position }: Pick<Chunk, 'change' | 'position'>, rows: SQL): SQL {
  return sql`
    insert into change_effects (change_id, position, fact, subject, before, after, customer_ids)
    select ${change.id}::bigint, ${position}::integer, kept.* from (${rows}) kept`
}

/** How many customers the journal of a chunk names. One entry names nobody twice. */
export async function countKept(ctx: Context, { change, position }: Chunk): Promise<number> {
  const [row] = await ctx.db.execute<{ changed: number }>(sql`
    with kept as (select customer_ids from change_effects where change_id = ${change.id} and position = ${position})
    select case when (select count(*) from kept) = 1 then (select cardinality(customer_ids) from kept)
      else (select count(distinct customer_id) from kept cross join lateral unnest(customer_ids) as customer_id) end::integer as changed`)
  return row?.changed ?? 0
}

/** The chunk's customers as a condition on a column of ids. */
export const within = (column: SQL, { customerIds }: Chunk): SQL => anyOf(column, customerIds)
