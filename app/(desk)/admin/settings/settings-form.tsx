'use client'

import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import type { z } from 'zod'
import { Field } from '@/app/_ui/field'
import { LanguageOptions, ZoneOptions } from '@/app/_ui/options'
import { SaveRow } from '@/app/_ui/save-row'
import { TickList } from '@/app/_ui/tick-list'
import { useSavedForm } from '@/app/_ui/use-saved-form'
import { ASSOCIATION_KINDS } from '@/db/schema/vocabulary'
import type { Result } from '@/lib/result'
import { updateSettingsAction } from '@/lib/settings/actions'
import { settingsInput } from '@/lib/settings/input'

type Values = z.input<typeof settingsInput>
type Named = { code: string; name: string }[]
type Props = { settings: Values; currencies: Named; countries: Named; timeZones: string[] }

export function SettingsForm({ settings, currencies, countries, timeZones }: Props) {
  const t = useTranslations('admin')
  const words = useTranslations('words')
  const { form, submit, error, end } = useSavedForm<Values, void>({
    input: settingsInput,
    defaults: settings,
    action: (value) => updateSettingsAction(value) as Promise<Result<void>>,
  })
  const choice = (name: 'currency' | 'timeZone' | 'country' | 'language', hint: string, options: ReactNode) => (
    <Field name={name} label={t(`fields.${name}`)} hint={hint} error={error(name)}>
      {(control) => (
        <select {...control} {...form.register(name)} className="input">
          {options}
        </select>
      )}
    </Field>
  )
  return (
    <form method="post" onSubmit={submit} noValidate className="grid max-w-md gap-5">
      <Field name="companyName" label={t('fields.companyName')} error={error('companyName')}>
        {(control) => <input {...control} {...form.register('companyName')} className="input" autoComplete="off" />}
      </Field>
      {choice('currency', t('hints.currency'), currencies.map(asOption))}
      {choice('timeZone', t('hints.companyZone'), <ZoneOptions zones={timeZones} />)}
      {choice('country', t('hints.country'), countries.map(asOption))}
      {choice('language', t('hints.language'), <LanguageOptions />)}
      <TickList
        id="copyKinds"
        legend={t('fields.copyKinds')}
        hint={t('hints.copyKinds')}
        error={error('copyKinds')}
        options={ASSOCIATION_KINDS.map((kind) => ({ value: kind, label: words(`kinds.${kind}`) }))}
        register={() => form.register('copyKinds')}
      />
      <SaveRow {...end} />
    </form>
  )
}

function asOption({ code, name }: Named[number]): ReactNode {
  return (
    <option key={code} value={code}>
      {name} · {code}
    </option>
  )
}
