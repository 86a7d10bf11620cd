import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Suspense } from 'react'
import { unlessTooLong } from '@/app/_blocks/addressed'
import { Link } from '@/app/_ui/link'
import { Notice } from '@/app/_ui/notice'
import { PostedForm } from '@/app/_ui/posted-form'
import { Tick } from '@/app/_ui/tick'
import { wordsFor } from '@/app/reader'
import { requireContext } from '@/lib/auth/session'
import type { Context } from '@/lib/context'
import { applyRuleAction, deleteRuleAction, updateRuleAction } from '@/lib/rules/actions'
import { LONGEST_NAME } from '@/lib/rules/input'
import { findRule, previewRule, type RuleView } from '@/lib/rules/queries/rules'
import { RuleFields } from '../rule-fields'
import { wordLastRun } from '../words'

type Props = { params: Promise<{ key: string }> }

async function ruleOf(ctx: Context, { params }: Props): Promise<RuleView> {
  return (await findRule(ctx, (await params).key)) ?? notFound()
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: (await ruleOf(await requireContext('rules.write'), props)).name }
}

/** One rule: what it says, what it would do now, and the way to be rid of it. */
export default async function RulePage(props: Props) {
  const ctx = await requireContext('rules.write')
  const rule = await ruleOf(ctx, props)
  const t = wordsFor(ctx, 'rules')
  return (
    <div className="grid max-w-xl gap-5 px-5 py-5 max-md:px-3.5">
      <header className="grid gap-1">
        <h1 className="text-xl font-semibold tracking-tight [overflow-wrap:anywhere]">{rule.name}</h1>
        <p className="text-base text-ink-2">
          {t('author', { author: rule.author })} · {wordLastRun(ctx, rule)} ·{' '}
          <Link href="/changes" className="link">
            {t('changes')}
          </Link>
        </p>
      </header>
      {rule.active && rule.problem && (
        <Notice tone="warn">{t(`problems.${rule.problem}`, { author: rule.author })}</Notice>
      )}
      {rule.active && <Apply ctx={ctx} rule={rule} />}
      <PostedForm
        key={rule.version}
        action={updateRuleAction}
        label={rule.name}
        field={{ name: 'name', label: t('name'), value: rule.name, longest: LONGEST_NAME }}
        className="grid gap-4 border-t border-line pt-4"
      >
        <Which rule={rule} />
        <RuleFields ctx={ctx} rule={rule} />
      </PostedForm>
      <PostedForm
        action={deleteRuleAction}
        label={t('delete')}
        className="grid justify-items-start gap-3 border-t border-line pt-4"
      >
        <Which rule={rule} />
        <p className="text-base text-ink-2">{t('deleteText')}</p>
        <Tick id="takeBack" name="takeBack" label={t('deleteTakes')} />
        <button type="submit" className="btn btn-danger">
          {t('delete')}
        </button>
      </PostedForm>
    </div>
  )
}

function Apply({ ctx, rule }: { ctx: Context; rule: RuleView }) {
  const t = wordsFor(ctx, 'rules')
  return (
    <PostedForm action={applyRuleAction} label={t('apply')} className="grid justify-items-start gap-2">
      <input type="hidden" name="rule" value={rule.key} />
      <Suspense fallback={<p className="text-base text-ink-3">…</p>}>
        <Now ctx={ctx} rule={rule} />
      </Suspense>
      <button type="submit" className="btn">
        {t('apply')}
      </button>
      <p className="text-sm text-ink-3">{t('applyText')}</p>
    </PostedForm>
  )
}

async function Now({ ctx, rule }: { ctx: Context; rule: RuleView }) {
  const found = await unlessTooLong(previewRule(ctx, rule.id))
  if (!found) return <p className="text-base text-ink-2">{wordsFor(ctx, 'refusals')('searchTooLong')}</p>
  const { gives: given, takes: taken } = found
  const t = wordsFor(ctx, 'rules')
  return <p className="text-base">{given + taken === 0 ? t('nowNothing') : t('now', { given, taken })}</p>
}

function Which({ rule }: { rule: RuleView }) {
  return (
    <>
      <input type="hidden" name="rule" value={rule.key} />
      <input type="hidden" name="version" value={rule.version} />
    </>
  )
}
