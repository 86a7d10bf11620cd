import { sql } from 'drizzle-orm'
import type { Executor } from '@/db/client'
import type { Language } from '@/db/schema/vocabulary'
import type { Actor } from './auth/actor'
import { can, type Right } from './auth/permissions'
import { postgresError, Refusal } from './errors'

/** The company whose desk this is. Its zone decides what today is, its currency is that of all figures. */
export type Company = { name: string; currency: string; timeZone: string; country: string; language: Language }

/** On whose behalf, at what moment, and through which connection: every query and command takes one. */
export type Context = {
  readonly db: Executor
  readonly actor: Actor
  readonly company: Company
  readonly now: Date
}

const TRIES = 4

/**
 * Runs `work` in one transaction and hands it a context whose `db` is that transaction; name it `ctx` again, so that
 * nothing can be written around it. A deadlock or a serialisation failure is not the person's affair: it is tried
 * again.
 */
export async function transact<T>(ctx: Context, work: (ctx: Context) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await ctx.db.transaction((db) => work({ ...ctx, db }))
    } catch (error) {
      const code = postgresError(error)?.code
      if (tries >= TRIES || (code !== '40P01' && code !== '40001')) throw error
    }
  }
}

/**
 * For a transaction that writes very many rows: keys are looked up by plans that are kept, where searches are planned
 * anew for their values (`db/client.ts`).
 */
export async function expectManyRows(ctx: Context): Promise<void> {
  await ctx.db.execute(sql`set local plan_cache_mode = auto`)
}

/** Refuses when the actor lacks the right. */
export function mustBeAllowed(ctx: Context, right: Right): void {
  if (!can(ctx.actor, right)) throw new Refusal('forbidden', 'forbidden')
}

/** Refuses unless the row that was written is the version the person had read. */
export function mustBeCurrent(rows: readonly unknown[]): void {
  if (rows.length === 0) throw new Refusal('conflict', 'changedMeanwhile')
}

/** The company's day: what late, overdue and promised are counted from. */
export function today(ctx: Context): string {
  return dayIn(ctx.company.timeZone, ctx.now)
}

/** Today in a time zone, as `YYYY-MM-DD`. */
export function dayIn(timeZone: string, now: Date): string {
  const known = days.get(timeZone)
  if (known) return known.format(now)
  days.set(timeZone, new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }))
  return dayIn(timeZone, now)
}

const days = new Map<string, Intl.DateTimeFormat>()

/**
 * Asks the database to run a job of the worker once this transaction is committed, `delay` seconds later at the
 * earliest. Jobs of one `queue` are run one after the other.
 */
export async function enqueue(
  ctx: Context,
  job: string,
  payload: Record<string, number | string>,
  key: string,
  delay = 0,
  queue?: string,
): Promise<void> {
  await ctx.db.execute(sql`
    select graphile_worker.add_job(${job}, payload => ${JSON.stringify(payload)}::json, job_key => ${key}, queue_name => ${queue ?? null}::text,
      run_at => now() + make_interval(secs => ${delay}), max_attempts => 25)`)
}
