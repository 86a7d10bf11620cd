import type { Metadata } from 'next'
import { Blank } from '@/app/_blocks/blank'
import { Link } from '@/app/_ui/link'
import { wordsFor } from '@/app/reader'
import { requireContext } from '@/lib/auth/session'
import type { Context } from '@/lib/context'
import { listRules, type RuleView } from '@/lib/rules/queries/rules'
import { viewAddress } from '@/lib/views/rules'
import { wordGift, wordLastRun } from './words'

export async function generateMetadata(): Promise<Metadata> {
  return { title: wordsFor(await requireContext('rules.write'), 'rules')('title') }
}

/** Every rule, in the order in which they are applied, and what came of its last run. */
export default async function RulesPage() {
  const ctx = await requireContext('rules.write')
  const t = wordsFor(ctx, 'rules')
  const rules = await listRules(ctx)
  if (rules.length === 0) {
    return (
      <Blank as="h1" title={t('empty')} hint={t('emptyHint')}>
        <Link href="/rules/new" className="btn">
          {t('new')}
        </Link>
      </Blank>
    )
  }
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-2 px-5 pt-4 max-md:px-3.5">
        <h1 className="text-xl font-semibold tracking-tight">{t('title')}</h1>
        <Link href="/rules/new" className="btn">
          {t('new')}
        </Link>
      </div>
      <p className="px-5 pt-1 pb-3 text-base text-ink-2 max-md:px-3.5">{t('intro')}</p>
      <div className="overflow-x-auto">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('name')}</th>
              <th scope="col" className="max-md:hidden">
                {t('view')}
              </th>
              <th scope="col" className="max-md:hidden">
                {t('what')}
              </th>
              <th scope="col" className="max-md:hidden">
                {t('last')}
              </th>
              <th scope="col" className="max-md:text-right!">
                {t('state')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rules.map((rule) => (
              <Row key={rule.key} ctx={ctx} rule={rule} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

/** On a telephone all but the state stands under the name. */
function Row({ ctx, rule }: { ctx: Context; rule: RuleView }) {
  const t = wordsFor(ctx, 'rules')
  const view = viewAddress({ slug: rule.viewSlug, search: rule.viewSearch })
  return (
    <tr>
      <th scope="row" className="py-1.5 max-md:w-full max-md:align-top">
        <Link href={`/rules/${rule.key}`} className="font-semibold whitespace-normal hover:underline">
          {rule.name}
        </Link>
        <span className="grid gap-0.5 text-sm font-normal whitespace-normal text-ink-2 [overflow-wrap:anywhere] md:hidden">
          <span>{wordGift(ctx, rule)}</span>
          <Link href={view} className="link justify-self-start">
            {rule.viewName}
          </Link>
          <span>{wordLastRun(ctx, rule)}</span>
          <Problem ctx={ctx} rule={rule} />
        </span>
      </th>
      <td className="max-md:hidden">
        <Link href={view} className="link">
          {rule.viewName}
        </Link>
      </td>
      <td className="py-1.5 whitespace-normal max-md:hidden">{wordGift(ctx, rule)}</td>
      <td className="py-1.5 whitespace-normal text-ink-2 max-md:hidden">
        {wordLastRun(ctx, rule)}
        <Problem ctx={ctx} rule={rule} />
      </td>
      <td className="py-1.5 max-md:text-right max-md:align-top">
        <span className="tag">{t(rule.active ? 'on' : 'off')}</span>
      </td>
    </tr>
  )
}

function Problem({ ctx, rule }: { ctx: Context; rule: RuleView }) {
  if (!rule.active || !rule.problem) return null
  return (
    <span className="block text-sm whitespace-normal text-warn">
      {wordsFor(ctx, 'rules')(`problems.${rule.problem}`, { author: rule.author })}
    </span>
  )
}
