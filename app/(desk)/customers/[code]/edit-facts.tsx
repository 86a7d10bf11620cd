'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'use-intl/react'
import type { z } from 'zod'
import { Link } from '@/app/_ui/link'
import { Notice } from '@/app/_ui/notice'
import { useActionForm } from '@/app/_ui/use-action-form'
import { updateFactsAction } from '@/lib/customers/actions'
import { type Fact, updateFactsInput } from '@/lib/customers/input'
import { customerAddress } from '@/lib/customers/rules'
import type { Result } from '@/lib/result'
import type { FactChoices } from '../fact-choices'
import { FactFields } from '../fact-fields'

type Values = z.input<typeof updateFactsInput>
type Props = {
  customerId: number
  version: number
  code: string
  facts: Record<Fact, string | null>
  locked: Fact[]
  choices: FactChoices
  currency: string
}

/** Changes what is known of the customer, as far as it is ours. */
export function EditFacts({ customerId, version, code, facts, locked, choices, currency }: Props) {
  const words = useTranslations('words')
  const router = useRouter()
  const back = `${customerAddress(code)}?tab=details`
  const { form, submit, error, problem, busy } = useActionForm<Values, void>({
    input: updateFactsInput,
    defaults: { customerId, version, ...written(facts) },
    action: (value) => updateFactsAction(value) as Promise<Result<void>>,
    onDone: () => router.push(back, { scroll: false }),
  })
  return (
    <form method="post" onSubmit={submit} noValidate className="grid max-w-3xl gap-6 px-5 py-4 max-md:px-3.5">
      {problem && <Notice tone="bad">{problem}</Notice>}
      <FactFields
        register={form.register}
        error={error}
        choices={choices}
        currency={currency}
        locked={new Set(locked)}
      />
      <div className="flex gap-2">
        <button type="submit" className="btn btn-go" disabled={busy}>
          {busy ? words('saving') : words('save')}
        </button>
        <Link href={back} scroll={false} className="btn btn-bare">
          {words('cancel')}
        </Link>
      </div>
    </form>
  )
}

/** As a form holds them: nothing is empty text, and an amount has no more digits than somebody would type. */
function written(facts: Record<Fact, string | null>): Record<Fact, string> & { name: string } {
  const texts = Object.fromEntries(Object.entries(facts).map(([fact, value]) => [fact, value ?? ''])) as Record<
    Fact,
    string
  >
  return { ...texts, creditLimit: texts.creditLimit.replace(/\.0+$/, '').replace(/(\.\d\d)0$/, '$1') }
}
