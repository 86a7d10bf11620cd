import type { Metadata } from 'next'
import { wordsFor } from '@/app/reader'
import { requireContext } from '@/lib/auth/session'
import { factChoices } from '../fact-choices'
import { NewCustomerForm } from './new-customer-form'

export async function generateMetadata(): Promise<Metadata> {
  return { title: wordsFor(await requireContext('customers.write'), 'customers')('form.newTitle') }
}

export default async function NewCustomerPage() {
  const ctx = await requireContext('customers.write')
  const t = wordsFor(ctx, 'customers')
  return (
    <div className="grid w-full max-w-3xl gap-5 px-5 py-5">
      <div>
        <h1 className="text-xl font-semibold tracking-tight">{t('form.newTitle')}</h1>
        <p className="text-base text-ink-2">{t('form.newHint')}</p>
      </div>
      <NewCustomerForm choices={factChoices(ctx)} country={ctx.company.country} currency={ctx.company.currency} />
    </div>
  )
}
