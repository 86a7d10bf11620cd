import type { ReactNode } from 'react'
import { Words } from '@/app/_ui/words'
import type { Context } from '@/lib/context'
import { sections } from '@/lib/i18n/words'

/** The words of administration, for the client components inside. */
export function AdminWords({ ctx, children }: { ctx: Context; children: ReactNode }) {
  const { language, timeZone } = ctx.actor
  return (
    <Words language={language} timeZone={timeZone} messages={sections(language, 'admin', 'words', 'refusals')}>
      {children}
    </Words>
  )
}
