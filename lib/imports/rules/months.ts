/** The languages of the product. */
const LOCALES = [...['en', 'pt-BR', 'pt-PT', 'zh-CN', 'hr', 'de', 'nl', 'es', 'fr', 'it', 'ja', 'pl', 'ro', 'sv', 'tr']]
/** As people and older programs shorten or spell them too. */
const ALSO: Record<string, number> = {
  ...{
    sept: 9,
    mrz: 3,
    mrt: 3,
    setiembre: 9,
    set: 9,
    jan: 1,
    fev: 2,
    feb: 2,
    avr: 4,
    aou: 8,
    juill: 7,
    ian: 1,
    mai: 5,
  },
}

/** The months that a word can mean: `listopad` is October in Croatian and November in Polish. */
export function monthsNamed(word: string): readonly number[] {
  names ??= allNames()
  return names.get(monthKey(word)) ?? []
}

let names: Map<string, number[]> | undefined

function allNames(): Map<string, number[]> {
  const found = new Map<string, number[]>()
  const add = (name: string, month: number) => {
    const months = found.get(monthKey(name)) ?? []
    if (!/\d/.test(name) && monthKey(name) !== '' && !months.includes(month))
      found.set(monthKey(name), [...months, month])
  }
  for (const locale of LOCALES) {
    for (const width of ['long', 'short'] as const) {
      // With a day beside it a month has another ending in some languages.
      const alone = new Intl.DateTimeFormat(locale, { month: width, timeZone: 'UTC' })
      const beside = new Intl.DateTimeFormat(locale, { month: width, day: 'numeric', timeZone: 'UTC' })
      for (let month = 1; month <= 12; month++) {
        const day = Date.UTC(2026, month - 1, 1)
        add(alone.format(day), month)
        add(beside.formatToParts(day).find(({ type }) => type === 'month')?.value ?? '', month)
      }
    }
  }
  for (const [name, month] of Object.entries(ALSO)) add(name, month)
  return found
}

function monthKey(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll('ı', 'i')
    .replace(/[^\p{L}]/gu, '')
}
