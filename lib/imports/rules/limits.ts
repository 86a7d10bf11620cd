/** The largest file that is taken in. */
export const MOST_BYTES = 500 * 1024 * 1024

/** How many files of one person may have come in within a day and wait, for them or for the worker. */
export const MOST_WAITING = 50
/**
 * How many files of one person may be on their way in at a time: each takes its room on the disk before it is counted.
 */
export const MOST_ARRIVING = 5
/** Rows that a transaction writes, or turns back. */
export const SLICE = 10_000
