'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'use-intl/react'
import type { z } from 'zod'
import { Field } from '@/app/_ui/field'
import { Link } from '@/app/_ui/link'
import { Notice } from '@/app/_ui/notice'
import { useActionForm } from '@/app/_ui/use-action-form'
import { createCustomerAction } from '@/lib/customers/actions'
import { createCustomerInput } from '@/lib/customers/input'
import { customerAddress } from '@/lib/customers/rules'
import type { Result } from '@/lib/result'
import type { FactChoices } from '../fact-choices'
import { FactFields } from '../fact-fields'

type Values = z.input<typeof createCustomerInput>

/** Enters a customer, then opens its file. */
export function NewCustomerForm({
  choices,
  country,
  currency,
}: {
  choices: FactChoices
  country: string
  currency: string
}) {
  const t = useTranslations('customers')
  const words = useTranslations('words')
  const router = useRouter()
  const { form, submit, error, problem, busy } = useActionForm<Values, { code: string }>({
    input: createCustomerInput,
    defaults: { code: '', name: '', country, currency },
    action: (value) => createCustomerAction(value) as Promise<Result<{ code: string }>>,
    onDone: ({ code }) => router.push(customerAddress(code)),
  })
  return (
    <form method="post" onSubmit={submit} noValidate className="grid gap-6">
      {problem && <Notice tone="bad">{problem}</Notice>}
      <div className="grid gap-x-4 sm:grid-cols-2">
        <Field name="code" label={t('form.fields.code')} hint={t('form.codeHint')} error={error('code')}>
          {(control) => (
            <input
              {...control}
              {...form.register('code')}
              required
              className="input font-mono"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
            />
          )}
        </Field>
      </div>
      <FactFields register={form.register} error={error} choices={choices} currency={currency} />
      <Field name="comment" label={t('form.fields.comment')} hint={t('file.commentHint')} error={error('comment')}>
        {(control) => <textarea {...control} {...form.register('comment')} rows={3} className="input" />}
      </Field>
      <div className="flex gap-2">
        <button type="submit" className="btn btn-go" disabled={busy}>
          {busy ? words('saving') : t('form.create')}
        </button>
        <Link href="/customers" className="btn btn-bare">
          {words('cancel')}
        </Link>
      </div>
    </form>
  )
}
