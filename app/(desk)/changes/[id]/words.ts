import { formatFor, wordsFor } from '@/app/reader'
import { type ChangeView, nameInput } from '@/lib/changes/queries/changes'
import type { Context } from '@/lib/context'

type Names = Awaited<ReturnType<typeof nameInput>>
type Input = {
  colleagues?: number[]
  from?: number
  to?: number
  collector?: number | null
  groups?: number[]
  state?: string
}

/** What a change does, as a heading and as its button say it. */
export async function wordChange(ctx: Context, change: ChangeView, count = change.total) {
  return word(ctx, change, await nameInput(ctx, change), count)
}

/** The same of many, whose names are looked up together. */
export async function wordChanges(ctx: Context, changes: readonly ChangeView[]) {
  const inputs = changes.map(({ input }) => input as Input)
  const names = await nameInput(ctx, {
    input: {
      colleagues: inputs.flatMap(({ colleagues = [], from, to, collector }) =>
        [...colleagues, from, to, collector].filter((id) => typeof id === 'number'),
      ),
      groups: inputs.flatMap(({ groups = [] }) => groups),
    },
  })
  return changes.map((change) => word(ctx, change, names, change.total))
}

function word(ctx: Context, change: ChangeView, names: Names, count: number) {
  const t = wordsFor(ctx, 'changes')
  const format = formatFor(ctx)
  const { colleagues = [], from, to, collector, groups: labels = [], state = '' } = change.input as Input
  const nameOf = (id: number | null | undefined) => names.users.find((user) => user.id === id)?.name ?? ''
  const users = [...colleagues, collector].filter((id) => typeof id === 'number')
  const groups = names.groups.filter(({ id }) => labels.includes(id)).map(({ name }) => name)
  const kind = change.kind === null ? 'draft' : change.kind === 'collector' && !collector ? 'noCollector' : change.kind
  const values = { count, state, from: nameOf(from), to: nameOf(to) }
  const start =
    change.kind === null
      ? ''
      : t(`start.${change.kind as 'undo'}`, { ...values, colleagues: users.length, groups: groups.length })
  return {
    headline: t(`headline.${kind as 'undo'}`, {
      ...values,
      colleagues: format.list(users.map(nameOf)),
      groups: format.list(groups),
    }),
    button: change.startsOn === null ? start : t('start.later', { day: format.day(change.startsOn) }),
  }
}
