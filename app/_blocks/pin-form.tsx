import { Pin, PinOff } from 'lucide-react'
import { PostedForm } from '@/app/_ui/posted-form'
import { wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import { pinViewAction } from '@/lib/views/actions'

type Props = { ctx: Context; view: { slug: string; name: string; pinned: boolean }; small?: boolean }

/** Puts a view into the sidebar, or takes it out. */
export function PinForm({ ctx, view, small = false }: Props) {
  const t = wordsFor(ctx, 'views')
  const Icon = view.pinned ? PinOff : Pin
  return (
    <PostedForm action={pinViewAction} className="flex flex-wrap gap-2">
      <input type="hidden" name="view" value={view.slug} />
      <input type="hidden" name="pinned" value={String(!view.pinned)} />
      <button
        type="submit"
        className={small ? 'btn btn-bare btn-icon' : 'btn btn-bare'}
        aria-label={t(view.pinned ? 'unpinOne' : 'pinOne', { name: view.name })}
      >
        <Icon className="size-3.5" aria-hidden />
        {!small && t(view.pinned ? 'unpin' : 'pinShort')}
      </button>
    </PostedForm>
  )
}
