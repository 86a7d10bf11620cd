'use client'

import { Pencil } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import type { CustomerState } from '@/db/schema/vocabulary'
import type { Choice } from '../languages'
import { CollectorDialog, CommentDialog, GroupsDialog, StateDialog } from './ours-dialogs'

export type OursProps = {
  customerId: number
  version: number
  may: { collector: boolean; groups: boolean; state: boolean; comment: boolean }
  /** `rule`: which gave it, empty where that rule is gone; null where none did. */
  collector: { id: number; name: string; rule: string | null } | null
  collectors: Choice[]
  groups: (Choice & { rule: string | null })[]
  everyGroup: Choice[]
  state: CustomerState
  stateFromErp: boolean
  comment: string
}

type Part = keyof OursProps['may']

const DIALOGS = { collector: CollectorDialog, groups: GroupsDialog, state: StateDialog, comment: CommentDialog }
const PENS = {
  collector: 'editCollector',
  groups: 'editGroups',
  state: 'editState',
  comment: 'editComment',
} as const

/** Collector, groups, state and comment: ours whatever the ERP says, each with a pen of its own. */
export function Ours(props: OursProps) {
  const t = useTranslations('customers.file')
  const words = useTranslations('words')
  const [open, setOpen] = useState<Part>()
  const Opened = open && DIALOGS[open]
  const row = (part: Part, label: string, value: ReactNode) => (
    <div className="grid grid-cols-[140px_minmax(0,1fr)_auto] items-start gap-3 border-b border-line py-1.5">
      <dt className="text-ink-2">{label}</dt>
      <dd className="min-w-0 whitespace-pre-line [overflow-wrap:anywhere]">{value}</dd>
      {props.may[part] && (
        <dd className="no-print -my-0.5">
          <button
            type="button"
            className="rounded-md p-1.5 text-ink-3 hover:bg-sunken hover:text-ink"
            aria-label={t(PENS[part])}
            title={t(PENS[part])}
            onClick={() => setOpen(part)}
          >
            <Pencil className="size-3.5" aria-hidden />
          </button>
        </dd>
      )}
    </div>
  )
  const given = (name: string, rule: string | null) => (
    <>
      {name}
      {rule !== null && <span className="text-ink-2"> ({rule ? t('byNamedRule', { rule }) : t('byRule')})</span>}
    </>
  )
  const none = (text: string) => <span className="text-ink-3">{text}</span>
  return (
    <>
      <dl className="text-base">
        {row(
          'collector',
          t('collector'),
          props.collector ? given(props.collector.name, props.collector.rule) : none(t('noCollector')),
        )}
        {row(
          'groups',
          t('groups'),
          props.groups.length === 0
            ? none(t('noGroups'))
            : props.groups.map(({ value, label, rule }, index) => (
                <span key={value}>
                  {index > 0 && ', '}
                  {given(label, rule)}
                </span>
              )),
        )}
        {row('state', t('state'), words(`states.${props.state}`))}
        {row('comment', t('comment'), props.comment || none(t('noComment')))}
      </dl>
      {Opened && <Opened {...props} onClose={() => setOpen(undefined)} />}
    </>
  )
}
