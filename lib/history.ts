import { history } from '@/db/schema'
import type { Context } from './context'

type Entry = {
  /** Noun and verb in the past: `contact.updated`. Also the key of its words in the catalogue, section `history`. */
  action: string
  customerId?: number
  personId?: number
  userId?: number
  changeId?: number
  old?: Record<string, unknown>
  new?: Record<string, unknown>
}

/** Writes what was done, inside the transaction that did it: no record, no change. */
export async function record(ctx: Context, ...entries: Entry[]): Promise<void> {
  if (entries.length === 0) return
  const actorId = ctx.actor.kind === 'user' ? ctx.actor.id : null
  await ctx.db.insert(history).values(entries.map((entry) => ({ at: ctx.now, actorId, ...entry })))
}

/** The fields whose value differs, old and new side by side; undefined where nothing does. */
export function difference<T extends Record<string, unknown>>(
  before: T,
  after: Partial<T>,
): { old: Record<string, unknown>; new: Record<string, unknown> } | undefined {
  const keys = Object.keys(after).filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
  if (keys.length === 0) return undefined
  const pick = (from: Partial<T>) => Object.fromEntries(keys.map((key) => [key, from[key] ?? null]))
  return { old: pick(before), new: pick(after) }
}
