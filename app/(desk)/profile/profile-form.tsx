'use client'

import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import type { z } from 'zod'
import { Field } from '@/app/_ui/field'
import { LanguageOptions, ZoneOptions } from '@/app/_ui/options'
import { SaveRow } from '@/app/_ui/save-row'
import { Tick } from '@/app/_ui/tick'
import { useSavedForm } from '@/app/_ui/use-saved-form'
import { DENSITIES, THEMES } from '@/db/schema/vocabulary'
import type { Result } from '@/lib/result'
import { updateProfileAction } from '@/lib/users/actions'
import { profileInput } from '@/lib/users/input'

type Values = z.input<typeof profileInput>
type Props = { profile: Values; timeZones: string[]; companyZone: string }

export function ProfileForm({ profile, timeZones, companyZone }: Props) {
  const t = useTranslations('auth')
  const words = useTranslations('words')
  const { form, submit, error, end } = useSavedForm<Values, void>({
    input: profileInput,
    defaults: profile,
    action: (value) => updateProfileAction(value) as Promise<Result<void>>,
  })
  const choice = (name: 'language' | 'timeZone' | 'theme' | 'density', options: ReactNode) => (
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
      {choice('language', <LanguageOptions />)}
      {choice(
        'timeZone',
        <>
          <option value="">{t('companyZone', { zone: companyZone })}</option>
          <ZoneOptions zones={timeZones} />
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
      {choice(
        'density',
        DENSITIES.map((density) => (
          <option key={density} value={density}>
            {words(`densities.${density}`)}
          </option>
        )),
      )}
      <Tick
        {...form.register('shortcuts')}
        id="shortcuts"
        label={t('fields.shortcuts')}
        hint={t('shortcutsHint')}
        error={error('shortcuts')}
      />
      <SaveRow {...end} />
    </form>
  )
}
