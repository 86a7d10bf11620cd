import type { Metadata } from 'next'
import { NeedsScript } from '@/app/_blocks/needs-script'
import { MoreWords } from '@/app/_ui/words'
import { wordsFor } from '@/app/reader'
import { requireContext } from '@/lib/auth/session'
import { sections } from '@/lib/i18n/words'
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
      <NeedsScript ctx={ctx} />
      <MoreWords messages={sections(ctx.actor.language, 'customers', 'refusals')}>
        <NewCustomerForm choices={factChoices(ctx)} country={ctx.company.country} currency={ctx.company.currency} />
      </MoreWords>
    </div>
  )
}
