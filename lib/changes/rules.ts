/** Up to so many customers a change is done while the person waits; beyond, the worker does it. */
export const DONE_AT_ONCE = 200

/** Customers a transaction of a change. Larger ones hold locks longer, smaller ones cost more round trips. */
export const CHUNK = 10_000

/** So many of what somebody touched since a change are put in order, to list the first. */
export const MOST_LISTED = 10_000

/** How long a change can be taken back. */
const UNDO_DAYS = 30

/** How long what nobody starts is kept. */
const PLAN_DAYS = 30
/** And how much of it of one person: older selections and plans give way. */
export const MOST_PLANS = 50

const DAY = 24 * 3600_000

/** Plans that are older are forgotten. */
export const oldestPlan = (now: Date) => new Date(now.getTime() - PLAN_DAYS * DAY)

/** Whether a finished change can still be undone: once, and within thirty days. */
export function mayBeUndone(change: Ended & { state: string; undone: boolean; changed: number }, now: Date): boolean {
  return ENDED.has(change.state) && !change.undone && change.changed > 0 && inTimeToUndo(change, now)
}

/** Whether it was undone and that undone in turn, so that it stands as if nobody had undone it. */
export function standsAgain({ turns }: { turns: number }): boolean {
  return turns > 0 && turns % 2 === 0
}

/** The states in which nothing more happens. What was done until then can be undone. */
const ENDED: ReadonlySet<string> = new Set(['done', 'stopped', 'failed'])

type Ended = { finishedAt: Date | null; endsOn: string | null }

/** Until when a finished change can be undone: thirty days from its end, or from the day on which it was to go back. */
export function undoableUntil({ finishedAt, endsOn }: Ended): Date | undefined {
  if (finishedAt === null) return undefined
  const from = endsOn === null ? finishedAt.getTime() : Math.max(finishedAt.getTime(), Date.parse(endsOn))
  return new Date(from + UNDO_DAYS * DAY)
}

export function inTimeToUndo(change: Ended, now: Date): boolean {
  const until = undoableUntil(change)
  return until !== undefined && now <= until
}

/** How much of a running change is done, in whole percent. */
export function progressOf(change: { total: number; changed: number; already: number; notAllowed: number }): number {
  const done = change.changed + change.already + change.notAllowed
  return change.total === 0 ? 100 : Math.floor((100 * done) / change.total)
}
