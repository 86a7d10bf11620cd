'use client'

import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import type { z } from 'zod'
import { Dialog } from '@/app/_ui/dialog'
import { Field } from '@/app/_ui/field'
import { Notice } from '@/app/_ui/notice'
import { Tick } from '@/app/_ui/tick'
import { useActionForm } from '@/app/_ui/use-action-form'
import { CUSTOMER_STATES } from '@/db/schema/vocabulary'
import { setCollectorAction, setCommentAction, setGroupsAction, setStateAction } from '@/lib/customers/actions'
import { setCollectorInput, setCommentInput, setGroupsInput, setStateInput } from '@/lib/customers/input'
import type { Result } from '@/lib/result'
import type { OursProps } from './ours'

type Props = OursProps & { onClose: () => void }
type Done = Promise<Result<void>>

export function CollectorDialog({ customerId, version, collector, collectors, onClose }: Props) {
  const t = useTranslations('customers.file')
  const { form, error, ...rest } = useActionForm<z.input<typeof setCollectorInput>, void>({
    input: setCollectorInput,
    defaults: { customerId, version, collectorId: collector ? String(collector.id) : '' } as never,
    action: (value) => setCollectorAction(value) as Done,
    onDone: onClose,
  })
  return (
    <Frame title={t('editCollector')} onClose={onClose} {...rest}>
      <Field name="collectorId" label={t('collector')} hint={t('collectorHint')} error={error('collectorId')}>
        {(control) => (
          <select {...control} {...form.register('collectorId')} className="input">
            <option value="">{t('nobody')}</option>
            {collectors.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        )}
      </Field>
    </Frame>
  )
}

export function GroupsDialog({ customerId, groups, everyGroup, onClose }: Props) {
  const t = useTranslations('customers.file')
  const present = groups.map(({ value }) => value)
  const { form, error, ...rest } = useActionForm<z.input<typeof setGroupsInput>, void>({
    input: setGroupsInput,
    defaults: { customerId, groups: present, seen: present, newGroup: '' } as never,
    action: (value) => setGroupsAction(value) as Done,
    onDone: onClose,
  })
  return (
    <Frame title={t('editGroups')} onClose={onClose} {...rest}>
      {everyGroup.length === 0 ? (
        <p className="text-base text-ink-2">{t('noGroupsYet')}</p>
      ) : (
        <>
          <fieldset className="grid max-h-64 gap-2 overflow-y-auto" aria-describedby="groups-hint">
            <legend className="sr-only">{t('groups')}</legend>
            {everyGroup.map(({ value, label }) => (
              <Tick key={value} id={`group-${value}`} label={label} value={value} {...form.register('groups')} />
            ))}
          </fieldset>
          <p id="groups-hint" className="-mt-2 text-sm text-ink-3">
            {t('groupsHint')}
          </p>
        </>
      )}
      <Field name="newGroup" label={t('newGroup')} hint={t('newGroupHint')} error={error('newGroup')}>
        {(control) => <input {...control} {...form.register('newGroup')} className="input" autoComplete="off" />}
      </Field>
    </Frame>
  )
}

export function StateDialog({ customerId, version, state, stateFromErp, onClose }: Props) {
  const t = useTranslations('customers.file')
  const words = useTranslations('words')
  const { form, error, ...rest } = useActionForm<z.input<typeof setStateInput>, void>({
    input: setStateInput,
    defaults: { customerId, version, state },
    action: (value) => setStateAction(value) as Done,
    onDone: onClose,
  })
  const offered = CUSTOMER_STATES.filter(
    (one) => !stateFromErp || one === state || one === 'archived' || state === 'archived',
  )
  return (
    <Frame title={t('editState')} onClose={onClose} {...rest}>
      <fieldset className="grid gap-3">
        <legend className="sr-only">{t('state')}</legend>
        {offered.map((one) => (
          <label key={one} className="grid cursor-pointer grid-cols-[16px_1fr] gap-x-2.5 text-base">
            <input type="radio" value={one} {...form.register('state')} className="mt-0.5 accent-accent" />
            {words(`states.${one}`)}
            <span className="col-start-2 text-sm text-ink-3">{t(`stateHints.${one}`)}</span>
          </label>
        ))}
      </fieldset>
      {stateFromErp && <Notice>{t('stateErp')}</Notice>}
      {error('state') && <Notice tone="bad">{error('state')}</Notice>}
    </Frame>
  )
}

export function CommentDialog({ customerId, version, comment, onClose }: Props) {
  const t = useTranslations('customers.file')
  const { form, error, ...rest } = useActionForm<z.input<typeof setCommentInput>, void>({
    input: setCommentInput,
    defaults: { customerId, version, comment },
    action: (value) => setCommentAction(value) as Done,
    onDone: onClose,
  })
  return (
    <Frame title={t('editComment')} onClose={onClose} {...rest}>
      <Field name="comment" label={t('comment')} hint={t('commentHint')} error={error('comment')}>
        {(control) => <textarea {...control} {...form.register('comment')} rows={6} className="input" />}
      </Field>
    </Frame>
  )
}

type FrameProps = {
  title: string
  onClose: () => void
  submit: () => Promise<void>
  problem: string | undefined
  busy: boolean
  children: ReactNode
}

function Frame({ title, onClose, submit, problem, busy, children }: FrameProps) {
  const words = useTranslations('words')
  return (
    <Dialog open onOpenChange={(open) => open || onClose()} title={title} closeLabel={words('close')}>
      <form method="post" onSubmit={submit} noValidate className="grid gap-4">
        {problem && <Notice tone="bad">{problem}</Notice>}
        {children}
        <div className="flex gap-2">
          <button type="submit" className="btn btn-go" disabled={busy}>
            {busy ? words('saving') : words('save')}
          </button>
          <button type="button" className="btn btn-bare" onClick={onClose}>
            {words('cancel')}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
