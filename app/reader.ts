import type { Context } from '@/lib/context'
import type { Section } from '@/lib/i18n/catalogue'
import { type Format, formatter } from '@/lib/i18n/format'
import { words } from '@/lib/i18n/words'

/** How the signed-in person reads: formatters in their language, the company's country, their zone. */
export function formatFor(ctx: Context): Format {
  const known = formats.get(ctx)
  if (known) return known
  const { actor, company } = ctx
  const made = formatter({
    language: actor.language,
    country: company.country,
    timeZone: actor.timeZone,
    currency: company.currency,
  })
  formats.set(ctx, made)
  return made
}

/** Intl's formatters cost more to make than to use: one set a request. */
const formats = new WeakMap<Context, Format>()

/** The words of a section in the signed-in person's language. */
export function wordsFor<S extends Section>(ctx: Context, section: S) {
  return words(ctx.actor.language, section)
}
