/** Up to so many customers a change is done while the person waits; beyond, the worker does it. */
export const DONE_AT_ONCE = 200

/** Customers a transaction of a change. Larger ones hold locks longer, smaller ones cost more round trips. */
export const CHUNK = 5_000

/** How long a change can be taken back. */
export const UNDO_DAYS = 30

const DAY = 24 * 3600_000

/** Whether a finished change can still be undone: once, and within thirty days. */
export function mayBeUndone(
  change: { state: string; finishedAt: Date | null; undone: boolean; changed: number },
  now: Date,
): boolean {
  return (
    change.state === 'done' &&
    !change.undone &&
    change.changed > 0 &&
    change.finishedAt !== null &&
    now.getTime() - change.finishedAt.getTime() <= UNDO_DAYS * DAY
  )
}

/** How much of a running change is done, in whole percent. */
export function progressOf(change: { total: number; changed: number; already: number; notAllowed: number }): number {
  const done = change.changed + change.already + change.notAllowed
  return change.total === 0 ? 100 : Math.floor((100 * done) / change.total)
}
