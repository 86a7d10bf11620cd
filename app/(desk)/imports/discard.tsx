import { wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import type { ImportView } from '@/lib/imports/queries/imports'
import { DiscardButton } from './discard-button'
import { nameOf } from './words'

/** As long as nobody started it. A check is stopped first. In the list it is a sign. */
export function Discard({ ctx, found, listed = false }: { ctx: Context; found: ImportView; listed?: boolean }) {
  const { key, state, undoOf } = found
  if (state !== 'uploaded' && state !== 'read' && state !== 'checked') return null
  const t = wordsFor(ctx, 'files')
  const file = nameOf(ctx, found)
  return (
    <DiscardButton
      importKey={key}
      button={t('discard.button')}
      title={t(undoOf === null ? 'discard.ask' : 'discard.askUndo', { file })}
      description={t(undoOf === null ? 'discard.effect' : 'discard.effectUndo')}
      {...(listed && { label: t('discard.buttonOf', { file }) })}
    />
  )
}
