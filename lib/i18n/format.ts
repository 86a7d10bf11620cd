import type { Language } from '@/db/schema/vocabulary'

/** How one person reads figures and dates: their language, the company's country, their time zone. */
export type Reader = { language: Language; country: string; timeZone: string; currency: string }

/**
 * The formatters of a reader. Where the company's country speaks the language, its conventions hold. Amounts are
 * decimal strings and stay so: no floating point touches them.
 */
export function formatter({ language, country, timeZone, currency }: Reader) {
  const locale = localeOf(language, country)
  const fractions = new Intl.NumberFormat(locale, { style: 'currency', currency }).resolvedOptions()
    .maximumFractionDigits
  const number = new Intl.NumberFormat(locale)
  const amount = new Intl.NumberFormat(locale, { minimumFractionDigits: fractions, maximumFractionDigits: fractions })
  const whole = new Intl.NumberFormat(locale, { style: 'currency', currency, maximumFractionDigits: 0 })
  const exact = new Intl.NumberFormat(locale, { style: 'currency', currency })
  const day = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', year: 'numeric', month: '2-digit', day: '2-digit' })
  const moment = new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'short', timeStyle: 'short' })
  const countries = new Intl.DisplayNames(locale, { type: 'region' })
  const languages = new Intl.DisplayNames(locale, { type: 'language' })
  const list = new Intl.ListFormat(locale, { type: 'conjunction' })
  const plain = (decimal: string) => decimal as Intl.StringNumericLiteral
  return {
    number: (value: number) => number.format(value),
    /** How large a file is, in thousands of bytes or millions. */
    bytes: (size: number) => bytesIn(locale, size),
    /** The bare figure, for a column whose heading or page names the currency. */
    amount: (decimal: string) => amount.format(plain(decimal)),
    /** With its currency, in full. */
    money: (decimal: string) => exact.format(plain(decimal)),
    moneyIn: (decimal: string, code: string) =>
      new Intl.NumberFormat(locale, { style: 'currency', currency: code }).format(plain(decimal)),
    /** With its currency, rounded: for sums one looks at rather than books. */
    rounded: (decimal: string) => whole.format(plain(decimal)),
    /** As many decimals as it has, up to eight. */
    rate: (decimal: string) => new Intl.NumberFormat(locale, { maximumFractionDigits: 8 }).format(plain(decimal)),
    /** A calendar day, `YYYY-MM-DD`: it has no zone. */
    day: (isoDay: string) => day.format(new Date(`${isoDay}T00:00:00Z`)),
    moment: (instant: Date) => moment.format(instant),
    country: (code: string) => countries.of(code) ?? code,
    language: (code: string) => (/^[a-z]{2,3}(-[A-Za-z]{2,4})?$/.test(code) ? (languages.of(code) ?? code) : code),
    list: (entries: readonly string[]) => list.format(entries),
  }
}

function bytesIn(locale: string, size: number): string {
  const [unit, worth] = size < 1_000_000 ? (['kilobyte', 1000] as const) : (['megabyte', 1_000_000] as const)
  const format = new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    maximumFractionDigits: unit === 'megabyte' ? 1 : 0,
  })
  return format.format(Math.max(size / worth, unit === 'kilobyte' ? 1 : 0))
}

/** English in Paris is written like in London: mixing a language with the conventions of another misleads. */
export function localeOf(language: Language, country: string): string {
  const { home, spoken } = CONVENTIONS[language]
  return `${language}-${spoken.includes(country) ? country : home}`
}

const CONVENTIONS: Record<Language, { home: string; spoken: string[] }> = {
  en: { home: 'GB', spoken: ['US', 'GB', 'IE', 'CA', 'AU', 'NZ', 'ZA', 'IN', 'SG'] },
  fr: { home: 'FR', spoken: ['FR', 'BE', 'CA', 'LU'] },
}

export type Format = ReturnType<typeof formatter>
