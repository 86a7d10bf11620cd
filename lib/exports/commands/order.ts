import { eq } from 'drizzle-orm'
import { exports, users } from '@/db/schema'
import { type Context, dayIn, enqueue, transact } from '@/lib/context'
import { postgresError, Refusal } from '@/lib/errors'
import { record } from '@/lib/history'
import { words } from '@/lib/i18n/words'
import { shortId } from '@/lib/short-id'
import type { ExportTarget } from '../input'
import { kindOf } from '../kinds/registry'
import { countWaiting, mayExport } from '../queries/exports'
import { countFound, inOneMoment, readFound } from '../queries/read'
import { AT_ONCE, type Choices, type ExportKind, fileName, MOST_WAITING, withoutWords } from '../rules'
import { fileOf } from './file'

/** A list that somebody wants as a file. `said`: the search in words; `place`: where the list is shown. */
export type Order = { kind: ExportKind; target: ExportTarget; choices: Choices; said: string; place: string }

/** What an order comes to: the file itself, or the key of one that the worker makes. */
export type Answer = { file: Buffer; name: string; rows: number } | { key: string }

/**
 * Makes a small file at once and gives a large one to the worker. The small one is whole before the first byte of it
 * leaves, so that it is in the history before, and what breaks is said instead of breaking off.
 */
export async function orderExport(ctx: Context, order: Order, atOnce = AT_ONCE): Promise<Answer> {
  if (!mayExport(ctx, order.kind)) throw new Refusal('forbidden', 'forbidden')
  const made = await unlessTooLong(
    inOneMoment(ctx, async (ctx) => {
      const found = await kindOf(order.kind).find(ctx, order.target)
      if ((await countFound(ctx, found, atOnce + 1)) > atOnce) return undefined
      const pieces: Buffer[] = []
      const counted = { rows: 0 }
      for await (const piece of fileOf(ctx, order, found.columns, readFound(ctx, found), counted))
        pieces.push(Buffer.from(piece))
      return { file: Buffer.concat(pieces), rows: counted.rows }
    }),
  )
  if (!made) return { key: await queue(ctx, order) }
  await transact(ctx, async (ctx) => {
    await recordExport(ctx, order, made.rows)
    await remember(ctx, order.choices)
  })
  return { ...made, name: nameOf(ctx, order) }
}

/** What takes longer than a page may is for the worker too. */
async function unlessTooLong<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch (error) {
    if (postgresError(error)?.code === '57014') return undefined
    throw error
  }
}

async function queue(ctx: Context, order: Order): Promise<string> {
  const key = shortId()
  await transact(ctx, async (ctx) => {
    // Held, so that two windows of one person do not both find room for the last.
    await ctx.db.select({ id: users.id }).from(users).where(eq(users.id, ctx.actor.id)).for('no key update')
    if ((await countWaiting(ctx)) >= MOST_WAITING)
      throw new Refusal('unavailable', 'tooManyExports', { values: { most: MOST_WAITING } })
    const [row] = await ctx.db
      .insert(exports)
      .values({
        key,
        kind: order.kind,
        state: 'waiting',
        target: { ...order.target, place: order.place },
        choices: order.choices,
        said: order.said,
        fileName: nameOf(ctx, order),
        portfolioOnly: ctx.actor.portfolioOnly,
        createdBy: ctx.actor.id,
        createdAt: ctx.now,
      })
      .returning({ id: exports.id })
    if (!row) throw new Error('nothing was inserted')
    await remember(ctx, order.choices)
    await enqueue(ctx, 'exports.make', { exportId: row.id }, `exports.make:${row.id}`, 0, 'exports')
  })
  return key
}

/**
 * What left the house: which list, what was asked for, how many rows. An entry outlives everybody, so it keeps no words
 * that were looked for.
 */
export async function recordExport(
  ctx: Context,
  { kind, target, choices, place }: Omit<Order, 'said'>,
  rows: number,
): Promise<void> {
  const ticked = 'ids' in target ? { ticked: target.ids.length } : {}
  const { searched, ...kept } = withoutWords(place)
  const told = { list: kind, format: choices.format, rows, ...ticked, ...(searched ? { searched } : {}), ...kept }
  await record(ctx, { action: 'export.made', new: told })
}

/** So that nobody has to choose twice. No change of the profile that anybody would look for in the history. */
async function remember(ctx: Context, choices: Choices): Promise<void> {
  await ctx.db.update(users).set({ exportChoices: choices }).where(eq(users.id, ctx.actor.id))
}

function nameOf(ctx: Context, { kind, target, choices }: Order): string {
  const t = words(ctx.actor.language, 'exports')
  return fileName({
    list: t(`kinds.${kind}`),
    search: 'search' in target ? searchName(target.search) : t('ticked'),
    day: dayIn(ctx.actor.timeZone, ctx.now),
    format: choices.format,
  })
}

/** A saved view says what its search is; how the list is shown says nothing, and words may be somebody's name. */
function searchName(search: string): string {
  const parts = new URLSearchParams(search)
  const view = parts.get('view')
  if (view) return view
  return [...parts]
    .filter(([part]) => !['q', 'sort', 'page', 'size', 'count', 'before'].includes(part))
    .flat()
    .join(' ')
}
