'use client'

import { useTranslations } from 'use-intl/react'
import { ASSOCIATION_KINDS } from '@/db/schema/vocabulary'

/** As what somebody can be a colleague, to choose from. */
export function KindOptions() {
  const words = useTranslations('words')
  return ASSOCIATION_KINDS.map((kind) => (
    <option key={kind} value={kind}>
      {words(`kinds.${kind}`)}
    </option>
  ))
}
