/** The last day late of each age class: not due, up to 30, 60, 90 days late, and older. */
export const LAST_DAYS = [0, 30, 60, 90] as const

/** The age classes of an amount, youngest first, as the figures on the customer name them. */
export const AGE_CLASSES = ['notDue', 'late30', 'late60', 'late90', 'lateOver'] as const
export type AgeClass = (typeof AGE_CLASSES)[number]

/** Days from the due date to `day`; zero and below is not late. Days are `YYYY-MM-DD` and have no zone. */
export function daysLate(dueDate: string, day: string): number {
  return (Date.parse(day) - Date.parse(dueDate)) / 86_400_000
}

/** The age class of something due on `dueDate`, as seen on `day`. */
export function ageClass(dueDate: string, day: string): AgeClass {
  const late = daysLate(dueDate, day)
  return AGE_CLASSES[LAST_DAYS.filter((last) => late > last).length] ?? 'lateOver'
}
