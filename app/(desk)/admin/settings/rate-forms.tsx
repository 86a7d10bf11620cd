'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import type { z } from 'zod'
import { AskFirst } from '@/app/_ui/ask-first'
import { Dialog } from '@/app/_ui/dialog'
import { Field } from '@/app/_ui/field'
import { Notice } from '@/app/_ui/notice'
import { useActionForm } from '@/app/_ui/use-action-form'
import type { Result } from '@/lib/result'
import { addRateAction, correctRateAction, removeRateAction } from '@/lib/settings/actions'
import { newRateInput, rateInput } from '@/lib/settings/input'

type NewRate = z.input<typeof newRateInput>
type Change = z.input<typeof rateInput>
type Named = { code: string; name: string }[]
/** A rate as it stands in the table, and what it is called. */
type Given = { rate: { currency: string; day: string; rate: string }; label: string }

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
              {currencies.map(({ code, name }) => (
                <option key={code} value={code}>
                  {code} · {name}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field name="day" scope="rate" label={t('from')} error={error('day')}>
          {(control) => <input {...control} {...form.register('day')} type="date" className="input w-40" />}
        </Field>
        <Field name="rate" scope="rate" label={t('worth', { currency: main })} error={error('rate')}>
          {(control) => (
            <input
              {...control}
              {...form.register('rate')}
              inputMode="decimal"
              autoComplete="off"
              className="input num w-40"
            />
          )}
        </Field>
        <button type="submit" className="btn btn-go mt-6" disabled={busy}>
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

export function CorrectRate({ rate, label }: Given) {
  const t = useTranslations('admin.rates')
  const words = useTranslations('words')
  const [open, setOpen] = useState(false)
  const { form, submit, error, problem, busy } = useActionForm<Change, void>({
    input: rateInput,
    defaults: { currency: rate.currency, day: rate.day, was: rate.rate, rate: rate.rate },
    action: (value) => correctRateAction(value) as Promise<Result<void>>,
    onDone: () => setOpen(false),
  })
  return (
    <>
      <button
        type="button"
        className="btn"
        aria-label={t('correctNamed', { rate: label })}
        onClick={() => setOpen(true)}
      >
        {t('correct')}
      </button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={label}
        description={t('correctText')}
        closeLabel={words('close')}
      >
        <form method="post" onSubmit={submit} noValidate className="grid gap-4">
          <Field name="rate" scope="correct" label={t('rate')} error={error('rate')}>
            {(control) => (
              <input
                {...control}
                {...form.register('rate')}
                inputMode="decimal"
                autoComplete="off"
                className="input num max-w-40"
              />
            )}
          </Field>
          {problem && <Notice tone="bad">{problem}</Notice>}
          <div className="flex justify-end gap-2">
            <button type="button" className="btn" onClick={() => setOpen(false)}>
              {words('cancel')}
            </button>
            <button type="submit" className="btn btn-go" disabled={busy}>
              {busy ? words('saving') : words('save')}
            </button>
          </div>
        </form>
      </Dialog>
    </>
  )
}

export function RemoveRate({ rate: { rate, ...named }, label }: Given) {
  const t = useTranslations('admin.rates')
  return (
    <AskFirst
      button={t('remove')}
      label={t('removeNamed', { rate: label })}
      title={label}
      description={t('removeText')}
      call={() => removeRateAction({ ...named, was: rate })}
    />
  )
}
