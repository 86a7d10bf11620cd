import { z } from 'zod'
import { LANGUAGES } from '@/db/schema/vocabulary'
import { neededText, version } from '@/lib/input'
import { isCountry, isTimeZone } from './rules'

export const settingsInput = z.object({
  companyName: neededText(100),
  /** Which codes there are, browsers do not agree on: the command decides. */
  currency: neededText(3).regex(/^[A-Z]{3}$/, 'currency'),
  timeZone: neededText(60).refine(isTimeZone, 'timeZone'),
  country: neededText(2).refine(isCountry, 'country'),
  language: z.enum(LANGUAGES, 'language'),
  version: version(),
})
export type SettingsChange = z.output<typeof settingsInput>
