import type { ReactNode } from 'react'
import { Link } from '@/app/_ui/link'
import { Notice } from '@/app/_ui/notice'
import { formatFor, wordsFor } from '@/app/reader'
import { can } from '@/lib/auth/permissions'
import type { Context } from '@/lib/context'
import type { ImportView } from '@/lib/imports/queries/imports'
import { inTimeToUndo, undoableUntil } from '@/lib/imports/rules/undo'
import { UndoButton } from './undo-button'

type Props = { ctx: Context; found: ImportView; children: ReactNode }

/** The button to undo it while there is time, beside the other ways on; or what undid it, or what it undid. */
export function Undo({ ctx, found, children }: Props) {
  const t = wordsFor(ctx, 'files')
  const ways = <div className="flex flex-wrap gap-x-4 gap-y-1">{children}</div>
  if (found.undoes)
    return (
      <Other text={t('result.undoes')} href={`/imports/${found.undoes}`} link={t('result.showOther')}>
        {ways}
      </Other>
    )
  if (found.undoneBy) {
    const text = t(`result.undone.${UNDONE[found.undoneState ?? 'checking'] ?? 'planned'}`)
    return (
      <Other text={text} href={`/imports/${found.undoneBy}`} link={t('result.showOther')}>
        {ways}
      </Other>
    )
  }
  const until = undoableUntil(found)
  const mine = found.createdBy === ctx.actor.id || can(ctx.actor, 'changes.undoAny')
  if (!until || !mine || !inTimeToUndo(found, ctx.now)) return ways
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <UndoButton importKey={found.key} label={t('result.undo')} />
        {ways}
      </div>
      <p className="text-sm text-ink-2">{t('result.undoText', { day: formatFor(ctx).moment(until) })}</p>
    </>
  )
}

const UNDONE: Partial<Record<ImportView['state'], 'done' | 'running' | 'planned'>> = {
  done: 'done',
  stopped: 'done',
  failed: 'done',
  running: 'running',
}

type OtherProps = { text: string; href: string; link: string; children: ReactNode }

function Other({ text, href, link, children }: OtherProps) {
  return (
    <>
      <Notice>
        {text}{' '}
        <Link href={href} className="link">
          {link}
        </Link>
      </Notice>
      {children}
    </>
  )
}
