'use client'

import { useTranslations } from 'use-intl/react'
import { DraftButton } from '@/app/_blocks/draft-button'
import { ExportButton } from '@/app/_blocks/export-button'
import { TickedList, type TickedProps } from '@/app/_blocks/ticked-list'
import type { CustomerSelection } from '@/lib/customers/selection'
import { ColleaguePanel } from './colleague-panel'
import { useColleagues } from './use-colleagues'

type Props = TickedProps & { mayExport: boolean }

/** The ticks of the customers, and what can be done with those that are chosen. */
export function Selection({ mayExport, ...list }: Props) {
  const t = useTranslations('list')
  const names = useColleagues()
  return (
    <TickedList
      {...list}
      about="customers"
      deeds={({ all, ids }, rest) => {
        const selection: CustomerSelection = all
          ? { kind: 'search', search: list.search, except: ids }
          : { kind: 'ids', ids }
        const target = {
          ...rest,
          selection: selection.kind === 'ids' ? { ...selection, among: list.search } : selection,
        }
        return (
          <>
            {(['associate', 'disassociate'] as const).map((kind) => (
              <ColleaguePanel key={kind} kind={kind} {...names} {...target} />
            ))}
            <DraftButton label={t('more')} {...target} />
            <ExportButton selection={selection} allowed={mayExport} />
          </>
        )
      }}
    />
  )
}
