'use client'

import { useMemo } from 'react'
import { useTranslations } from 'use-intl/react'
import { DraftButton } from '@/app/_blocks/draft-button'
import { ExportButton } from '@/app/_blocks/export-button'
import { TickedList, type TickedProps } from '@/app/_blocks/ticked-list'
import type { CustomerSelection } from '@/lib/customers/selection'
import { ColleaguePanel } from './colleague-panel'

export type Colleague = { id: number; name: string; active: boolean }

/** `colleagues`: an array of them as one text, for the reason that rows are (`app/_blocks/line.ts`). */
type Props = TickedProps & { colleagues: string; mayExport: boolean }

/** The ticks of the customers, and what can be done with those that are chosen. */
export function Selection({ colleagues, mayExport, ...list }: Props) {
  const t = useTranslations('list')
  const known: Colleague[] = useMemo(() => JSON.parse(colleagues), [colleagues])
  return (
    <TickedList
      {...list}
      about="customers"
      deeds={({ all, ids }, rest) => {
        const selection: CustomerSelection = all
          ? { kind: 'search', search: list.search, except: ids }
          : { kind: 'ids', ids }
        const target = { ...rest, selection }
        return (
          <>
            {(['associate', 'disassociate'] as const).map((kind) => (
              <ColleaguePanel key={kind} kind={kind} colleagues={known} {...target} />
            ))}
            <DraftButton label={t('more')} {...target} />
            <ExportButton selection={selection} allowed={mayExport} />
          </>
        )
      }}
    />
  )
}
