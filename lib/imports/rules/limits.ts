/** The largest file that is taken in. */
export const MOST_BYTES = 500 * 1024 * 1024
