import { and, eq, lt, not, sql } from 'drizzle-orm'
import type { Executor } from '@/db/client'
import { codeListCodes, codeLists, customers } from '@/db/schema'
import { type Context, expectManyRows, transact } from '@/lib/context'
import { standing } from '@/lib/customers/queries/aim'
import { type Aim, matching } from '@/lib/customers/where'
import { Refusal } from '@/lib/errors'
import { shortId } from '@/lib/short-id'
import { attempt } from '@/lib/throttle'
import { type CodeListSummary, findCodeList } from './queries'
import { findNearCodes } from './queries/near'
import { gather, inPlace, MOST_CODES, type PastedCode } from './rules/codes'
import type { NearKind } from './rules/near'
import { isSure } from './rules/nearest'

const FORGOTTEN_AT_ONCE = 100
/** Far more than anybody copies. */
const PASTES = { most: 30, seconds: 300 }
/** More than anybody reads one by one. */
const OFFERS = { most: 150, seconds: 300 }

/** Counts a paste of this person and refuses what no hand does: each may keep the server busy for a second. */
export async function mayPaste(ctx: Context): Promise<void> {
  if (!(await attempt(ctx.db, `paste:${ctx.actor.id}`, PASTES.most, PASTES.seconds)))
    throw new Refusal('unavailable', 'tooManyPastes')
}

/** Counts offers that this person takes: each is a list of its own, as long as the one before. */
export async function mayTakeOffers(ctx: Context): Promise<void> {
  if (!(await attempt(ctx.db, `offers:${ctx.actor.id}`, OFFERS.most, OFFERS.seconds)))
    throw new Refusal('unavailable', 'tooManyOffers')
}

/** Keeps pasted codes, in their order, under a short id. */
export async function createCodeList(ctx: Context, pasted: readonly string[]): Promise<{ id: string; pasted: number }> {
  if (pasted.length === 0) throw new Refusal('invalid', 'nothingPasted', { fields: { paste: 'nothingPasted' } })
  if (pasted.length > MOST_CODES)
    throw new Refusal('invalid', 'tooManyCodes', { values: { pasted: pasted.length, most: MOST_CODES } })
  return keep(ctx, gather(inPlace(pasted)), pasted.length)
}

/**
 * Keeps exactly the customers that are found now, within what the actor may know of, in the order of their codes or of
 * the paste that found them. Within the caller's transaction.
 */
export async function freezeCustomers(ctx: Context, aim: Aim, asPasted: boolean): Promise<{ id: string }> {
  const id = shortId()
  const pasted = sql`(select c.position from ${codeListCodes} c where c.list_id = ${aim.list} and c.code_key = ${customers.codeKey})`
  await ctx.db
    .insert(codeLists)
    .values({ id, createdBy: ctx.actor.id, createdAt: ctx.now, openedAt: ctx.now, pasted: 0, frozen: true })
  await expectManyRows(ctx)
  const { count } = await ctx.db.execute(sql`
    insert into ${codeListCodes} (list_id, position, code, code_key)
    select ${id}, row_number() over (order by ${asPasted ? pasted : customers.code}) - 1, ${customers.code}, ${customers.codeKey}
    from ${customers} where ${matching(ctx, aim) ?? sql`true`}
    limit ${MOST_CODES + 1}`)
  if (count === 0) throw new Refusal('invalid', 'nothingToFreeze')
  if (count > MOST_CODES) throw new Refusal('invalid', 'tooManyToFreeze', { values: { most: MOST_CODES } })
  await ctx.db.update(codeLists).set({ pasted: count }).where(eq(codeLists.id, id))
  return { id }
}

/** What to take: one offer for the code at a place of the paste, or all sure offers of a kind. */
export type Taken = { position: number; code: string } | { kind: NearKind }

/**
 * A new list like this one with the offered codes in the places of those they are offered for. The list itself stays.
 */
export async function takeOffers(ctx: Context, id: string, taken: Taken): Promise<{ id: string }> {
  const list = await findCodeList(ctx, id)
  if (!list || list.frozen) throw new Refusal('not-found', 'listGone')
  const instead =
    'kind' in taken ? await sureOffers(ctx, id, list, taken.kind) : new Map([[taken.position, taken.code]])
  const codes = await ctx.db
    .select({ code: codeListCodes.code, position: codeListCodes.position, times: codeListCodes.times })
    .from(codeListCodes)
    .where(eq(codeListCodes.listId, id))
    .orderBy(codeListCodes.position)
  const replaced = codes.map((row) => ({ ...row, code: instead.get(row.position) ?? row.code }))
  const pasted = replaced.reduce((sum, { times }) => sum + times, 0)
  return keep(ctx, gather(replaced), pasted)
}

/** Notes that a list was opened, once a day at most: what nobody opens for two years is forgotten, and stays so. */
export async function openCodeList(ctx: Context, id: string): Promise<void> {
  const yesterday = new Date(ctx.now.getTime() - 24 * 3600_000)
  await ctx.db
    .update(codeLists)
    .set({ openedAt: ctx.now })
    .where(and(eq(codeLists.id, id), lt(codeLists.openedAt, yesterday), standing(ctx.now)))
}

/** Deletes the lists that nobody has opened for two years and no view holds, some at a time. */
export async function forgetCodeLists(db: Executor, now = new Date(), signal?: AbortSignal): Promise<void> {
  const forgotten = db
    .select({ id: codeLists.id })
    .from(codeLists)
    .where(not(standing(now)))
    .limit(FORGOTTEN_AT_ONCE)
  for (;;) {
    signal?.throwIfAborted()
    const gone = await db
      .delete(codeLists)
      .where(and(sql`${codeLists.id} in (${forgotten})`, not(standing(now))))
      .returning({ id: codeLists.id })
    if (gone.length === 0) return
  }
}

async function sureOffers(
  ctx: Context,
  id: string,
  list: CodeListSummary,
  kind: NearKind,
): Promise<Map<number, string>> {
  const near = await findNearCodes(ctx, id, list)
  if (!near) throw new Refusal('unavailable', 'nearTooLong')
  const sure = near.filter((one) => one.kind === kind && isSure(one))
  return new Map(sure.flatMap(({ position, offers }) => offers.map(({ code }) => [position, code] as const)))
}

async function keep(
  ctx: Context,
  codes: readonly PastedCode[],
  pasted: number,
): Promise<{ id: string; pasted: number }> {
  const id = shortId()
  const column = (name: keyof PastedCode) => sql.param(codes.map((code) => code[name]))
  await transact(ctx, async (ctx) => {
    await expectManyRows(ctx)
    await ctx.db
      .insert(codeLists)
      .values({ id, createdBy: ctx.actor.id, createdAt: ctx.now, openedAt: ctx.now, pasted })
    await ctx.db.execute(sql`
      insert into ${codeListCodes} (list_id, position, code, code_key, times)
      select ${id}, pasted.*
      from unnest(${column('position')}::integer[], ${column('code')}::text[], ${column('codeKey')}::text[], ${column('times')}::integer[])
        as pasted`)
  })
  return { id, pasted }
}
