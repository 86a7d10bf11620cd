import type { Metadata } from 'next'
import { Link } from '@/app/_ui/link'
import { PostedForm } from '@/app/_ui/posted-form'
import { wordsFor } from '@/app/reader'
import { requireContext } from '@/lib/auth/session'
import { createRuleAction } from '@/lib/rules/actions'
import { LONGEST_NAME } from '@/lib/rules/input'
import { pickLivingViews } from '@/lib/rules/queries/rules'
import { RuleFields } from '../rule-fields'

export async function generateMetadata(): Promise<Metadata> {
  return { title: wordsFor(await requireContext('rules.write'), 'rules')('newTitle') }
}

export default async function NewRulePage() {
  const ctx = await requireContext('rules.write')
  const t = wordsFor(ctx, 'rules')
  const views = await pickLivingViews(ctx)
  return (
    <div className="grid max-w-xl gap-5 px-5 py-5 max-md:px-3.5">
      <h1 className="text-xl font-semibold tracking-tight">{t('newTitle')}</h1>
      {views.length === 0 ? (
        <p className="text-base text-ink-2">
          {t('noViews')}{' '}
          <Link href="/customers" className="link">
            {t('toCustomers')}
          </Link>
        </p>
      ) : (
        <PostedForm
          action={createRuleAction}
          label={t('newTitle')}
          field={{ name: 'name', label: t('name'), longest: LONGEST_NAME }}
          className="grid gap-4"
        >
          <RuleFields ctx={ctx} />
        </PostedForm>
      )}
    </div>
  )
}
