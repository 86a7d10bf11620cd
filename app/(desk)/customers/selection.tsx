'use client'

import { useTranslations } from 'use-intl/react'
import { DraftButton } from '@/app/_blocks/draft-button'
import { ExportButton } from '@/app/_blocks/export-button'
import { TickedList, type TickedProps } from '@/app/_blocks/ticked-list'
import type { CustomerSelection } from '@/lib/customers/selection'
import { ColleaguePanel } from './colleague-panel'

export type Colleague = { id: number; name: string; active: boolean }

type Props = TickedProps & { colleagues: Colleague[]; mayExport: boolean }

/** The ticks of the customers, and what can be done with those that are chosen. */
export function Selection({ colleagues, mayExport, ...list }: Props) {
  const t = useTranslations('list')
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
              <ColleaguePanel key={kind} kind={kind} colleagues={colleagues} {...target} />
            ))}
            <DraftButton label={t('more')} {...target} />
            <ExportButton selection={selection} allowed={mayExport} />
          </>
        )
      }}
    />
  )
}
