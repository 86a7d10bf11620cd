import { Columns3 } from 'lucide-react'
import { PostedForm } from '@/app/_ui/posted-form'
import { wordsFor } from '@/app/reader'
import { DENSITIES } from '@/db/schema/vocabulary'
import type { Context } from '@/lib/context'
import { chooseColumnsAction } from '@/lib/customers/actions'
import { COLUMNS, type CustomerColumn } from '@/lib/customers/rules/columns'
import { ColumnOrder } from './column-order'

const PANEL = 'column-panel'

export function ColumnButton({ ctx }: { ctx: Context }) {
  return (
    <button type="button" popoverTarget={PANEL} className="no-print btn btn-bare -mt-1 max-md:px-2">
      <Columns3 className="size-4" aria-hidden />
      <span className="max-md:sr-only">{wordsFor(ctx, 'customers')('columnChoice.open')}</span>
    </button>
  )
}

type Props = { ctx: Context; columns: readonly CustomerColumn[] }

/** Which columns the list has and in which order, and how high rows are: kept for the person. */
export function ColumnPanel({ ctx, columns }: Props) {
  const t = wordsFor(ctx, 'customers')
  const others = COLUMNS.filter((column) => !columns.includes(column))
  return (
    <PostedForm
      action={chooseColumnsAction}
      panel={PANEL}
      label={t('columnChoice.title')}
      className="no-print popup panel w-[min(380px,calc(100vw-24px))] space-y-4 p-4 text-ink"
    >
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
