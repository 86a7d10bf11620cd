import { SEARCH_FORM } from '@/app/_blocks/search-bar'
import { Icon } from '@/app/_ui/icon'
import { type OpenPanel, Panel } from '@/app/_ui/panel'
import { PostedForm } from '@/app/_ui/posted-form'
import { Tick } from '@/app/_ui/tick'
import { wordsFor } from '@/app/reader'
import { can } from '@/lib/auth/permissions'
import type { Context } from '@/lib/context'
import { createViewAction } from '@/lib/views/actions'
import { LONGEST_NAME } from '@/lib/views/rules'

type Props = { ctx: Context; open: OpenPanel; search: string; again?: boolean }

/**
 * The button that opens the panel in which a search gets a name. `again`: it started from a view and is saved beside
 * it.
 */
export function SaveView({ ctx, open, search, again = false }: Props) {
  const t = wordsFor(ctx, 'views')
  return (
    <Panel
      name="save-view"
      state={search}
      open={open}
      button={{ className: 'btn' }}
      face={
        <>
          {!again && <Icon name="bookmark" className="size-3.5" />}
          {t(again ? 'saveAs' : 'save')}
        </>
      }
      className="w-[min(380px,calc(100vw-24px))] p-4"
      plainForm={SEARCH_FORM}
    />
  )
}

/** The name of a view, of which kind it is, and for whom. */
export function SaveViewForm({ ctx, search, again }: { ctx: Context; search: string; again: boolean }) {
  const t = wordsFor(ctx, 'views')
  return (
    <PostedForm
      action={createViewAction}
      label={t(again ? 'saveAsTitle' : 'saveTitle')}
      field={{ name: 'name', label: t('name'), longest: LONGEST_NAME }}
      className="space-y-4"
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
  )
}
