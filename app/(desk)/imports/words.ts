import { formatFor, wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import { MESSAGES } from '@/lib/i18n/catalogue'
import type { ImportView } from '@/lib/imports/queries/imports'
import { bringsBack } from '@/lib/imports/rules/undo'

const MEGA = 1024 ** 2
const STEPS = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['week', 7 * 86_400],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const

/** How large a file is, as a person would say it. */
function sizeWords(ctx: Context, bytes: number): string {
  const t = wordsFor(ctx, 'files')
  if (bytes >= MEGA) return t('upload.mega', { size: Math.round(bytes / MEGA) })
  return t('upload.kilo', { size: Math.max(1, Math.round(bytes / 1024)) })
}

/** How long ago something was: “3 weeks ago”. */
export function agoWords(ctx: Context, then: Date): string {
  const seconds = Math.max(0, (ctx.now.getTime() - then.getTime()) / 1000)
  const format = new Intl.RelativeTimeFormat(ctx.actor.language, { numeric: 'auto' })
  const [unit, length] = STEPS.find(([, length]) => seconds >= length) ?? (['minute', 60] as const)
  return format.format(-Math.floor(seconds / length), unit)
}

/** What an import is about, and who brought it in when. */
export function aboutWords(ctx: Context, { kind, size, createdAt, author }: ImportView): string {
  const t = wordsFor(ctx, 'files')
  const when = formatFor(ctx).moment(createdAt)
  return t('about', { kind: t(`kinds.${kind}`), size: sizeWords(ctx, size), when, author: author ?? 'none' })
}

/** A file by its name; an undoing by what it undoes, or brings back. */
export function nameOf(ctx: Context, found: Pick<ImportView, 'fileName' | 'depth'>): string {
  if (found.depth === 0) return found.fileName
  const t = wordsFor(ctx, 'files')
  return t(bringsBack(found) ? 'list.againOf' : 'list.undoOf', { file: found.fileName })
}

/** Who prepared to undo an import of what, and when. */
export function undoWords(
  ctx: Context,
  { kind, createdAt, author }: Pick<ImportView, 'kind' | 'createdAt' | 'author'>,
) {
  const t = wordsFor(ctx, 'files')
  const when = formatFor(ctx).moment(createdAt)
  return t('aboutUndo', { kind: t(`kinds.${kind}`), when, author: author ?? 'none' })
}

/**
 * The words that one step says in the browser, as one text like those of `sections`; an upload is refused there as
 * well.
 */
export function browserWords({ actor }: Context, step: 'upload' | 'columns'): string {
  const { files, refusals } = MESSAGES[actor.language]
  return JSON.stringify({ files: { [step]: files[step] }, ...(step === 'upload' && { refusals }) })
}
