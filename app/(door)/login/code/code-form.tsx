'use client'

import { useLayoutEffect } from 'react'
import { useTranslations } from 'use-intl/react'
import { CodeInput } from '@/app/_blocks/code-input'
import { Field } from '@/app/_ui/field'
import { usePostedForm } from '@/app/_ui/use-posted-form'
import { useRefusals } from '@/app/_ui/use-refusals'
import { finishSignInAction } from '../actions'

/** Asks for the code. Works as a plain form before, and without, JavaScript. */
export function CodeForm({ next, recovery }: { next: string; recovery: boolean }) {
  const t = useTranslations('auth')
  const say = useRefusals()
  const { answer, busy, form } = usePostedForm(finishSignInAction)
  const failure = answer?.ok === false ? answer.failure : undefined
  useLayoutEffect(() => {
    if (failure?.code === 'invalid') form.ref.current?.reset()
  }, [failure, form.ref])
  return (
    <form {...form} className="grid gap-4">
      <input type="hidden" name="next" value={next} />
      <Field
        name="code"
        label={t(recovery ? 'secondFactor.recoveryCode' : 'secondFactor.code')}
        error={failure ? say(failure) : undefined}
      >
        {(control) => (
          <CodeInput
            {...control}
            className="h-9"
            {...(recovery && { inputMode: 'text', autoComplete: 'off' })}
            autoFocus
          />
        )}
      </Field>
      <button type="submit" className="btn btn-go h-9" aria-disabled={busy}>
        {busy ? t('signingIn') : t('signIn')}
      </button>
    </form>
  )
}
