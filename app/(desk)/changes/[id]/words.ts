import { formatFor, wordsFor } from '@/app/reader'
import { type ChangeView, nameInput } from '@/lib/changes/queries/changes'
import type { Context } from '@/lib/context'

type Input = { from?: number; to?: number; collector?: number | null; state?: string }

/** What a change does, as a heading and as its button say it. */
export async function wordChange(ctx: Context, change: ChangeView, count = change.total) {
  const t = wordsFor(ctx, 'changes')
  const format = formatFor(ctx)
  const { users, groups } = await nameInput(ctx, change)
  const { from, to, collector, state = '' } = change.input as Input
  const nameOf = (id: number | undefined) => users.find((user) => user.id === id)?.name ?? ''
  const kind = change.kind === null ? 'draft' : change.kind === 'collector' && !collector ? 'noCollector' : change.kind
  const values = { count, state, from: nameOf(from), to: nameOf(to) }
  return {
    headline: t(`headline.${kind as 'undo'}`, {
      ...values,
      colleagues: format.list(users.map(({ name }) => name)),
      groups: format.list(groups.map(({ name }) => name)),
    }),
    button:
      change.startsOn !== null
        ? t('start.later', { day: format.day(change.startsOn) })
        : change.kind === null
          ? ''
          : t(`start.${change.kind as 'undo'}`, { ...values, colleagues: users.length, groups: groups.length }),
  }
}
