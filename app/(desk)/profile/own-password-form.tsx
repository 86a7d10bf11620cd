'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import type { z } from 'zod'
import { Field } from '@/app/_ui/field'
import { Notice } from '@/app/_ui/notice'
import { PasswordInput } from '@/app/_ui/password-input'
import { useActionForm } from '@/app/_ui/use-action-form'
import type { Result } from '@/lib/result'
import { changePasswordAction } from '@/lib/users/actions'
import { passwordInput } from '@/lib/users/input'

type Values = z.input<typeof passwordInput>
type Changed = { signedIn: boolean }

/** The present password, then another. This session goes on; all others end. */
export function OwnPasswordForm({ email }: { email: string }) {
  const t = useTranslations('auth')
  const words = useTranslations('words')
  const router = useRouter()
  const [changed, setChanged] = useState(false)
  const { form, submit, error, problem, busy } = useActionForm<Values, Changed>({
    input: passwordInput,
    defaults: { present: '', password: '' },
    action: (value) => {
      setChanged(false)
      return changePasswordAction(value) as Promise<Result<Changed>>
    },
    onDone: ({ signedIn }) => {
      if (!signedIn) return router.push('/login?notice=password')
      form.reset()
      setChanged(true)
    },
  })
  const field = (name: 'present' | 'password', autoComplete: string, hint?: string) => (
    <Field name={name} label={t(`fields.${name}`)} hint={hint} error={error(name)}>
      {(control) => (
        <PasswordInput
          {...control}
          {...form.register(name)}
          autoComplete={autoComplete}
          showLabel={t('show')}
          hideLabel={t('hide')}
        />
      )}
    </Field>
  )
  return (
    <form method="post" onSubmit={submit} noValidate className="grid gap-4">
      <input type="hidden" autoComplete="username" value={email} readOnly />
      {field('present', 'current-password')}
      {field('password', 'new-password', t('passwordHint'))}
      {problem && <Notice tone="bad">{problem}</Notice>}
      {changed && <Notice tone="good">{t('passwordChanged')}</Notice>}
      <div>
        <button type="submit" className="btn btn-go" aria-disabled={busy}>
          {busy ? words('saving') : t('changePassword')}
        </button>
      </div>
    </form>
  )
}
