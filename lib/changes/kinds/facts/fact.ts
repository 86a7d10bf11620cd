import { type SQL, sql } from 'drizzle-orm'

/** One state of a fact as the journal keeps it: JSON, or null where there is nothing. */
export type State = Record<string, unknown> | string | number | boolean | null

/**
 * Customers, named `those(id)`, whose fact is to go from one state to the other. `subject`: which user, which group.
 */
export type Turn = { subject: number | null; from: State; to: State; by: number }

/**
 * One thing about a customer that a change can turn. The journal keeps what was turned, from what to what; undoing any
 * kind of change is turning it back where it still is as the change left it.
 */
export type Fact = {
  /** The present state for a customer, as an expression. */
  state: (customerId: SQL, subject: SQL) => SQL
  /**
   * Further CTEs after `those(id)`, the last of them `turned(id)`. A row that is no longer `from` stays, and is not in
   * it.
   */
  turn: (turn: Turn) => SQL
}

export const json = (state: State): SQL => (state === null ? sql`null::jsonb` : sql`${JSON.stringify(state)}::jsonb`)

/** The state of what a person took away: neither a rule nor an import gives it again until a person does. */
export const WITHHELD = { withheld: true }

export const isWithheld = (state: State) => typeof state === 'object' && state !== null && state.withheld === true
