'use client'

import { useTranslations } from 'use-intl/react'
import { LANGUAGES } from '@/db/schema/vocabulary'

/** The languages this program speaks, to choose from. */
export function LanguageOptions() {
  const words = useTranslations('words')
  return LANGUAGES.map((language) => (
    <option key={language} value={language}>
      {words(`languages.${language}`)}
    </option>
  ))
}

/** Time zones to choose from, with spaces where their names have none. */
export function ZoneOptions({ zones }: { zones: readonly string[] }) {
  return zones.map((zone) => (
    <option key={zone} value={zone}>
      {zone.replaceAll('_', ' ')}
    </option>
  ))
}
