import { formatFor, wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import type { HistoryRow } from '@/lib/customers/queries/history'

type Deed = Pick<HistoryRow, 'action' | 'about' | 'old' | 'new'>

export function actionName(ctx: Context, action: string): string {
  const t = wordsFor(ctx, 'history')
  return t.has(action as 'customer.created') ? t(action as 'customer.created') : t('list.unknown')
}

/** Whom or what it is about. Somebody who is gone is still called by the name they had then. */
export function aboutOf({ action, about, old, new: now }: Deed): string {
  const title = TITLES[subjectOf(action)]
  if (title) return String(now?.[title] ?? old?.[title] ?? '')
  if (about) return about
  if (typeof now?.contact === 'string') return now.contact
  const named = now?.lastName ? now : old
  return [named?.firstName, named?.lastName].filter(Boolean).join(' ')
}

const subjectOf = (action: string) => action.split('.')[0] ?? ''

/** What has a name of its own, and the field that holds it: it stands in the entry even where it did not change. */
const TITLES: Record<string, string> = {
  view: 'name',
  rule: 'name',
  group: 'name',
  import: 'name',
  item: 'number',
  rate: 'currency',
}

/** Kept for undoing and for the record; of no use to somebody who reads. */
const SILENT = new Set([
  ...['changeId', 'ruleId', 'personId', 'contact', 'phoneE164', 'mobileE164', 'erpFields', 'externalId', 'undo'],
  ...['erased', 'gone', 'key', 'slug', 'by', 'collectorWithheld', 'codeKey'],
])

/**
 * The fields worth naming. A person is named above already, that somebody did it by hand goes without saying, and so
 * does what something new was left without.
 */
export function fieldsOf({ action, old, new: now }: Deed): string[] {
  const told: string[] = []
  if (['contact.removed', 'contact.added', 'contact.copied', 'user.created', 'user.deleted'].includes(action))
    told.push('lastName', 'firstName')
  const title = TITLES[subjectOf(action)]
  if (title && !(old?.[title] && now?.[title] && old[title] !== now[title])) told.push(title)
  const only = old && now ? undefined : (now ?? old)
  if (only?.source === 'person') told.push('source')
  const says = (name: string) => !only || !(only[name] === null || only[name] === '')
  const stays = (name: string) => old && now && JSON.stringify(old[name]) === JSON.stringify(now[name])
  const fields = Object.keys({ ...old, ...now }).filter(
    (name) => !SILENT.has(name) && !told.includes(name) && says(name) && !stays(name),
  )
  // A file that says what is here already changes nothing but whose the fields are.
  return fields.length === 0 && action === 'customer.updated' && now?.erpFields ? ['erpFields'] : fields
}

/** The label a field of what was done has on screen; undefined where no word is known. */
export function labelOf(ctx: Context, action: string, name: string): string | undefined {
  const t = wordsFor(ctx, 'history')
  const contacts = wordsFor(ctx, 'contacts')
  const customers = wordsFor(ctx, 'customers')
  const admin = wordsFor(ctx, 'admin')
  const subject = subjectOf(action)
  if (t.has(`fields.${subject as 'view'}.${name as 'name'}`)) return t(`fields.${subject as 'view'}.${name as 'name'}`)
  if (name === 'kind') return contacts('colleagues.kind')
  if (subject === 'user' || subject === 'settings') {
    return admin.has(`fields.${name as 'role'}`) ? admin(`fields.${name as 'role'}`) : undefined
  }
  if (subject !== 'customer' && contacts.has(`fields.${name as 'role'}`)) return contacts(`fields.${name as 'role'}`)
  if (customers.has(`form.fields.${name as 'name'}`)) return customers(`form.fields.${name as 'name'}`)
  return contacts.has(`fields.${name as 'role'}`) ? contacts(`fields.${name as 'role'}`) : undefined
}

/** A value as its field shows it. What is no word of ours any more is shown as it was kept. */
export function speakValue(
  ctx: Context,
  action: string,
  name: string,
  value: unknown,
  names: ReadonlyMap<number, string>,
): string {
  const words = wordsFor(ctx, 'words')
  const format = formatFor(ctx)
  if (value === null || value === undefined || value === '') return ''
  if (typeof value === 'boolean') return value ? words('yes') : words('no')
  if (typeof value === 'number' && name !== 'collectorId') return format.number(value)
  if (Array.isArray(value))
    return format.list(value.map((one) => wordOf(ctx, subjectOf(action), name, String(one)) ?? String(one)))
  const text = String(value)
  if (name === 'collectorId') return names.get(Number(value)) ?? text
  if (name === 'country' && /^[A-Z]{2}$/.test(text)) return format.country(text)
  if (name === 'language') return format.language(text)
  if (AMOUNTS.has(name) && /^-?\d+(\.\d+)?$/.test(text)) return format.amount(text)
  if (name === 'rate' && /^\d+(\.\d+)?$/.test(text)) return format.rate(text)
  if (DAYS.has(name) && /^\d{4}-\d\d-\d\d$/.test(text)) return format.day(text)
  if (name === 'expiresAt' && !Number.isNaN(Date.parse(text))) return format.moment(new Date(text))
  return wordOf(ctx, subjectOf(action), name, text) ?? text
}

const AMOUNTS = new Set(['creditLimit', 'amount', 'remaining'])
const DAYS = new Set(['startsOn', 'day', 'issueDate', 'dueDate', 'clearedDate'])

/** Lists are called as their exports are. */
function listName(ctx: Context, text: string): string | undefined {
  const t = wordsFor(ctx, 'exports')
  const key = `kinds.${text as 'customers'}` as const
  return t.has(key) ? t(key) : undefined
}

const VOCABULARY: Record<string, string> = {
  ...{ twoFactorRoles: 'roles', copyKinds: 'kinds' },

  ...{ kind: 'kinds', usualKind: 'kinds', state: 'states', theme: 'themes', density: 'densities' },
  type: 'itemTypes',
}

/** The word of a value that is one of a few. */
function wordOf(ctx: Context, subject: string, name: string, text: string): string | undefined {
  const words = wordsFor(ctx, 'words')
  const t = wordsFor(ctx, 'history')
  const changes = wordsFor(ctx, 'changes')
  const list =
    name === 'role' || name === 'ourRole' ? (subject === 'user' ? 'roles' : 'contactRoles') : VOCABULARY[name]
  const short = `short.${text}` as 'short.associate'
  const file = `kinds.${text}` as 'kinds.customers'
  if (name === 'kind' && subject === 'import' && wordsFor(ctx, 'files').has(file)) return wordsFor(ctx, 'files')(file)
  if ((name === 'does' || (name === 'kind' && subject === 'change')) && changes.has(short)) return changes(short)
  const column = `columns.${text}` as 'columns.name'
  if (name === 'customerColumns' && wordsFor(ctx, 'customers').has(column)) return wordsFor(ctx, 'customers')(column)
  if (name === 'list' && subject === 'export') return listName(ctx, text)
  if (name === 'erpFields') return labelOf(ctx, 'customer.updated', camel(text))
  if (name === 'source' && t.has(`sources.${text as 'person'}`)) return t(`sources.${text as 'person'}`)
  if (name === 'problem' && t.has(`problems.${text as 'view'}`)) return t(`problems.${text as 'view'}`)
  if (name === 'why' && t.has(`reasons.${text as 'absence'}`)) return t(`reasons.${text as 'absence'}`)
  const key = `${list ?? ''}.${text}` as 'states.active'
  return list && words.has(key) ? words(key) : undefined
}

/** A field that a file brought, by the name it has here; behind a “=” stands what the file said. */
function camel(brought: string): string {
  const name = brought.replace(/=.*/s, '').replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
  return name === 'contactFax' ? 'fax' : name
}
