const UNDO_DAYS = 30
const DAY = 24 * 3600_000
/** The states in which nothing more happens. What was done until then can be undone. */
const ENDED: readonly string[] = ['done', 'stopped', 'failed']

type Ended = { state: string; finishedAt: Date | null; created: number; updated: number }

/** Until when an import that ended can be undone. */
export function undoableUntil({ finishedAt }: Pick<Ended, 'finishedAt'>): Date | undefined {
  return finishedAt === null ? undefined : new Date(finishedAt.getTime() + UNDO_DAYS * DAY)
}

/** Whether an import ended, less than thirty days ago, and wrote something. */
export function inTimeToUndo(found: Ended, now: Date): boolean {
  const until = undoableUntil(found)
  return ENDED.includes(found.state) && until !== undefined && now <= until
}

/** Whether it brings back what a file had written: every other one of a line of undoings does. */
export function bringsBack({ depth }: { depth: number }): boolean {
  return depth > 0 && depth % 2 === 0
}

/** Whether what it wrote is undone at present: an undoing may have been undone itself. */
export function isUndone({ turns }: { turns: number }): boolean {
  return turns % 2 === 1
}
