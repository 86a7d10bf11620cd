import { formatFor, wordsFor } from '@/app/reader'
import type { ContactRole } from '@/db/schema/vocabulary'
import { type ChangeView, nameInput } from '@/lib/changes/queries/changes'
import { aboutOf } from '@/lib/changes/selection'
import { isErasedDomain } from '@/lib/contacts/rules'
import type { Context } from '@/lib/context'

type Names = Awaited<ReturnType<typeof nameInput>>
type Input = {
  colleagues?: number[]
  from?: number
  to?: number
  collector?: number | null
  groups?: number[]
  state?: string
  role?: ContactRole
  language?: string | null
  oldDomain?: string
  newDomain?: string
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
  const kind = headlineOf(change)
  const values = { count, state, from: nameOf(from), to: nameOf(to), ...ofContacts(ctx, change) }
  const start =
    change.kind === null
      ? ''
      : t(
          `start.${change.kind === 'undo' && aboutOf(change) === 'contacts' ? 'contact_undo' : (change.kind as 'undo')}`,
          { ...values, colleagues: users.length, groups: groups.length },
        )
  return {
    headline: t(`headline.${kind as 'undo'}`, {
      ...values,
      colleagues: format.list(users.map(nameOf)),
      groups: format.list(groups),
    }),
    button: change.startsOn === null ? start : t('start.later', { day: format.day(change.startsOn) }),
  }
}

/** Under which words a change stands: what nothing is given to, and what is about contacts, has its own. */
function headlineOf(change: ChangeView): string {
  const { collector, language } = change.input as Input
  const contacts = aboutOf(change) === 'contacts'
  if (change.kind === null) return contacts ? 'contact_draft' : 'draft'
  if (change.kind === 'undo') return contacts ? 'contact_undo' : 'undo'
  if (change.kind === 'collector' && !collector) return 'noCollector'
  return change.kind === 'contact_language' && !language ? 'contact_noLanguage' : change.kind
}

function ofContacts(ctx: Context, { input }: ChangeView) {
  const { role, language, oldDomain = '', newDomain = '' } = input as Input
  const domain = (text: string) => (isErasedDomain(text) ? wordsFor(ctx, 'changes')('erasedDomain') : text)
  return {
    role: role ? wordsFor(ctx, 'words')(`contactRoles.${role}`) : '',
    language: language ? formatFor(ctx).language(language) : '',
    oldDomain: domain(oldDomain),
    newDomain: domain(newDomain),
  }
}
