/** The last day late of each age class: not due, up to 30, 60, 90 days late, and older. */
export const LAST_DAYS = [0, 30, 60, 90] as const
