import { formatFor } from '@/app/reader'
import type { Context } from '@/lib/context'

/** Languages that customers are written to in; what a file brought beside these can be kept. */
const LANGUAGES = `ar bg bn bs ca cs da de el en es et eu fa fi fr ga he hi hr hu id is it ja ka kk ko lb lt lv mk ms mt
nb nl pl pt ro ru sk sl sq sr sv sw ta th tr uk ur vi zh`.split(/\s+/)

export type Choice = { value: string; label: string }

/** The languages to choose from, by name in the reader's, those in use already among them. */
export function languageChoices(ctx: Context, used: readonly (string | null)[]): Choice[] {
  const format = formatFor(ctx)
  const codes = new Set([...LANGUAGES, ...used.filter((code) => code !== null)])
  return byLabel(
    ctx,
    [...codes].map((value) => ({ value, label: format.language(value) })),
  )
}

export function byLabel(ctx: Context, choices: Choice[]): Choice[] {
  const collator = new Intl.Collator(ctx.actor.language)
  return choices.sort((a, b) => collator.compare(a.label, b.label))
}
