import { Notice } from '@/app/_ui/notice'
import { wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'

/** Above a form that can be read, but not saved, without JavaScript: said where it is off. */
export function NeedsScript({ ctx }: { ctx: Context }) {
  return (
    <noscript>
      <Notice tone="warn">{wordsFor(ctx, 'shell')('needsScript')}</Notice>
    </noscript>
  )
}
