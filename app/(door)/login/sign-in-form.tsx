'use client'

import { useLayoutEffect } from 'react'
import { useTranslations } from 'use-intl/react'
import { Field } from '@/app/_ui/field'
import { Notice } from '@/app/_ui/notice'
import { PasswordInput } from '@/app/_ui/password-input'
import { usePostedForm } from '@/app/_ui/use-posted-form'
import { useRefusals } from '@/app/_ui/use-refusals'
import { signInAction } from './actions'

/** Asks who is there. Works as a plain form before, and without, JavaScript. */
export function SignInForm({ next }: { next: string }) {
  const t = useTranslations('auth')
  const say = useRefusals()
  const { answer, busy, form } = usePostedForm(signInAction)
  const refused = answer?.ok === false ? answer : undefined
  useLayoutEffect(() => {
    if (refused?.failure.code === 'invalid') form.ref.current?.reset()
  }, [refused, form.ref])
  return (
    <form {...form} className="grid gap-4">
      {refused && <Notice tone="bad">{say(refused.failure)}</Notice>}
      <input type="hidden" name="next" value={next} />
      <Field name="email" label={t('email')}>
        {(control) => (
          <input
            {...control}
            type="email"
            className="input h-9"
            defaultValue={refused?.typed?.email}
            autoComplete="username"
            // biome-ignore lint/a11y/noAutofocus: the page has nothing else to do, and says so in its title.
            autoFocus={!refused}
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
