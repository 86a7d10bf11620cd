import type { Context } from '@/lib/context'
import type { Section } from '@/lib/i18n/catalogue'
import { type Format, formatter } from '@/lib/i18n/format'
import { words } from '@/lib/i18n/words'

/** How the signed-in person reads: formatters in their language, the company's country, their zone. */
export function formatFor(ctx: Context): Format {
  const { actor, company } = ctx
  const reader = {
    language: actor.language,
    country: company.country,
    timeZone: actor.timeZone,
    currency: company.currency,
  }
  const name = Object.values(reader).join()
  const known = formats.get(name)
  if (known) return known
  const made = formatter(reader)
  formats.set(name, made)
  return made
}

/** Intl's formatters cost more to make than to use: one set for all who read alike. */
const formats = new Map<string, Format>()

/** The words of a section in the signed-in person's language. */
export function wordsFor<S extends Section>(ctx: Context, section: S) {
  return words(ctx.actor.language, section)
}

/** One sentence for many rows, read once, with marks where its values go in as they are. */
export function sentence<Name extends string>(
  say: (marks: Record<Name, string>) => string,
  ...names: Name[]
): (values: Record<Name, string>) => string {
  const mark = (place: number) => String.fromCharCode(MARKS + place)
  const text = say(Object.fromEntries(names.map((name, place) => [name, mark(place)])) as Record<Name, string>)
  const parts = text.split(/([\ue000-\ue0ff])/)
  return (values) =>
    parts
      .map((part, at) => {
        const name = at % 2 === 1 ? names[part.charCodeAt(0) - MARKS] : undefined
        return name ? values[name] : part
      })
      .join('')
}

/** Characters that stand for nothing. */
const MARKS = 0xe000
