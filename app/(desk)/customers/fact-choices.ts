import { formatFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import { COUNTRIES, currencies } from '@/lib/settings/rules'
import { byLabel, type Choice, languageChoices } from './languages'

export type FactChoices = { country: Choice[]; language: Choice[]; currency: Choice[] }

/** What a customer's country, language and currency are chosen from, in the reader's words. */
export function factChoices(ctx: Context, present?: { country: string | null; language: string | null }): FactChoices {
  const format = formatFor(ctx)
  const kept = present?.country && !COUNTRIES.includes(present.country) ? [present.country] : []
  return {
    country: byLabel(
      ctx,
      [...COUNTRIES, ...kept].map((value) => ({ value, label: format.country(value) })),
    ),
    language: languageChoices(ctx, [present?.language ?? null]),
    currency: currencies().map((value) => ({ value, label: value })),
  }
}
