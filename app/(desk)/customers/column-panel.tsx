import { SEARCH_FORM } from '@/app/_blocks/search-bar'
import { Icon } from '@/app/_ui/icon'
import { type OpenPanel, Panel } from '@/app/_ui/panel'
import { PostedForm } from '@/app/_ui/posted-form'
import { wordsFor } from '@/app/reader'
import { DENSITIES } from '@/db/schema/vocabulary'
import type { Context } from '@/lib/context'
import { chooseColumnsAction } from '@/lib/customers/actions'
import { COLUMNS, type CustomerColumn } from '@/lib/customers/rules/columns'
import { ColumnOrder } from './column-order'

type Props = { ctx: Context; columns: readonly CustomerColumn[] }

export function ColumnButton({ ctx, columns, open }: Props & { open: OpenPanel }) {
  return (
    <Panel
      name="columns"
      state={`${columns} ${ctx.actor.density}`}
      open={open}
      button={{ className: 'no-print btn btn-bare -mt-1 max-md:px-2' }}
      face={
        <>
          <Icon name="columns-3" />
          <span className="max-md:sr-only">{wordsFor(ctx, 'customers')('columnChoice.open')}</span>
        </>
      }
      className="no-print w-[min(380px,calc(100vw-24px))] p-4"
      plainForm={SEARCH_FORM}
    />
  )
}

/** Which columns the list has and in which order, and how high rows are: kept for the person. */
export function ColumnForm({ ctx, columns }: Props) {
  const t = wordsFor(ctx, 'customers')
  const others = COLUMNS.filter((column) => !columns.includes(column))
  return (
    <PostedForm action={chooseColumnsAction} label={t('columnChoice.title')} className="space-y-4">
      {/* What Enter presses: the first button, which would else be one that moves a column. */}
      <button type="submit" hidden />
      <p className="text-sm text-ink-2">
        {t('columnChoice.hint')} <span className="max-md:hidden">{t('columnChoice.keys')}</span>
        <span className="md:hidden">{t('columnChoice.phone')}</span>
      </p>
      <ColumnOrder
        key={columns.join()}
        columns={[...columns, ...others].map((name) => ({
          name,
          label: t(`columns.${name}`),
          shown: columns.includes(name),
          always: name === 'code',
        }))}
      />
      <Density key={ctx.actor.density} ctx={ctx} />
      <div className="flex flex-wrap justify-end gap-2">
        <button type="submit" name="usual" value="true" className="btn btn-bare">
          {t('columnChoice.usual')}
        </button>
        <button type="submit" className="btn btn-go">
          {wordsFor(ctx, 'words')('apply')}
        </button>
      </div>
    </PostedForm>
  )
}

function Density({ ctx }: { ctx: Context }) {
  return (
    <fieldset className="flex flex-wrap gap-x-4 gap-y-2 text-base">
      <legend className="mb-1.5 font-medium text-ink-2">{wordsFor(ctx, 'customers')('columnChoice.density')}</legend>
      {DENSITIES.map((density) => (
        <label key={density} className="flex items-center gap-2">
          <input
            type="radio"
            name="density"
            value={density}
            defaultChecked={density === ctx.actor.density}
            className="accent-accent"
          />
          {wordsFor(ctx, 'words')(`densities.${density}`)}
        </label>
      ))}
    </fieldset>
  )
}
