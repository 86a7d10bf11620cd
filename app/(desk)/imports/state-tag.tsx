import { wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import type { ImportView } from '@/lib/imports/queries/imports'
import { isUndone } from '@/lib/imports/rules/undo'

const SHADES: Partial<Record<ImportView['state'], string>> = {
  failed: 'tag tag-danger',
  running: 'tag tag-on',
  checking: 'tag tag-on',
  checked: 'tag tag-warn',
  read: 'tag tag-warn',
  uploaded: 'tag tag-warn',
}

/** Where an import stands; what waits for somebody stands out. */
export function StateTag({ ctx, found }: { ctx: Context; found: ImportView }) {
  const t = wordsFor(ctx, 'files')
  const { state, undoneState } = found
  const undone = isUndone(found) || undoneState === 'running'
  return (
    <>
      <span className={SHADES[state] ?? 'tag'}>{t(`states.${state}`)}</span>
      {undone && <span className="tag ml-1">{t('undoneTag')}</span>}
    </>
  )
}
