import { type SQL, sql } from 'drizzle-orm'
import { cache } from 'react'
import type { z } from 'zod'
import { contacts } from '@/db/schema'
import type { ContactRole } from '@/db/schema/vocabulary'
import { anyOf } from '@/db/sql'
import { type Context, transact } from '@/lib/context'
import { rowsOf, type Target } from '../where'
import { BESIDE_CHOSEN } from './facts/contact-fact'
import { type Chunk, type ContactKind, type Forecast, type Warning, wellFormed } from './kind'

/** What changes can turn about one contact, as it is shown. */
export type ContactStanding = {
  role: ContactRole
  language: string | null
  email: string | null
  forCollection: boolean
  /** Whether it is there no more. */
  removed: boolean
}

/** The rest of a SELECT of contacts and their customers, from FROM on; with their people where asked. */
export type Rows = (withPeople?: boolean) => SQL

/** `first`: those of the contacts that would change whose customers come first by code. */
export type Survey = Pick<Forecast, 'will' | 'refused'> & { warnings: Warning[]; first: number[] }

/**
 * What one kind of change of contacts knows. Adding one is one file like its neighbours and one entry in the registry.
 */
type Kind<Input> = {
  /** What a person says besides the selection; also what is kept with the change. */
  input: z.ZodType<Input>
  /** Whether it writes people, and not only their places at customers. */
  ofPeople?: boolean
  /**
   * For what differs only beside others, so that all must be looked at to find the first: all that a preview tells, in
   * one pass.
   */
  survey?: (ctx: Context, input: Input, rows: Rows) => Promise<Survey>
  /** A SELECT of (id, refused) of the contacts among these that would change, or would but must stay as they are. */
  differing: (ctx: Context, input: Input, rows: Rows) => SQL
  /** How a contact that differs stands afterwards; what is left out stays. */
  after: (input: Input, now: ContactStanding) => Partial<ContactStanding>
  /** What else follows from it. */
  warn?: (ctx: Context, input: Input, rows: Rows) => Promise<Warning[]>
  /** Does it to these contacts and writes the journal, set-based. Their customers and people are locked. */
  apply: (ctx: Context, input: Input, chunk: Chunk) => Promise<void>
}

export function defineContactKind<Input>(kind: Kind<Input>): ContactKind {
  const rowsOn =
    (target: Target): Rows =>
    (withPeople) =>
      rowsOf(target, withPeople)
  const differing = (ctx: Context, given: unknown, target: Target) =>
    kind.differing(ctx, kind.input.parse(given), rowsOn(target))
  const survey = async (ctx: Context, given: unknown, target: Target) => {
    const known = surveyed(ctx, given)
    known.survey ??= readingMany(ctx, async (ctx) => kind.survey?.(ctx, kind.input.parse(given), rowsOn(target)))
    return known.survey
  }
  return {
    about: 'contacts',
    ofPeople: kind.ofPeople ?? false,
    right: () => 'contacts.write',
    parse: (given) => wellFormed(kind.input, given),
    check: async () => undefined,
    differing: (ctx, given, target) =>
      sql`select id from (${differing(ctx, given, target)}) differing where not refused`,
    after: (given, now) => kind.after(kind.input.parse(given), now),
    first: async (ctx, given, target) => (kind.survey ? (await survey(ctx, given, target))?.first : undefined),
    forecast: async (ctx, given, target) => {
      const known = kind.survey && (await survey(ctx, given, target))
      if (known) return { will: known.will, refused: known.refused, partly: 0 }
      const [row] = await readingMany(ctx, (ctx) =>
        ctx.db.execute<Forecast>(sql`
          select count(*) filter (where not refused)::integer as will, count(*) filter (where refused)::integer as refused, 0 as partly
          from (${differing(ctx, given, target)}) differing`),
      )
      return row ?? { will: 0, refused: 0, partly: 0 }
    },
    warn: async (ctx, given, target) => {
      if (kind.survey) return (await survey(ctx, given, target))?.warnings ?? []
      return (await kind.warn?.(ctx, kind.input.parse(given), rowsOn(target))) ?? []
    },
    refused: async (ctx, given, chunk) => {
      const rows = await ctx.db.execute<{ id: string }>(sql`
        select id from (${differing(ctx, given, ofChunk(chunk))}) differing where refused`)
      return rows.map(({ id }) => Number(id))
    },
    atOnce: async () => undefined,
    apply: async (ctx, given, chunk) => {
      await kind.apply(ctx, kind.input.parse(given), chunk)
      return countTurned(ctx, chunk)
    },
  }
}

/** What was found out for a page is not looked for again while that page is made. */
const surveyed = cache((_ctx: Context, _given: unknown): { survey?: Promise<Survey | undefined> } => ({}))

/**
 * With room for the contacts of a whole company, which would be sorted on disk else, or for portfolios of a million
 * customers, in which each would be looked for in a list.
 */
export function readingMany<T>(ctx: Context, work: (ctx: Context) => Promise<T>): Promise<T> {
  return transact(ctx, async (ctx) => {
    await ctx.db.execute(sql`set local work_mem = '64MB'`)
    return work(ctx)
  })
}

/** The contacts of a chunk, said as what a change aims at. */
function ofChunk({ contactIds }: Chunk): Target {
  return { about: 'contacts', where: anyOf(contacts.id, contactIds), people: false }
}

/** How many of the chunk's contacts its journal names. Others may be in it too: whoever had the star until now. */
export async function countTurned(ctx: Context, { change, position }: Chunk): Promise<number> {
  const [row] = await ctx.db.execute<{ changed: number }>(sql`
    select coalesce(sum(cardinality(e.contact_ids)), 0)::integer as changed
    from change_effects e where e.change_id = ${change.id} and e.position = ${position} and not ${BESIDE_CHOSEN}`)
  return row?.changed ?? 0
}
