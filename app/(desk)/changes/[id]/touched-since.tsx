import { wordsFor } from '@/app/reader'
import type { Preview } from '@/lib/changes/queries/preview'
import { listTouched } from '@/lib/changes/queries/touched'
import type { Context } from '@/lib/context'
import { SHOWN, Unchanged } from './exceptions'

type Props = { ctx: Context; preview: Preview; ofContacts: boolean }

/** What an undo will leave, wholly or in part, because somebody touched it since. */
export async function TouchedSince({ ctx, preview, ofContacts }: Props) {
  const { moved, partly, listed } = preview
  if (moved === 0 && partly === 0) return null
  const [stay, inPart] = await Promise.all([
    listTouched(ctx, listed.moved, SHOWN),
    listTouched(ctx, listed.partly, SHOWN),
  ])
  const t = wordsFor(ctx, 'changes')
  return (
    <section aria-label={t('touchedSince')} className="grid gap-2">
      {moved > 0 && (
        <Unchanged
          ctx={ctx}
          count={moved}
          words={t(ofContacts ? 'contacts.reasons.moved' : 'reasons.moved', { count: moved })}
          rows={stay}
        />
      )}
      {partly > 0 && <Unchanged ctx={ctx} count={partly} words={t('partly', { count: partly })} rows={inPart} />}
    </section>
  )
}
