'use client'

import { type Ref, useId } from 'react'
import { useTranslations } from 'use-intl/react'
import { Notice } from '@/app/_ui/notice'
import { usePostedForm } from '@/app/_ui/use-posted-form'
import { useRefusals } from '@/app/_ui/use-refusals'
import { pasteCodesAction } from '@/lib/lists/actions'
import type { Choice } from '@/lib/lists/rules/meant'

type Props = { search: string; panel?: { id: string; ref: Ref<HTMLFormElement> } }

/**
 * Pasted text in, a search with a short address out. In a panel, or, where the page came back with an answer, in the
 * page.
 */
export function PasteForm({ search, panel }: Props) {
  const t = useTranslations('list')
  const say = useRefusals()
  const { answer, wasPosted, busy, form } = usePostedForm(pasteCodesAction)
  const id = useId()
  const failure = answer?.ok === false ? answer.failure : undefined
  const wrong = failure?.fields.paste
  const choices = answer?.ok ? answer.value?.choices : undefined
  return (
    <form
      {...form}
      {...(panel && !wasPosted
        ? {
            ...panel,
            popover: 'auto',
            className:
              'popup panel w-[min(420px,calc(100vw-24px))] p-4 text-ink max-md:m-auto max-md:[position-area:none]',
          }
        : { className: 'w-full max-w-[420px] rounded-md border border-line bg-surface p-4' })}
      aria-label={t('pasteTitle')}
    >
      <div className="grid gap-3">
        <label htmlFor={id} className="text-lg font-semibold">
          {t('pasteTitle')}
        </label>
        {failure && !wrong && <Notice tone="bad">{say(failure)}</Notice>}
        <textarea
          id={id}
          name="paste"
          rows={10}
          required
          spellCheck={false}
          defaultValue={answer?.ok ? answer.value?.paste : answer?.typed?.paste}
          aria-invalid={Boolean(wrong)}
          aria-describedby={`${id}-hint`}
          className="input font-mono"
        />
        <p id={`${id}-hint`} className="text-sm text-ink-2">
          {failure && wrong ? (
            <span role="alert" className="text-danger">
              {say({ ...failure, message: wrong })}
            </span>
          ) : (
            t('pasteHint')
          )}
        </p>
        {choices && <Columns choices={choices} />}
        <input type="hidden" name="search" value={search} />
        <button type="submit" disabled={busy} className="btn btn-go justify-self-end">
          {t('pasteGo')}
        </button>
      </div>
    </form>
  )
}

/** Asked where several columns may hold the codes. */
function Columns({ choices }: { choices: Choice[] }) {
  const t = useTranslations('list')
  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-1.5 font-medium">{t('whichColumn')}</legend>
      {choices.map(({ reading, found, codes, beginning }) => (
        <label key={reading} className="flex items-start gap-2">
          <input type="radio" name="reading" value={reading} required className="mt-0.5" />
          <span className="min-w-0">
            {t('columnNamed', { which: /\w+$/.exec(reading)?.[0] ?? '' })}{' '}
            <span className="text-ink-2">{t('listFound', { found, codes })}</span>
            <span className="code block truncate">{beginning.join(' · ')}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
