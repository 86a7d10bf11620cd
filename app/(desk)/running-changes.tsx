import { Link } from '@/app/_ui/link'
import { wordsFor } from '@/app/reader'
import { listRunning } from '@/lib/changes/queries/changes'
import { progressOf } from '@/lib/changes/rules'
import type { Context } from '@/lib/context'

/** The reader's own changes that are under way, and how far they are. Nothing where there are none. */
export async function RunningChanges({ ctx }: { ctx: Context }) {
  const running = await listRunning(ctx)
  const [latest] = running
  if (!latest) return null
  const t = wordsFor(ctx, 'shell')
  return (
    <Link
      href={running.length === 1 ? `/changes/${latest.key}` : '/changes'}
      className="tag whitespace-nowrap tabular-nums hover:underline"
    >
      {t('running', { count: running.length, percent: progressOf(latest) })}
    </Link>
  )
}
