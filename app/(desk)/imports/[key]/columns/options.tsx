import type { ReactNode } from 'react'
import { Tick } from '@/app/_ui/tick'
import { wordsFor } from '@/app/reader'
import type { ImportKind } from '@/db/schema/vocabulary'
import type { Context } from '@/lib/context'
import type { ImportOptions } from '@/lib/imports/input'
import type { OPTIONS_OF } from '@/lib/imports/rules/fields'

type Props = {
  ctx: Context
  kinds: (typeof OPTIONS_OF)[ImportKind]
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
          <Limit ctx={ctx} name="stockLimit" given={options.stockLimit ?? 50} />
        </>
      )}
      {kinds.includes('contacts') && <ContactChoices ctx={ctx} options={options} />}
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
      {kinds.includes('portfolios') && (
        <OneOf legend={t('options.portfolios')} name="colleagues" chosen={options.colleagues ?? 'add'}>
          {[
            { value: 'add', label: t('options.portfoliosAdd') },
            { value: 'replace', label: t('options.portfoliosReplace') },
          ]}
        </OneOf>
      )}
      {kinds.includes('missing') && (
        <>
          <OneOf legend={t('options.missing')} name="missing" chosen={options.missing ?? 'leave'}>
            {[
              { value: 'leave', label: t('options.missingLeave') },
              { value: 'block', label: t('options.missingBlock') },
              { value: 'archive', label: t('options.missingArchive') },
            ]}
          </OneOf>
          <Limit ctx={ctx} name="missingLimit" given={options.missingLimit ?? 10} />
        </>
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

/** By what contacts are found, and which of them are taken. */
function ContactChoices({ ctx, options }: Pick<Props, 'ctx' | 'options'>): ReactNode {
  const t = wordsFor(ctx, 'files')
  return (
    <>
      <OneOf legend={t('options.match')} name="match" chosen={options.match ?? 'any'} hint={t('options.matchHint')}>
        {[
          { value: 'any', label: t('options.matchAny') },
          { value: 'external_id', label: t('options.matchExternalId') },
          { value: 'email', label: t('options.matchEmail') },
          { value: 'name', label: t('options.matchName') },
        ]}
      </OneOf>
      <OneOf legend={t('options.take')} name="take" chosen={options.take ?? 'both'} hint={t('options.takeHint')}>
        {[
          { value: 'both', label: t('options.takeBoth') },
          { value: 'new', label: t('options.takeNew') },
          { value: 'known', label: t('options.takeKnown') },
        ]}
      </OneOf>
    </>
  )
}

type LimitProps = { ctx: Context; name: 'stockLimit' | 'missingLimit'; given: number }

/** How much a file that was cut off could do at most, in percent. */
function Limit({ ctx, name, given }: LimitProps): ReactNode {
  const t = wordsFor(ctx, 'files')
  return (
    <div className="grid gap-1">
      <label htmlFor={name} className="text-base font-medium text-ink-2">
        {t(`options.${name}`)}
      </label>
      <span className="flex items-center gap-2 text-base">
        <input
          id={name}
          name={name}
          inputMode="numeric"
          defaultValue={given}
          maxLength={3}
          aria-describedby={`${name}-hint`}
          className="input w-16! text-right tabular-nums"
        />
        {t(`options.${name}Unit`)}
      </span>
      <p id={`${name}-hint`} className="text-sm text-ink-3">
        {t(`options.${name}Hint`)}
      </p>
    </div>
  )
}

type OneOfProps = {
  legend: string
  name: string
  chosen: string
  hint?: string
  children: { value: string; label: string }[]
}

function OneOf({ legend, name, chosen, hint, children }: OneOfProps): ReactNode {
  return (
    <fieldset aria-describedby={hint && `${name}-hint`}>
      <legend className="mb-1 text-base font-medium text-ink-2">{legend}</legend>
      <div className="flex flex-wrap gap-x-5 gap-y-1.5">
        {children.map(({ value, label }) => (
          <label key={value} className="flex items-start gap-2 text-base">
            <input type="radio" name={name} value={value} defaultChecked={value === chosen} className="tick mt-0.5" />
            {label}
          </label>
        ))}
      </div>
      {hint && (
        <p id={`${name}-hint`} className="mt-1 text-sm text-ink-3">
          {hint}
        </p>
      )}
    </fieldset>
  )
}
