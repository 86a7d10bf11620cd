'use client'

import { useTranslations } from 'use-intl/react'
import { Field } from '@/app/_ui/field'
import { PasswordInput } from '@/app/_ui/password-input'

/** The own password once more, of somebody who is in already. */
export function PresentPassword({ error, scope }: { error: string | undefined; scope: string }) {
  const t = useTranslations('auth.secondFactor')
  return (
    <Field name="present" scope={scope} label={t('present')} error={error}>
      {(control) => (
        <PasswordInput
          {...control}
          autoComplete="current-password"
          maxLength={256}
          required
          showLabel={t('show')}
          hideLabel={t('hide')}
        />
      )}
    </Field>
  )
}
