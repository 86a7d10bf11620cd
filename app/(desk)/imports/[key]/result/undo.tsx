import type { ReactNode } from 'react'
import { formatFor, wordsFor } from '@/app/reader'
import { can } from '@/lib/auth/permissions'
import type { Context } from '@/lib/context'
import type { ImportView } from '@/lib/imports/queries/imports'
import { bringsBack, inTimeToUndo, isUndone, undoableUntil } from '@/lib/imports/rules/undo'
import { Related } from '../../../changes/[id]/related'
import { UndoButton } from './undo-button'

type Props = { ctx: Context; found: ImportView; children: ReactNode }

/** What it undid; then the button to undo it while there is time, beside the other ways on, or what undid it. */
export function Undo({ ctx, found, children }: Props) {
  const t = wordsFor(ctx, 'files')
  const { undoes, undoneBy } = found
  return (
    <>
      {undoes && (
        <Related
          text={t(found.depth > 1 ? 'result.undoesUndo' : 'result.undoes')}
          href={`/imports/${undoes}`}
          link={t('result.showOther')}
        />
      )}
      {undoneBy && (
        <Related text={undoneWords(ctx, found)} href={`/imports/${undoneBy}`} link={t('result.showOther')} />
      )}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        {mayUndo(ctx, found) && (
          <UndoButton importKey={found.key} label={t(found.depth === 0 ? 'result.undo' : 'result.undoUndo')} />
        )}
        {children}
      </div>
      <Until ctx={ctx} found={found} />
    </>
  )
}

type Of = Omit<Props, 'children'>

/** What the button does, and until when it is there. */
function Until({ ctx, found }: Of) {
  const until = undoableUntil(found)
  if (!until || !mayUndo(ctx, found)) return null
  const does = found.depth === 0 ? 'undoText' : bringsBack(found) ? 'undoBackText' : 'undoUndoText'
  const day = formatFor(ctx).moment(until)
  return <p className="text-sm text-ink-2">{wordsFor(ctx, 'files')(`result.${does}`, { day })}</p>
}

function mayUndo(ctx: Context, found: ImportView): boolean {
  const mine = found.createdBy === ctx.actor.id || can(ctx.actor, 'changes.undoAny')
  return mine && !found.undoneBy && inTimeToUndo(found, ctx.now)
}

function undoneWords(ctx: Context, found: ImportView): string {
  const t = wordsFor(ctx, 'files')
  const about = found.depth === 0 ? 'undone' : 'undoneUndo'
  if (found.turns > 0 && !isUndone(found)) return t(`result.${about}.back`)
  return t(`result.${about}.${UNDONE[found.undoneState ?? 'checking'] ?? 'planned'}`)
}

const UNDONE: Partial<Record<ImportView['state'], 'done' | 'running' | 'planned'>> = {
  done: 'done',
  stopped: 'done',
  failed: 'done',
  running: 'running',
}
