'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import type { z } from 'zod'
import { Dialog } from '@/app/_ui/dialog'
import { Field } from '@/app/_ui/field'
import { Notice } from '@/app/_ui/notice'
import { useActionForm } from '@/app/_ui/use-action-form'
import { useDeed } from '@/app/_ui/use-deed'
import type { Result } from '@/lib/result'
import { correctRateAction, removeRateAction } from '@/lib/settings/actions'
import { rateInput } from '@/lib/settings/input'
import { RateInput } from './rate-input'

type Change = z.input<typeof rateInput>
/** A rate as it stands in the table, and what it is called. */
type Given = { rate: { currency: string; day: string; rate: string }; label: string }

export function ChangeRate({ rate, label }: Given) {
  const t = useTranslations('admin.rates')
  const words = useTranslations('words')
  const [open, setOpen] = useState(false)
  return (
    <>
      <button
        type="button"
        className="btn"
        aria-label={t('changeNamed', { rate: label })}
        onClick={() => setOpen(true)}
      >
        {t('change')}
      </button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={label}
        description={t('changeText')}
        closeLabel={words('close')}
      >
        <RateForm rate={rate} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  )
}

function RateForm({ rate: { currency, day, rate }, onDone }: Pick<Given, 'rate'> & { onDone: () => void }) {
  const t = useTranslations('admin.rates')
  const words = useTranslations('words')
  const removing = useDeed()
  const { form, submit, error, problem, busy } = useActionForm<Change, void>({
    input: rateInput,
    defaults: { currency, day, was: rate, rate },
    action: (value) => correctRateAction(value) as Promise<Result<void>>,
    onDone,
  })
  const wrong = problem ?? removing.problem
  return (
    <form method="post" onSubmit={submit} noValidate className="grid gap-4">
      <Field name="rate" scope="change" label={t('rate')} error={error('rate')}>
        {(control) => <RateInput {...control} {...form.register('rate')} />}
      </Field>
      {wrong && <Notice tone="bad">{wrong}</Notice>}
      <div className="flex flex-wrap justify-end gap-2">
        <button
          type="button"
          className="btn btn-danger mr-auto"
          disabled={removing.busy}
          onClick={() => removing.act(() => removeRateAction({ currency, day, was: rate }), onDone)}
        >
          {t('remove')}
        </button>
        <button type="button" className="btn" onClick={onDone}>
          {words('cancel')}
        </button>
        <button type="submit" className="btn btn-go" disabled={busy}>
          {busy ? words('saving') : words('save')}
        </button>
      </div>
    </form>
  )
}
