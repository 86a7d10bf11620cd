import type { Language } from '@/db/schema/vocabulary'
import { words } from '@/lib/i18n/words'
import type { Outcome } from './outcome'

const MOST_NAMES = 20

/**
 * What is worth saying of an import that has ended, a sentence a line; where rejected rows were written, that as well.
 */
export function sayOutcome(language: Language, outcome: Outcome, rejectedFile: string): string[] {
  const { ignored, remarks, erased, made, rejected, by } = outcome
  const t = words(language, 'imports')
  const lines: string[] = []
  if (by !== null) lines.push(t('rememberedColumns', { name: by }))
  if (ignored.length > 0) lines.push(t('ignoredHeadings', { count: ignored.length, headings: ignored.join(', ') }))
  for (const { line, remark, facts } of remarks.first) lines.push(t(`remarks.${remark}`, { ...facts, line } as never))
  const more = remarks.total - remarks.first.length
  if (more > 0) lines.push(t('more', { count: more }))
  if (erased > 0) lines.push(t('erased', { count: erased }))
  if (made.users.length > 0) lines.push(t('madeUsers', someOf(made.users)))
  if (made.groups.length > 0) lines.push(t('madeGroups', someOf(made.groups)))
  if (made.cleared) lines.push(t('clearedItems', { count: made.cleared }))
  if (made.leftOut) lines.push(t('endedCustomers', { count: made.leftOut }))
  if (rejected > 0) lines.push(t('rejectedFile', { count: rejected, file: rejectedFile }))
  return lines
}

/** How many, and the names of the first. */
function someOf(names: readonly string[]): { count: number; names: string } {
  const more = names.length > MOST_NAMES ? ', …' : ''
  return { count: names.length, names: names.slice(0, MOST_NAMES).join(', ') + more }
}
