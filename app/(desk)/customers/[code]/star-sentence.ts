import type { useTranslations } from 'use-intl/react'

/** What moving the mark for collection meant. */
export function starSentence(
  t: ReturnType<typeof useTranslations<'contacts'>>,
  name: string,
  marked: boolean,
  movedFrom: string | null,
): string {
  if (!marked) return t('said.unstarred')
  return movedFrom ? t('said.starredFrom', { name, before: movedFrom }) : t('said.starred', { name })
}
