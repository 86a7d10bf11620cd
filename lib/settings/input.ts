import { z } from 'zod'
import { LANGUAGES } from '@/db/schema/vocabulary'
import { neededText, version } from '@/lib/input'
import { isCountry, isCurrency, isTimeZone } from './rules'

export const settingsInput = z.object({
  companyName: neededText(100),
  currency: neededText(3).refine(isCurrency, 'currency'),
  timeZone: neededText(60).refine(isTimeZone, 'timeZone'),
  country: neededText(2).refine(isCountry, 'country'),
  language: z.enum(LANGUAGES, 'language'),
  version: version(),
})
export type SettingsChange = z.output<typeof settingsInput>
