'use client'

import { useActionState } from 'react'
import { useTranslations } from 'use-intl/react'
import { Field } from '@/app/_ui/field'
import { Notice } from '@/app/_ui/notice'
import { PasswordInput } from '@/app/_ui/password-input'
import { useRefusals } from '@/app/_ui/use-refusals'
import { signInAction } from './actions'

/** Asks who is there. Works as a plain form before, and without, JavaScript. */
export function SignInForm({ next }: { next: string }) {
  const t = useTranslations('auth')
  const say = useRefusals()
  const [answer, send, busy] = useActionState(signInAction, null)
  return (
    <form action={send} className="grid gap-4">
      {answer && <Notice tone="bad">{say(answer.failure)}</Notice>}
      <input type="hidden" name="next" value={next} />
      <Field name="email" label={t('email')}>
        {(control) => (
          <input
            {...control}
            type="email"
            className="input h-9"
            defaultValue={answer?.email}
            autoComplete="username"
            // biome-ignore lint/a11y/noAutofocus: the page has nothing else to do, and says so in its title.
            autoFocus={!answer}
            maxLength={254}
            required
          />
        )}
      </Field>
      <Field name="password" label={t('password')}>
        {(control) => (
          <PasswordInput
            {...control}
            className="h-9"
            autoComplete="current-password"
            maxLength={256}
            required
            showLabel={t('show')}
            hideLabel={t('hide')}
          />
        )}
      </Field>
      <button type="submit" className="btn btn-go h-9" aria-disabled={busy}>
        {busy ? t('signingIn') : t('signIn')}
      </button>
    </form>
  )
}
