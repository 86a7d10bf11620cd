'use client'

import { useTranslations } from 'use-intl/react'
import type { z } from 'zod'
import { Field } from '@/app/_ui/field'
import { SaveRow } from '@/app/_ui/save-row'
import { TickList } from '@/app/_ui/tick-list'
import { useSavedForm } from '@/app/_ui/use-saved-form'
import { ROLES } from '@/db/schema/vocabulary'
import type { Result } from '@/lib/result'
import { updateSecurityAction } from '@/lib/settings/actions'
import { securityInput } from '@/lib/settings/input'

type Values = z.input<typeof securityInput>

/** What is asked of everybody who signs in. */
export function SecurityForm({ security }: { security: Values }) {
  const t = useTranslations('admin')
  const words = useTranslations('words')
  const { form, submit, error, end } = useSavedForm<Values, void>({
    input: securityInput,
    defaults: security,
    action: (value) => updateSecurityAction(value) as Promise<Result<void>>,
  })
  return (
    <form method="post" onSubmit={submit} noValidate className="grid max-w-md gap-5">
      <TickList
        id="twoFactorRoles"
        legend={t('fields.twoFactorRoles')}
        hint={t('hints.twoFactorRoles')}
        error={error('twoFactorRoles')}
        options={ROLES.map((role) => ({ value: role, label: words(`roles.${role}`) }))}
        register={() => form.register('twoFactorRoles')}
      />
      {(['idleHours', 'inactiveAfterMonths'] as const).map((name) => (
        <Field key={name} name={name} label={t(`fields.${name}`)} hint={t(`hints.${name}`)} error={error(name)}>
          {(control) => (
            <input
              {...control}
              {...form.register(name)}
              inputMode="numeric"
              className="input max-w-24"
              autoComplete="off"
            />
          )}
        </Field>
      ))}
      <SaveRow {...end} />
    </form>
  )
}
