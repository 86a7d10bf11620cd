'use client'

import { useTranslations } from 'use-intl/react'
import { PresentPassword } from '@/app/_blocks/present-password'
import { RecoveryCodes } from '@/app/_blocks/recovery-codes'
import { Field } from '@/app/_ui/field'
import { Notice } from '@/app/_ui/notice'
import { usePostedForm } from '@/app/_ui/use-posted-form'
import { useRefusals } from '@/app/_ui/use-refusals'
import type { Result } from '@/lib/result'

type Props = {
  action: (before: unknown, form: FormData) => Promise<Result<{ codes: string[] } | undefined>>
  scope: string
  button: string
  danger?: boolean
}

/**
 * Password and code once more, before what guards the account is changed. New recovery codes are shown in its place.
 */
export function ProofForm({ action, scope, button, danger }: Props) {
  const t = useTranslations('auth.secondFactor')
  const say = useRefusals()
  const { answer, busy, form } = usePostedForm(action)
  if (answer?.ok && answer.value)
    return <RecoveryCodes codes={answer.value.codes} said={t('renewed')} next="/profile" />
  const failure = answer?.ok === false ? answer.failure : undefined
  const wrong = (name: string) => {
    const message = failure?.fields[name]
    return message ? say({ message, values: {} }) : undefined
  }
  return (
    <form {...form} className="grid gap-3">
      {failure && Object.keys(failure.fields).length === 0 && <Notice tone="bad">{say(failure)}</Notice>}
      <PresentPassword scope={scope} error={wrong('present')} />
      <Field name="code" scope={scope} label={t('codeOrRecovery')} error={wrong('code')}>
        {(control) => (
          <input
            {...control}
            className="input tabular-nums"
            autoComplete="one-time-code"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={20}
            required
          />
        )}
      </Field>
      <button type="submit" className={`btn justify-self-start ${danger ? 'btn-danger' : ''}`} aria-disabled={busy}>
        {button}
      </button>
    </form>
  )
}
