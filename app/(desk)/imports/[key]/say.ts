import { labelOf } from '@/app/_blocks/history-words'
import { formatFor, wordsFor } from '@/app/reader'
import type { ImportKind } from '@/db/schema/vocabulary'
import type { Context } from '@/lib/context'
import type { Told, Value } from '@/lib/imports/queries/planned'
import type { Reason, Remark } from '@/lib/imports/rules'

const MONEY = ['creditLimit', 'credit_limit', 'amount', 'remaining']
const VOCABULARY: Record<string, 'states' | 'itemTypes' | 'roles' | 'contactRoles'> = {
  state: 'states',
  type: 'itemTypes',
}

/** A field of a row by the name it has on screen, whether it is spelled as in files or as in the history. */
export function fieldLabel(ctx: Context, kind: ImportKind, field: string): string {
  const t = wordsFor(ctx, 'files')
  const heading =
    field === 'collectorId' ? 'collector' : field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  const key = `fields.${kind}.${heading}` as 'fields.customers.code'
  if (t.has(key)) return t(key)
  return labelOf(ctx, `${ABOUT[kind]}.updated`, field) ?? (field === 'state' ? t('check.state') : field)
}

const ABOUT: Record<ImportKind, string> = { customers: 'customer', contacts: 'contact', items: 'item', users: 'user' }

/** A value as a person reads it. */
export function sayValue(ctx: Context, kind: ImportKind, field: string, value: Value): string {
  const words = wordsFor(ctx, 'words')
  const format = formatFor(ctx)
  if (value === null || value === '') return ''
  if (Array.isArray(value)) return format.list(value)
  if (typeof value === 'boolean') return words(value ? 'yes' : 'no')
  const text = String(value)
  if (MONEY.includes(field) && /^-?\d+(\.\d+)?$/.test(text)) return format.amount(text)
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return format.day(text)
  const why = `reasons.${text}` as 'reasons.missing'
  if (field === 'why' && wordsFor(ctx, 'history').has(why)) return wordsFor(ctx, 'history')(why)
  const list = field === 'role' ? (kind === 'users' ? 'roles' : 'contactRoles') : VOCABULARY[field]
  const key = `${list ?? ''}.${text}` as 'states.active'
  return list && words.has(key) ? words(key) : text
}

/** Why a row is rejected: a sentence for each mistake, with the fields by their names on screen. */
export function sayProblem(ctx: Context, kind: ImportKind, problem: Reason, told: Told | null): string {
  const t = wordsFor(ctx, 'imports')
  const { also = [], ...own } = told ?? {}
  const say = (reason: Reason, facts: object) => t(`problems.${reason}`, named(ctx, kind, facts) as never)
  return [say(problem, own), ...also.map(({ reason, facts }) => say(reason, facts))].join(' ')
}

export function sayRemark(ctx: Context, kind: ImportKind, remark: Remark, line: number, facts: object | null): string {
  return wordsFor(ctx, 'imports')(`remarks.${remark}`, { ...named(ctx, kind, facts ?? {}), line } as never)
}

function named(ctx: Context, kind: ImportKind, facts: object): object {
  const { column, ...rest } = facts as { column?: unknown }
  return typeof column === 'string' ? { ...rest, column: fieldLabel(ctx, kind, column) } : rest
}
