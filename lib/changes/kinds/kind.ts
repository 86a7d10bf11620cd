import type { SQL } from 'drizzle-orm'
import type { z } from 'zod'
import type { changes } from '@/db/schema'
import type { Context } from '@/lib/context'

export type Change = typeof changes.$inferSelect

/** What one kind of change knows. Adding a kind is one file like its neighbours and one entry in the registry. */
type Kind<Input> = {
  /** What a person says besides the selection; also what is kept with the change. */
  input: z.ZodType<Input>
  /** How many of the customers under `target` would change. The others are already so. */
  preview: (ctx: Context, input: Input, target: SQL | undefined, change: Change) => Promise<number>
  /** Does it to these customers, which are locked and allowed; answers how many changed. Set-based. */
  apply: (ctx: Context, input: Input, customerIds: readonly number[], change: Change) => Promise<number>
}

/** A kind whose input is parsed again each time: what was stored with a change is as little trusted as what was sent. */
export type AnyKind = {
  parse: (given: unknown) => unknown
  preview: (ctx: Context, given: unknown, target: SQL | undefined, change: Change) => Promise<number>
  apply: (ctx: Context, given: unknown, customerIds: readonly number[], change: Change) => Promise<number>
}

export function defineKind<Input>(kind: Kind<Input>): AnyKind {
  return {
    parse: (given) => kind.input.parse(given),
    preview: (ctx, given, target, change) => kind.preview(ctx, kind.input.parse(given), target, change),
    apply: (ctx, given, customerIds, change) => kind.apply(ctx, kind.input.parse(given), customerIds, change),
  }
}
