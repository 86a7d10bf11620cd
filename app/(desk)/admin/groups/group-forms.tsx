import { Pencil, Trash2 } from 'lucide-react'
import { PostedForm } from '@/app/_ui/posted-form'
import { ROW_PANEL, RowPanelButton, RowPanelGo, WhichRow } from '@/app/_ui/row-panel'
import { wordsFor } from '@/app/reader'
import { can } from '@/lib/auth/permissions'
import type { Context } from '@/lib/context'
import { EVERYONE, writeCustomerAddress } from '@/lib/customers/filter'
import type { GroupRow } from '@/lib/customers/queries/groups'
import { createGroupAction, deleteGroupAction, renameGroupAction } from '@/lib/groups/actions'
import { LONGEST_NAME } from '@/lib/groups/rules'
import { TakeOutButton } from './take-out-button'

type Props = { ctx: Context; group: GroupRow }

/** The panel in which a group is made. */
export function NewGroup({ ctx, panel }: { ctx: Context; panel: string }) {
  const t = wordsFor(ctx, 'groups')
  return (
    <PostedForm
      action={createGroupAction}
      panel={panel}
      label={t('new')}
      field={{ name: 'name', label: t('name'), longest: LONGEST_NAME }}
      className={ROW_PANEL}
    >
      <RowPanelGo label={t('create')} />
    </PostedForm>
  )
}

/** A group under another name. */
export function RenameGroup({ ctx, group }: Props) {
  const t = wordsFor(ctx, 'groups')
  const panel = `rename-${group.slug}`
  return (
    <>
      <RowPanelButton panel={panel} label={t('renameOne', { name: group.name })} icon={Pencil} />
      <PostedForm
        key={group.version}
        action={renameGroupAction}
        panel={panel}
        label={t('renameTitle')}
        field={{ name: 'name', label: t('name'), value: group.name, longest: LONGEST_NAME }}
        className={ROW_PANEL}
      >
        <p className="text-sm text-ink-2">{t('renameHint')}</p>
        <WhichRow name="group" row={group} />
        <RowPanelGo label={t('rename')} />
      </PostedForm>
    </>
  )
}

/** Asks once more; of a group that is in use it says by what, and offers to take its customers out in one change. */
export function DeleteGroup({ ctx, group, used }: Props & { used: string[] }) {
  const t = wordsFor(ctx, 'groups')
  const panel = `delete-${group.slug}`
  const stays = group.customers > 0 || used.length > 0
  const title = t(stays ? 'staysTitle' : 'deleteTitle', { name: group.name })
  const heading = <p className="text-lg font-semibold [overflow-wrap:anywhere]">{title}</p>
  return (
    <>
      <RowPanelButton panel={panel} label={t('deleteOne', { name: group.name })} icon={Trash2} />
      {stays ? (
        <section id={panel} popover="auto" aria-label={title} className={ROW_PANEL}>
          {heading}
          <Standing ctx={ctx} group={group} used={used} />
        </section>
      ) : (
        <PostedForm key={group.version} action={deleteGroupAction} panel={panel} label={title} className={ROW_PANEL}>
          {heading}
          <p className="text-base text-ink-2">{t('deleteText')}</p>
          <WhichRow name="group" row={group} />
          <RowPanelGo label={t('deleteGo')} danger />
        </PostedForm>
      )}
    </>
  )
}

/** Why a group stays. */
function Standing({ ctx, group, used }: Props & { used: string[] }) {
  const t = wordsFor(ctx, 'groups')
  const count = group.customers
  const search = writeCustomerAddress({ ...EVERYONE, group: [{ not: false, value: group.slug }], state: 'all' })
  return (
    <>
      {used.length > 0 && (
        <div className="text-base text-ink-2">
          <p>{t('inUse')}</p>
          <ul className="list-disc pl-5 [overflow-wrap:anywhere]">
            {used.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </div>
      )}
      {count > 0 && (
        <>
          <p className="text-base text-ink-2">{t('hasCustomers', { count })}</p>
          {can(ctx.actor, 'changes.write') && (
            <TakeOutButton groupId={group.id} search={search} label={t('takeOut', { count })} />
          )}
        </>
      )}
    </>
  )
}
