import { Bookmark } from 'lucide-react'
import { PostedForm } from '@/app/_ui/posted-form'
import { Tick } from '@/app/_ui/tick'
import { wordsFor } from '@/app/reader'
import { can } from '@/lib/auth/permissions'
import type { Context } from '@/lib/context'
import { createViewAction } from '@/lib/views/actions'
import { LONGEST_NAME } from '@/lib/views/rules'

type Props = { ctx: Context; search: string; again?: boolean }

/** The button that opens the panel in which a search gets a name. `again`: it started from a view and is saved beside it. */
export function SaveView({ ctx, search, again = false }: Props) {
  const t = wordsFor(ctx, 'views')
  const title = t(again ? 'saveAsTitle' : 'saveTitle')
  return (
    <>
      <button type="button" popoverTarget="save-view" className="btn">
        {!again && <Bookmark className="size-3.5" aria-hidden />}
        {t(again ? 'saveAs' : 'save')}
      </button>
      <PostedForm
        action={createViewAction}
        panel="save-view"
        label={title}
        field={{ name: 'name', label: t('name'), longest: LONGEST_NAME }}
        className="popup panel w-[min(380px,calc(100vw-24px))] space-y-4 p-4 text-ink"
      >
        <input type="hidden" name="search" value={search} />
        <fieldset className="grid gap-2 text-base">
          <legend className="mb-1.5 font-medium text-ink-2">{t('kind')}</legend>
          {(['living', 'frozen'] as const).map((kind) => (
            <label key={kind} className="flex items-start gap-2">
              <input
                type="radio"
                name="kind"
                value={kind}
                defaultChecked={kind === 'living'}
                className="mt-0.5 accent-accent"
              />
              {t(kind)}
            </label>
          ))}
        </fieldset>
        {can(ctx.actor, 'views.share') && (
          <Tick id="save-view-shared" name="shared" label={t('share')} hint={t('shareHint')} />
        )}
        <div className="flex justify-end">
          <button type="submit" className="btn btn-go">
            {t('saveGo')}
          </button>
        </div>
      </PostedForm>
    </>
  )
}
