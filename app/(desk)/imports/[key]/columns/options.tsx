import type { ReactNode } from 'react'
import { Tick } from '@/app/_ui/tick'
import { wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import type { ImportOptions } from '@/lib/imports/input'

type Props = {
  ctx: Context
  kinds: readonly ('blank' | 'createUsers' | 'colleagues' | 'items')[]
  options: Partial<ImportOptions>
}

/** How the file is taken: the choice that loses nothing is made already, and nobody is entered unasked. */
export function Options({ ctx, kinds, options }: Props) {
  const t = wordsFor(ctx, 'files')
  return (
    <section className="grid max-w-3xl gap-4">
      <h2 className="font-semibold">{t('options.title')}</h2>
      {kinds.includes('items') && (
        <>
          <OneOf legend={t('options.items')} name="items" chosen={options.items ?? 'delta'}>
            {[
              { value: 'delta', label: t('options.itemsDelta') },
              { value: 'stock', label: t('options.itemsStock') },
            ]}
          </OneOf>
          <div className="grid gap-1">
            <label htmlFor="stockLimit" className="text-base font-medium text-ink-2">
              {t('options.stockLimit')}
            </label>
            <span className="flex items-center gap-2 text-base">
              <input
                id="stockLimit"
                name="stockLimit"
                inputMode="numeric"
                defaultValue={options.stockLimit ?? 50}
                maxLength={3}
                aria-describedby="stockLimit-hint"
                className="input w-16! text-right tabular-nums"
              />
              {t('options.stockLimitUnit')}
            </span>
            <p id="stockLimit-hint" className="text-sm text-ink-3">
              {t('options.stockLimitHint')}
            </p>
          </div>
        </>
      )}
      {kinds.includes('blank') && (
        <OneOf legend={t('options.blank')} name="blank" chosen={options.blank ?? 'keep'}>
          {[
            { value: 'keep', label: t('options.blankKeep') },
            { value: 'erase', label: t('options.blankErase') },
          ]}
        </OneOf>
      )}
      {kinds.includes('colleagues') && (
        <OneOf legend={t('options.colleagues')} name="colleagues" chosen={options.colleagues ?? 'add'}>
          {[
            { value: 'add', label: t('options.colleaguesAdd') },
            { value: 'replace', label: t('options.colleaguesReplace') },
          ]}
        </OneOf>
      )}
      {kinds.includes('createUsers') && (
        <Tick
          id="createUsers"
          name="createUsers"
          defaultChecked={options.createUsers ?? false}
          label={t('options.createUsers')}
          hint={t('options.createUsersHint')}
        />
      )}
    </section>
  )
}

type OneOfProps = { legend: string; name: string; chosen: string; children: { value: string; label: string }[] }

function OneOf({ legend, name, chosen, children }: OneOfProps): ReactNode {
  return (
    <fieldset>
      <legend className="mb-1 text-base font-medium text-ink-2">{legend}</legend>
      <div className="flex flex-wrap gap-x-5 gap-y-1.5">
        {children.map(({ value, label }) => (
          <label key={value} className="flex items-start gap-2 text-base">
            <input type="radio" name={name} value={value} defaultChecked={value === chosen} className="tick mt-0.5" />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
