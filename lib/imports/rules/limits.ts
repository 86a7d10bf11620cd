/** The largest file that is taken in. */
export const MOST_BYTES = 500 * 1024 * 1024

/** How many files of one person may have come in within a day and wait, for them or for the worker. */
export const MOST_WAITING = 50
/** Rows that a transaction writes, or turns back. */
export const SLICE = 10_000
