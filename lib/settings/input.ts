import { z } from 'zod'
import { ASSOCIATION_KINDS, LANGUAGES, ROLES } from '@/db/schema/vocabulary'
import { neededText, version } from '@/lib/input'
import { isCountry, isTimeZone, readRate } from './rules'

export const settingsInput = z.object({
  companyName: neededText(100),
  /** Which codes there are, browsers do not agree on: the command decides. */
  currency: neededText(3).regex(/^[A-Z]{3}$/, 'currency'),
  timeZone: neededText(60).refine(isTimeZone, 'timeZone'),
  country: neededText(2).refine(isCountry, 'country'),
  language: z.enum(LANGUAGES, 'language'),
  copyKinds: several(ASSOCIATION_KINDS),
  version: version(),
})
export type SettingsChange = z.output<typeof settingsInput>

export const securityInput = z.object({
  twoFactorRoles: several(ROLES),
  /** Empty means never. */
  inactiveAfterMonths: z
    .union([z.literal(''), z.null(), z.coerce.number().int().min(1).max(60)], { error: 'months' })
    .transform((months) => (months === '' ? null : months)),
  /** Empty means not before a session's week is over. */
  idleHours: z
    .union([z.literal(''), z.null(), z.coerce.number().int().min(1).max(168)], { error: 'hours' })
    .transform((hours) => (hours === '' ? null : hours)),
  version: version(),
})
export type SecurityChange = z.output<typeof securityInput>

const day = () => z.iso.date('day').refine((value) => /^(19|2\d)/.test(value), 'day')

const rate = () =>
  neededText(40).transform((value, ctx) => {
    const read = readRate(value)
    if (read === undefined) ctx.addIssue({ code: 'custom', message: 'rateWritten' })
    return read ?? ''
  })

/** A rate by its currency and its day; `was` is what it said when it was read. */
const named = {
  currency: neededText(3).regex(/^[A-Z]{3}$/, 'currency'),
  day: day(),
  was: rate(),
}
export const newRateInput = z.object({ currency: named.currency, day: named.day, rate: rate() })
export const rateInput = z.object({ ...named, rate: rate() })
export const namedRateInput = z.object(named)
export type NewRate = z.output<typeof newRateInput>
export type RateChange = z.output<typeof rateInput>
export type RateNamed = z.output<typeof namedRateInput>

/** What was ticked of a list, in its order and without repetitions; a form sends one as a text, and none as nothing. */
function several<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z
    .union([z.array(z.enum(words)).max(100), z.enum(words).transform((word) => [word])])
    .optional()
    .transform((ticked) => words.filter((word) => ticked?.some((one) => one === word)) as Words[number][])
}
