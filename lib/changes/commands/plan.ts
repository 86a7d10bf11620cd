import { and, eq, inArray } from 'drizzle-orm'
import { changes, rules } from '@/db/schema'
import { type Context, mustBeAllowed, mustBeCurrent, today, transact } from '@/lib/context'
import { searching } from '@/lib/customers/queries/searching'
import { Refusal } from '@/lib/errors'
import { shortId } from '@/lib/short-id'
import { type KindName, kindOf } from '../kinds/registry'
import { getChange } from '../queries/changes'
import { mayBeUndone } from '../rules'
import { aboutOf, type Selection } from '../selection'
import { markOf, markOfUndo, type SetMark, targeted } from '../where'
import { mayUndo } from './allowed'
import { forgetOlderPlans } from './forget'

const LONGEST_ABSENCE = 3 * 366 * 24 * 3600_000

type Days = { startsOn: string | null; endsOn: string | null }
type Decision = { kind: KindName; given: unknown } & Days

/** Plans a change of a selection. Nothing changes until it is started. */
export async function planChange(
  ctx: Context,
  name: KindName,
  given: unknown,
  selection: Selection,
): Promise<{ key: string }> {
  const input = await decided(ctx, name, given, selection)
  return keep(ctx, selection, { kind: name, input, state: 'planned' })
}

/** Keeps a selection for which it is not decided yet what to do with it. */
export async function draftChange(ctx: Context, selection: Selection): Promise<{ key: string }> {
  return keep(ctx, selection, { kind: null, input: {}, state: 'draft' })
}

type Kept = { kind: KindName | null; input: unknown; state: 'draft' | 'planned' }

async function keep(ctx: Context, target: Selection, kept: Kept): Promise<{ key: string }> {
  const mark = await markSelected(ctx, target)
  const key = shortId()
  await transact(ctx, async (ctx) => {
    await ctx.db.insert(changes).values({ key, target, ...kept, ...mark, createdBy: ctx.actor.id, createdAt: ctx.now })
    await forgetOlderPlans(ctx)
  })
  return { key }
}

/**
 * Decides, or decides anew, what a change of one's own will do that nobody has started. Dates are for a hand-over only.
 */
export async function decideChange(ctx: Context, key: string, { kind: name, given, ...days }: Decision): Promise<void> {
  const change = await getChange(ctx, key)
  if (change.createdBy !== ctx.actor.id || change.undoOf !== null) throw new Refusal('forbidden', 'forbidden')
  const input = await decided(ctx, name, given, change.target)
  const dates = name === 'replace' ? mustBeAhead(ctx, days) : { startsOn: null, endsOn: null }
  mustBeCurrent(
    await ctx.db
      .update(changes)
      .set({ kind: name, input, state: 'planned', ...dates })
      .where(and(eq(changes.id, change.id), inArray(changes.state, ['draft', 'planned'])))
      .returning({ id: changes.id }),
  )
}

async function markSelected(ctx: Context, selection: Selection): Promise<SetMark> {
  const mark = await searching(ctx, async () => markOf(ctx, await targeted(ctx, selection)))
  if (mark.total > 0) return mark
  throw new Refusal('conflict', aboutOf({ target: selection }) === 'contacts' ? 'nobodySelected' : 'nothingSelected')
}

/** What a person decided, if it is something to decide of what they chose, and theirs to decide. */
async function decided(ctx: Context, name: KindName, given: unknown, target: unknown): Promise<unknown> {
  const kind = kindOf(name)
  const right = kind.right(given)
  if (right) mustBeAllowed(ctx, right)
  if (kind.about !== aboutOf({ target })) throw new Refusal('invalid', 'notValid')
  const input = kind.parse(given)
  await kind.check(ctx, input)
  return input
}

/** A day that is not ahead is now. */
function mustBeAhead(ctx: Context, { startsOn, endsOn }: Days): Days {
  const starts = startsOn !== null && startsOn > today(ctx) ? startsOn : null
  mustComeBack(ctx, { startsOn: starts, endsOn })
  return { startsOn: starts, endsOn }
}

/**
 * What ends must end after it began, and its author must see it then. Asked again at the start: days pass, and so do
 * rights.
 */
export function mustComeBack(ctx: Context, { startsOn, endsOn }: Days): void {
  if (endsOn === null) return
  const begins = startsOn !== null && startsOn > today(ctx) ? startsOn : today(ctx)
  const wrong = (reason: string) => new Refusal('invalid', reason, { fields: { endsOn: reason } })
  if (endsOn <= begins) throw wrong('endsBeforeItStarts')
  if (Date.parse(endsOn) > Date.parse(begins) + LONGEST_ABSENCE) throw wrong('endsTooLate')
  // Customers that are handed over leave a portfolio, and who sees nothing else could not give them back.
  if (ctx.actor.portfolioOnly) throw wrong('cannotComeBack')
}

/**
 * Plans the undo of a change, itself a change with a page of its own. Asked twice it is the same one: a change has at
 * most one undo, by constraint; one that nobody started is taken over.
 */
export async function planUndo(ctx: Context, key: string): Promise<{ key: string }> {
  const change = await getChange(ctx, key)
  if (!(await mayUndo(ctx, change))) throw new Refusal('forbidden', 'forbidden')
  if (change.undoneBy && change.undoneState !== 'planned' && !change.undoneInVain) return { key: change.undoneBy }
  if (!mayBeUndone({ ...change, undone: false }, ctx.now)) throw new Refusal('conflict', 'tooLateToUndo')
  await mustNotBeRepeated(ctx, change)
  await dropVain(ctx, change.id)
  const about = aboutOf(change)
  const target = { kind: 'change' as const, changeId: change.id, ...(about === 'contacts' && { about }) }
  const values = { kind: 'undo', input: {}, target, ...(await markOfUndo(ctx, change.id)) }
  await ctx.db
    .insert(changes)
    .values({ key: shortId(), ...values, undoOf: change.id, createdBy: ctx.actor.id, createdAt: ctx.now })
    .onConflictDoUpdate({
      target: changes.undoOf,
      set: { createdBy: ctx.actor.id, createdAt: ctx.now },
      setWhere: eq(changes.state, 'planned'),
    })
  const [planned] = await ctx.db.select({ key: changes.key }).from(changes).where(eq(changes.undoOf, change.id))
  if (!planned) throw new Refusal('conflict', 'changedMeanwhile')
  return planned
}

/**
 * An undo that ended without turning anything back, because its author reached nobody any more, makes room for another.
 */
async function dropVain(ctx: Context, undoOf: number): Promise<void> {
  await ctx.db
    .update(changes)
    .set({ undoOf: null })
    .where(
      and(eq(changes.undoOf, undoOf), inArray(changes.state, ['done', 'stopped', 'failed']), eq(changes.changed, 0)),
    )
}

/** What a rule gave would be given again at its next run: the rule may have been off when the undo was planned. */
export async function mustNotBeRepeated(ctx: Context, { ruleId }: { ruleId: number | null }): Promise<void> {
  if (ruleId === null) return
  const [rule] = await ctx.db
    .select({ name: rules.name })
    .from(rules)
    .where(and(eq(rules.id, ruleId), eq(rules.active, true)))
  if (rule) throw new Refusal('conflict', 'ruleWouldRepeat', { values: { name: rule.name } })
}
