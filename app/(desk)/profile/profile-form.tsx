'use client'

import { type ReactNode, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import type { z } from 'zod'
import { Field } from '@/app/_ui/field'
import { Notice } from '@/app/_ui/notice'
import { useActionForm } from '@/app/_ui/use-action-form'
import { LANGUAGES, THEMES } from '@/db/schema/vocabulary'
import type { Result } from '@/lib/result'
import { updateProfileAction } from '@/lib/users/actions'
import { profileInput } from '@/lib/users/input'

type Values = z.input<typeof profileInput>
type Props = { profile: Values; timeZones: string[]; companyZone: string }

export function ProfileForm({ profile, timeZones, companyZone }: Props) {
  const t = useTranslations('auth')
  const words = useTranslations('words')
  const [saved, setSaved] = useState(false)
  const { form, submit, error, problem, busy } = useActionForm<Values, void>({
    input: profileInput,
    defaults: profile,
    action: (value) => {
      setSaved(false)
      return updateProfileAction(value) as Promise<Result<void>>
    },
    onDone: () => setSaved(true),
  })
  const choice = (name: 'language' | 'timeZone' | 'theme', options: ReactNode) => (
    <Field name={name} label={t(`fields.${name}`)} error={error(name)}>
      {(control) => (
        <select {...control} {...form.register(name)} className="input">
          {options}
        </select>
      )}
    </Field>
  )
  return (
    <form method="post" onSubmit={submit} noValidate className="grid gap-4">
      {choice(
        'language',
        LANGUAGES.map((language) => (
          <option key={language} value={language}>
            {words(`languages.${language}`)}
          </option>
        )),
      )}
      {choice(
        'timeZone',
        <>
          <option value="">{t('companyZone', { zone: companyZone })}</option>
          {timeZones.map((zone) => (
            <option key={zone} value={zone}>
              {zone.replaceAll('_', ' ')}
            </option>
          ))}
        </>,
      )}
      {choice(
        'theme',
        THEMES.map((theme) => (
          <option key={theme} value={theme}>
            {words(`themes.${theme}`)}
          </option>
        )),
      )}
      {problem && <Notice tone="bad">{problem}</Notice>}
      <div className="flex items-center gap-3">
        <button type="submit" className="btn btn-go" disabled={busy}>
          {busy ? words('saving') : words('save')}
        </button>
        {saved && !problem && (
          <p role="status" className="text-base text-ink-2">
            {t('saved')}
          </p>
        )}
      </div>
    </form>
  )
}
