'use client'

import { useTranslations } from 'use-intl/react'
import { Field } from '@/app/_ui/field'
import { Notice } from '@/app/_ui/notice'
import { PasswordInput } from '@/app/_ui/password-input'
import { usePostedForm } from '@/app/_ui/use-posted-form'
import { useRefusals } from '@/app/_ui/use-refusals'
import type { TokenPurpose } from '@/db/schema/vocabulary'
import { acceptInvitationAction, resetPasswordAction } from './password-actions'

type Props = { purpose: TokenPurpose; token: string; email: string }

/** Chooses a password by link. The address stands in the form so that a password manager keeps both together. */
export function PasswordForm({ purpose, token, email }: Props) {
  const t = useTranslations('auth')
  const say = useRefusals()
  const action = purpose === 'invitation' ? acceptInvitationAction : resetPasswordAction
  const { answer, busy, form } = usePostedForm(action)
  const failure = answer?.ok === false ? answer.failure : undefined
  const wrong = failure?.fields.password
  return (
    <form {...form} className="grid gap-4">
      {failure && !wrong && <Notice tone="bad">{say(failure)}</Notice>}
      <input type="hidden" name="token" value={token} />
      <Field name="email" label={t('email')}>
        {(control) => (
          <input {...control} type="email" className="input h-9" value={email} autoComplete="username" readOnly />
        )}
      </Field>
      <Field
        name="password"
        label={t('newPassword')}
        hint={t('passwordHint')}
        error={wrong && say({ message: wrong, values: {} })}
      >
        {(control) => (
          <PasswordInput
            {...control}
            className="h-9"
            autoComplete="new-password"
            autoFocus
            minLength={9}
            maxLength={256}
            required
            showLabel={t('show')}
            hideLabel={t('hide')}
          />
        )}
      </Field>
      <button type="submit" className="btn btn-go h-9" aria-disabled={busy}>
        {t('setPassword')}
      </button>
    </form>
  )
}
