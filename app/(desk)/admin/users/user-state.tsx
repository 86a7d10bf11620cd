import { wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'

type Props = { ctx: Context; user: { active: boolean; hasPassword: boolean; portfolioOnly: boolean } }

/** Whether somebody may sign in, whether they ever could, and how far they see. */
export function UserState({ ctx, user }: Props) {
  const t = wordsFor(ctx, 'admin')
  return (
    <span className="inline-flex gap-1">
      {!user.active && <span className="tag">{t('inactive')}</span>}
      {user.active && user.hasPassword && <span className="tag tag-on">{t('active')}</span>}
      {user.active && !user.hasPassword && <span className="tag tag-warn">{t('notJoined')}</span>}
      {user.portfolioOnly && <span className="tag">{t('portfolio')}</span>}
    </span>
  )
}
