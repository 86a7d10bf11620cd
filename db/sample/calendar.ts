const DAY = 86_400_000

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10)
}

export function endOfMonth(day: string): string {
  const date = new Date(day)
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).toISOString().slice(0, 10)
}

/** The day itself, or the Monday after: nobody invoices and no bank pays on a weekend. */
export function workday(day: string): string {
  const weekday = new Date(day).getUTCDay()
  return weekday === 6 ? addDays(day, 2) : weekday === 0 ? addDays(day, 1) : day
}

/** A moment of the working hours of a day, as ISO text. */
export function momentOf(day: string, minutes: number): string {
  return new Date(Date.parse(day) + (7 * 60 + minutes) * 60_000).toISOString()
}
