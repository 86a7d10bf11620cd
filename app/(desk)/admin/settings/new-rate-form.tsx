'use client'

import { type ReactNode, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import type { z } from 'zod'
import { Field } from '@/app/_ui/field'
import { Notice } from '@/app/_ui/notice'
import { useActionForm } from '@/app/_ui/use-action-form'
import type { Result } from '@/lib/result'
import { addRateAction } from '@/lib/settings/actions'
import { newRateInput } from '@/lib/settings/input'
import { RateInput } from './rate-input'

type NewRate = z.input<typeof newRateInput>
type Named = { code: string; name: string }[]

/** `first` is the currency that is asked for most. */
export function NewRateForm(props: { currencies: Named; main: string; first: string; day: string }) {
  const { currencies, main, first, day } = props
  const t = useTranslations('admin.rates')
  const [added, setAdded] = useState('')
  const { form, submit, error, problem, busy } = useActionForm<NewRate, void>({
    input: newRateInput,
    defaults: { currency: first, day, rate: '' },
    action: (value) => {
      setAdded('')
      return addRateAction(value) as Promise<Result<void>>
    },
    onDone: () => {
      setAdded(form.getValues('currency'))
      form.reset({ currency: '', day, rate: '' })
    },
  })
  return (
    <form method="post" onSubmit={submit} noValidate className="grid gap-3">
      <div className="flex flex-wrap items-start gap-4">
        <Field name="currency" scope="rate" label={t('currency')} error={error('currency')}>
          {(control) => (
            <select {...control} {...form.register('currency')} className="input w-60">
              <option value="">{t('choose')}</option>
              {currencies.map(asOption)}
            </select>
          )}
        </Field>
        <Field name="day" scope="rate" label={t('from')} error={error('day')}>
          {(control) => <input {...control} {...form.register('day')} type="date" className="input w-40" />}
        </Field>
        <Field name="rate" scope="rate" label={t('worth', { currency: main })} error={error('rate')}>
          {(control) => <RateInput {...control} {...form.register('rate')} />}
        </Field>
        <button type="submit" className="btn btn-go md:mt-6" aria-disabled={busy}>
          {t('add')}
        </button>
      </div>
      {problem && <Notice tone="bad">{problem}</Notice>}
      {added && !problem && (
        <p role="status" className="text-base text-ink-2">
          {t('added', { currency: added })}
        </p>
      )}
    </form>
  )
}

function asOption({ code, name }: Named[number]): ReactNode {
  return (
    <option key={code} value={code}>
      {code} · {name}
    </option>
  )
}
