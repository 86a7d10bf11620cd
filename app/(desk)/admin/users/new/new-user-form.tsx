'use client'

import { useRouter } from 'next/navigation'
import { useWatch } from 'react-hook-form'
import { useTranslations } from 'use-intl/react'
import type { z } from 'zod'
import { Link } from '@/app/_ui/link'
import { Notice } from '@/app/_ui/notice'
import { Tick } from '@/app/_ui/tick'
import { useActionForm } from '@/app/_ui/use-action-form'
import type { Language, Role } from '@/db/schema/vocabulary'
import type { Result } from '@/lib/result'
import { createUserAction } from '@/lib/users/actions'
import { newUserInput } from '@/lib/users/input'
import { handlesFiles } from '@/lib/users/rules'
import { UserFields } from '../user-fields'

type Values = z.input<typeof newUserInput>
type Props = { roles: readonly Role[]; timeZones: readonly string[]; companyZone: string; language: Language }

/** Enters a user, then opens their page, where the invitation is. */
export function NewUserForm({ language, ...choices }: Props) {
  const t = useTranslations('admin')
  const words = useTranslations('words')
  const router = useRouter()
  const { form, submit, error, problem, busy } = useActionForm<Values, { handle: string }>({
    input: newUserInput,
    defaults: {
      firstName: '',
      lastName: '',
      email: '',
      handle: '',
      role: 'collector',
      language,
      timeZone: '',
      usualKind: 'other',
      portfolioOnly: false,
      mayChangeMany: false,
      mayImport: false,
      mayExport: false,
      active: true,
    },
    action: (value) => createUserAction(value) as Promise<Result<{ handle: string }>>,
    onDone: ({ handle }) => router.push(`/admin/users/${handle}`),
  })
  const role = useWatch({ control: form.control, name: 'role' })
  const onRole = (next: Role) => {
    form.setValue('mayImport', handlesFiles(next))
    form.setValue('mayExport', handlesFiles(next))
  }
  return (
    <form method="post" onSubmit={submit} noValidate className="grid max-w-2xl gap-7">
      {problem && <Notice tone="bad">{problem}</Notice>}
      <UserFields
        {...choices}
        role={role}
        register={form.register}
        onRole={onRole}
        error={error}
        emailHint={t('hints.email')}
        handleHint={t('hints.newHandle')}
      />
      <Tick
        id="active"
        label={t('mayActive')}
        hint={t('hints.active')}
        error={error('active')}
        {...form.register('active')}
      />
      <div className="flex gap-2">
        <button type="submit" className="btn btn-go" disabled={busy}>
          {busy ? words('saving') : t('createUser')}
        </button>
        <Link href="/admin/users" className="btn btn-bare">
          {words('cancel')}
        </Link>
      </div>
    </form>
  )
}
