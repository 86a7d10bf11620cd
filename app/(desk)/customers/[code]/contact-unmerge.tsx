'use client'

import { useTranslations } from 'use-intl/react'
import { Notice } from '@/app/_ui/notice'
import { useDeed } from '@/app/_ui/use-deed'
import { unmergeContactsAction } from '@/lib/contacts/actions'
import type { Unmerged } from '@/lib/contacts/commands/unmerge'
import type { UnmergePreview } from '@/lib/contacts/queries/unmerge'
import type { Result } from '@/lib/result'
import { ContactBack, NoStep } from './contact-back'
import type { Said } from './customer-desk'
import { useSaidField } from './use-said-field'

type Props = { id: number; preview: UnmergePreview | undefined; onDone: (said: Said) => void }

/**
 * What taking a merge back would do: who is a person again, where, and what the other gets back; or why it is too late.
 */
export function ContactUnmerge({ id, preview, onDone }: Props) {
  const t = useTranslations('contacts')
  const refusals = useTranslations('refusals')
  const { act, busy, problem } = useDeed()
  if (!preview || preview.problem) {
    return <NoStep id={id}>{preview?.problem ? refusals(preview.problem) : t('goneText')}</NoStep>
  }
  const { entryId, kept, gone, fields, places } = preview
  const takeBack = () =>
    act(
      () => unmergeContactsAction({ entry: entryId }) as Promise<Result<Unmerged>>,
      ({ customers }) => onDone({ text: t('said.unmerged', { name: gone, count: customers }) }),
    )
  return (
    <div className="grid gap-4 text-base">
      {problem && <Notice tone="bad">{problem}</Notice>}
      <p>{t('unmerge.text', { kept, gone })}</p>
      <ul className="ml-5 grid list-disc gap-1">
        {places.map(({ name, twice }) => (
          <li key={name}>{t(twice ? 'unmerge.twice' : 'unmerge.parts', { customer: name, kept, gone })}</li>
        ))}
      </ul>
      {fields.length > 0 && <Fields kept={kept} fields={fields} />}
      <p className="text-ink-2">{t('unmerge.until')}</p>
      <div className="flex flex-wrap gap-2">
        <button type="button" className="btn btn-go" disabled={busy} onClick={takeBack}>
          {t('unmerge.go')}
        </button>
        <ContactBack id={id}>{t('merge.back')}</ContactBack>
      </div>
    </div>
  )
}

function Fields({ kept, fields }: Pick<UnmergePreview, 'kept' | 'fields'>) {
  const t = useTranslations('contacts')
  const say = useSaidField()
  return (
    <div className="grid gap-1">
      <p>{t('unmerge.fields', { kept })}</p>
      <ul className="ml-5 grid list-disc gap-1">
        {fields.map(({ field, now, before }) => (
          <li key={field} className="[overflow-wrap:anywhere]">
            <span className="text-ink-2">{t(`fields.${field}`)}</span>{' '}
            <s className="text-ink-3 no-underline">{say(field, now)}</s>
            <span aria-hidden> → </span>
            {say(field, before)}
          </li>
        ))}
      </ul>
    </div>
  )
}
