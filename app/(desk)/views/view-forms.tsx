import { Pencil, Trash2 } from 'lucide-react'
import { Notice } from '@/app/_ui/notice'
import { PostedForm } from '@/app/_ui/posted-form'
import { ROW_PANEL, RowPanelButton, RowPanelGo, WhichRow } from '@/app/_ui/row-panel'
import { Tick } from '@/app/_ui/tick'
import { formatFor, wordsFor } from '@/app/reader'
import { can } from '@/lib/auth/permissions'
import type { Context } from '@/lib/context'
import { changeViewFactsAction, deleteViewAction } from '@/lib/views/actions'
import type { View } from '@/lib/views/queries'
import { LONGEST_NAME } from '@/lib/views/rules'

type Props = { ctx: Context; view: View }

/** A view under another name, for everyone or for oneself. */
export function EditView({ ctx, view }: Props) {
  const t = wordsFor(ctx, 'views')
  const panel = `edit-${view.slug}`
  return (
    <>
      <RowPanelButton panel={panel} label={t('editOne', { name: view.name })} icon={Pencil} />
      <PostedForm
        key={view.version}
        action={changeViewFactsAction}
        panel={panel}
        label={t('editTitle')}
        field={{ name: 'name', label: t('name'), value: view.name, longest: LONGEST_NAME }}
        className={ROW_PANEL}
      >
        <WhichRow name="view" row={view} />
        {can(ctx.actor, 'views.share') ? (
          <>
            <Tick
              id={`${panel}-shared`}
              name="shared"
              defaultChecked={view.shared}
              label={t('share')}
              hint={t('shareHint')}
            />
            {view.shared && view.pinnedByReaders.length > 0 && (
              <Tick
                id={`${panel}-confirmed`}
                name="confirmed"
                label={t('unshareAnyway')}
                hint={t('deletePinned', { people: formatFor(ctx).list(view.pinnedByReaders) })}
              />
            )}
          </>
        ) : (
          <input type="hidden" name="shared" value={String(view.shared)} />
        )}
        <RowPanelGo label={t('saveFacts')} />
      </PostedForm>
    </>
  )
}

/** Asks once more, and names whose sidebars the view goes out of. */
export function DeleteView({ ctx, view }: Props) {
  const t = wordsFor(ctx, 'views')
  const panel = `delete-${view.slug}`
  return (
    <>
      <RowPanelButton panel={panel} label={t('deleteOne', { name: view.name })} icon={Trash2} />
      <PostedForm
        key={view.version}
        action={deleteViewAction}
        panel={panel}
        label={t('deleteTitle', { name: view.name })}
        className={ROW_PANEL}
      >
        <p className="text-lg font-semibold [overflow-wrap:anywhere]">{t('deleteTitle', { name: view.name })}</p>
        <p className="text-base text-ink-2">{t('deleteText')}</p>
        {view.pinnedBy.length > 0 && (
          <>
            <Notice tone="warn">{t('deletePinned', { people: formatFor(ctx).list(view.pinnedBy) })}</Notice>
            <Tick id={`${panel}-confirmed`} name="confirmed" required label={t('deleteAnyway')} />
          </>
        )}
        <WhichRow name="view" row={view} />
        <RowPanelGo label={t('deleteGo')} danger />
      </PostedForm>
    </>
  )
}
