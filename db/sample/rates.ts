import { addDays } from './calendar'

/** Euros for one unit, as they were of late; the newest first. */
export const RATES: Record<string, [string, string, string]> = {
  USD: ['0.86187421', '0.85831903', '0.86540277'],
  GBP: ['1.13846215', '1.14520874', '1.14971336'],
  CHF: ['1.07318452', '1.07054619', '1.06870341'],
  SEK: ['0.09142706', '0.09118359', '0.09086417'],
  PLN: ['0.23541988', '0.23487163', '0.23506429'],
  JPY: ['0.00554837', '0.00561208', '0.00568914'],
}

/**
 * Rates of the first days of three months. Nothing says what a dirham is worth: that is for the figures to leave out.
 */
export function makeRates(today: string): { currency: string; day: string; rate: string }[] {
  const month = (back: number): string => {
    const first = `${today.slice(0, 8)}01`
    return back === 0 ? first : `${addDays(month(back - 1), -1).slice(0, 8)}01`
  }
  return Object.entries(RATES).flatMap(([currency, rates]) =>
    rates.map((rate, back) => ({ currency, day: month(back), rate })),
  )
}

/** About how many units one euro is. */
export function unitsPerEuro(currency: string): number {
  const rate = RATES[currency]?.[0]
  return rate ? 1 / Number(rate) : currency === 'AED' ? 4.26 : 1
}
