'use client'

import { useTranslations } from 'use-intl/react'
import { DraftButton } from '@/app/_blocks/draft-button'
import { ExportButton } from '@/app/_blocks/export-button'
import { TickedList, type TickedProps } from '@/app/_blocks/ticked-list'
import type { ContactSelection } from '@/lib/contacts/selection'

const DEEDS = ['role', 'language', 'domain', 'star', 'remove'] as const

/** The ticks of the contacts, and what can be done with those that are chosen: each leads to its form. */
export function Selection({ mayExport, ...list }: TickedProps & { mayExport: boolean }) {
  const t = useTranslations('list')
  return (
    <TickedList
      {...list}
      about="contacts"
      deeds={({ all, ids }, rest) => {
        const selection: ContactSelection = all
          ? { kind: 'contactSearch', search: list.search, except: ids }
          : { kind: 'contacts', ids }
        const planned = selection.kind === 'contacts' ? { ...selection, among: list.search } : selection
        return (
          <>
            {DEEDS.map((deed) => (
              <DraftButton
                key={deed}
                label={t(`contactDeeds.${deed}`)}
                open={`contact_${deed}`}
                className={deed === 'role' ? 'btn btn-go' : 'btn'}
                {...rest}
                selection={planned}
              />
            ))}
            <ExportButton selection={selection} allowed={mayExport} />
          </>
        )
      }}
    />
  )
}
