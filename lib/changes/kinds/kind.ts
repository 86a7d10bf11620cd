import { type SQL, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { type changes, customers } from '@/db/schema'
import type { CustomerState } from '@/db/schema/vocabulary'
import { anyOf } from '@/db/sql'
import type { Right } from '@/lib/auth/permissions'
import type { Context } from '@/lib/context'
import { Refusal } from '@/lib/errors'

export type Change = typeof changes.$inferSelect

/** A few thousand customers of a change, which its author may know of, and where their journal goes. */
export type Chunk = { change: Change; position: number; customerIds: readonly number[] }

/** What a change would do now. The rest of the customers are already so. `partly`: of `will`, those that change in part. */
export type Forecast = { will: number; refused: number; partly: number }

export type Named = { id: number; name: string }

/** What changes can turn about one customer, by name. */
export type Standing = { state: CustomerState; collector: Named | null; colleagues: Named[]; groups: Named[] }

/** The names of what an input means by id. */
export type Names = { user: (id: number) => Named; group: (id: number) => Named }

/** Whether a row of `customers` comes into the portfolio of a user, or leaves it. */
export type Move = { gains: SQL; loses: SQL }

/** What one kind of change knows. Adding a kind is one file like its neighbours and one entry in the registry. */
type Kind<Input> = {
  /** What a person says besides the selection; also what is kept with the change. */
  input: z.ZodType<Input>
  /** What the author must be allowed besides changing many. */
  right?: Right
  /** Refuses what names something that is not there. */
  check?: (ctx: Context, input: Input) => Promise<void>
  /** Whether a row of `customers` would change. */
  differs: (input: Input) => SQL
  /** Whether a row of `customers` that differs must stay as it is. */
  refuses?: (input: Input) => SQL
  /** How a customer that differs stands afterwards; what is left out stays. */
  after: (input: Input, now: Standing, names: Names) => Partial<Standing>
  /** What becomes of the portfolio of a user whom the input names, where the kind moves portfolios. */
  moves?: (input: Input, userId: number) => Move
  /** Does it to these customers and writes the journal, set-based; answers how many changed. */
  apply: (ctx: Context, input: Input, chunk: Chunk) => Promise<number>
}

/** A kind whose input is parsed again each time: what was stored with a change is as little trusted as what was sent. */
export type AnyKind = {
  right: Right | undefined
  parse: (given: unknown) => unknown
  check: (ctx: Context, given: unknown) => Promise<void>
  forecast: (ctx: Context, given: unknown, target: SQL | undefined) => Promise<Forecast>
  differs: (given: unknown) => SQL
  refusesSome: boolean
  refuses: (given: unknown) => SQL
  after: (given: unknown, now: Standing, names: Names) => Partial<Standing>
  moves: ((given: unknown, userId: number) => Move) | undefined
  apply: (ctx: Context, given: unknown, chunk: Chunk) => Promise<number>
}

export function defineKind<Input>(kind: Kind<Input>): AnyKind {
  const { moves } = kind
  const refuses = (input: Input) => kind.refuses?.(input) ?? sql`false`
  return {
    right: kind.right,
    parse: (given) => wellFormed(kind.input, given),
    check: async (ctx, given) => kind.check?.(ctx, kind.input.parse(given)),
    differs: (given) => kind.differs(kind.input.parse(given)),
    refusesSome: kind.refuses !== undefined,
    refuses: (given) => refuses(kind.input.parse(given)),
    after: (given, now, names) => kind.after(kind.input.parse(given), now, names),
    moves: moves && ((given, userId) => moves(kind.input.parse(given), userId)),
    forecast: async (ctx, given, target) => {
      const input = kind.input.parse(given)
      const [row] = await ctx.db.execute<Forecast>(sql`
        select count(*) filter (where not refused)::integer as will, count(*) filter (where refused)::integer as refused, 0 as partly
        from (select ${refuses(input)} as refused from ${customers} where ${target ?? sql`true`} and ${kind.differs(input)}) differing`)
      return row ?? { will: 0, refused: 0, partly: 0 }
    },
    apply: (ctx, given, chunk) => kind.apply(ctx, kind.input.parse(given), chunk),
  }
}

function wellFormed<Input>(input: z.ZodType<Input>, given: unknown): Input {
  const parsed = input.safeParse(given)
  if (parsed.success) return parsed.data
  const fields = Object.fromEntries(
    parsed.error.issues.slice(0, 20).map(({ path, message }) => [path.join('.'), message]),
  )
  throw new Refusal('invalid', parsed.error.issues[0]?.message ?? 'checkFields', { fields })
}

/** Writes the journal of a chunk from a SELECT or CTE of (fact, subject, before, after, customer_id) rows that are alike in all but the last. */
export function keeping({ change, position }: Chunk, rows: SQL): SQL {
  return sql`
    insert into change_effects (change_id, position, fact, subject, before, after, customer_ids)
    select ${change.id}::bigint, ${position}::integer, kept.* from (${rows}) kept`
}

/** How many customers the journal of a chunk names. */
export async function countKept(ctx: Context, { change, position }: Chunk): Promise<number> {
  const [row] = await ctx.db.execute<{ changed: number }>(sql`
    select count(distinct customer_id)::integer as changed
    from change_effects e cross join lateral unnest(e.customer_ids) as customer_id
    where e.change_id = ${change.id} and e.position = ${position}`)
  return row?.changed ?? 0
}

/** The chunk's customers as a condition on a column of ids. */
export const within = (column: SQL, { customerIds }: Chunk): SQL => anyOf(column, customerIds)
