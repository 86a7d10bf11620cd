import { formatFor, wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import type { RuleView } from '@/lib/rules/queries/rules'

/** What a rule gives, by name. */
export function wordGift(ctx: Context, { gives, names }: RuleView): string {
  const t = wordsFor(ctx, 'rules')
  const { list } = formatFor(ctx)
  if (gives.does === 'group') return t('gives.group', { groups: list(names.groups.map(({ name }) => name)) })
  const colleagues = list(names.users.map(({ name }) => name))
  if (gives.does === 'collector') return t('gives.collector', { colleagues })
  if (!gives.as) return t('gives.associate', { colleagues })
  return t('gives.associateAs', { colleagues, kind: wordsFor(ctx, 'words')(`kinds.${gives.as}`) })
}

/** When the rule was applied last and what came of it. */
export function wordLastRun(ctx: Context, { lastRunAt, given, taken }: RuleView): string {
  const t = wordsFor(ctx, 'rules')
  if (lastRunAt === null) return t('never')
  const when = formatFor(ctx).moment(lastRunAt)
  return given + taken === 0 ? t('ranInVain', { when }) : t('ran', { when, given, taken })
}
