'use client'

import { useRouter } from 'next/navigation'
import { useWatch } from 'react-hook-form'
import { useTranslations } from 'use-intl/react'
import type { z } from 'zod'
import { Notice } from '@/app/_ui/notice'
import { SaveRow } from '@/app/_ui/save-row'
import { Tick } from '@/app/_ui/tick'
import { useSavedForm } from '@/app/_ui/use-saved-form'
import type { Role } from '@/db/schema/vocabulary'
import type { Result } from '@/lib/result'
import { updateUserAction } from '@/lib/users/actions'
import { userInput } from '@/lib/users/input'
import { handlesFiles } from '@/lib/users/rules'
import { UserFields } from '../user-fields'

type Values = z.input<typeof userInput>
type Props = {
  user: Values
  active: boolean
  /** Whether the person edits their own row. */
  own: boolean
  roles: readonly Role[]
  timeZones: readonly string[]
  companyZone: string
}

export function UserForm({ user, active, own, ...choices }: Props) {
  const t = useTranslations('admin')
  const router = useRouter()
  const { form, submit, error, end } = useSavedForm<Values, { handle: string }>({
    input: userInput,
    defaults: user,
    action: (value) => updateUserAction(value) as Promise<Result<{ handle: string }>>,
    onDone: ({ handle }) => {
      if (handle !== user.user) router.replace(`/admin/users/${handle}`)
    },
  })
  const role = useWatch({ control: form.control, name: 'role' })
  const onRole = (next: Role) => {
    form.setValue('mayImport', handlesFiles(next), { shouldDirty: true })
    form.setValue('mayExport', handlesFiles(next), { shouldDirty: true })
  }
  const surprise = role === user.role ? undefined : own ? t('hints.ownRole') : t('hints.roleChange')
  return (
    <form method="post" onSubmit={submit} noValidate className="grid max-w-2xl gap-7">
      <UserFields
        {...choices}
        role={role}
        register={form.register}
        onRole={onRole}
        error={error}
        emailHint={active ? t('hints.emailActive') : t('hints.email')}
        handleHint={t('hints.handle')}
      />
      {surprise && <Notice tone={own ? 'warn' : 'plain'}>{surprise}</Notice>}
      {surprise && own && (
        <Tick id="confirmed" label={t('confirmRole')} error={error('confirmed')} {...form.register('confirmed')} />
      )}
      <SaveRow {...end} />
    </form>
  )
}
