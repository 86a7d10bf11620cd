import type { ReactNode } from 'react'
import { formatFor, wordsFor } from '@/app/reader'
import { type Context, today } from '@/lib/context'
import { AT_ONCE, type Choices, DAYS, DECIMALS, FORMATS } from '@/lib/exports/rules'

type Props = {
  ctx: Context
  choices: Choices
  /** How many rows the file will have; undefined where that depends on what is chosen. */
  rows: number | undefined
  large: boolean
  children: ReactNode
}

/** How the file is to be written. A plain form: what comes back is the file itself, or the page where it is made. */
export function ChoicesForm({ ctx, choices, rows, large, children }: Props) {
  const t = wordsFor(ctx, 'exports')
  return (
    <form method="post" action="/api/exports" className="grid max-w-xl gap-5">
      {children}
      <fieldset className="grid gap-2">
        <legend className="mb-2 text-base font-medium">{t('format')}</legend>
        {FORMATS.map((format) => (
          <Option
            key={format}
            name="format"
            value={format}
            checked={choices.format === format}
            label={t(`formats.${format}`)}
            hint={t(`formatHints.${format}`)}
          />
        ))}
      </fieldset>
      <CsvStyle ctx={ctx} choices={choices} />
      {large && <p className="text-base text-ink-2">{t('largeHint', { count: AT_ONCE })}</p>}
      <div className="flex flex-wrap items-center gap-3">
        <button type="submit" className="btn btn-go">
          {large ? t('makeLarge') : rows === undefined ? t('export') : t('make', { count: rows })}
        </button>
        <p className="text-sm text-ink-3">{t('remembered')}</p>
      </div>
    </form>
  )
}

function CsvStyle({ ctx, choices }: Pick<Props, 'ctx' | 'choices'>) {
  const t = wordsFor(ctx, 'exports')
  const day = today(ctx)
  const shown = { iso: day, local: formatFor(ctx).day(day) }
  return (
    <details open={choices.format === 'csv'} className="rounded-md border border-line bg-surface">
      <summary className="px-3 py-2 text-base text-ink-2">{t('csvTitle')}</summary>
      <div className="grid gap-4 border-t border-line p-3">
        <Styles legend={t('decimal')}>
          {DECIMALS.map((mark) => (
            <Option
              key={mark}
              name="decimal"
              value={mark}
              checked={choices.decimal === mark}
              label={t(`decimals.${mark}`)}
            />
          ))}
        </Styles>
        <Styles legend={t('days')}>
          {DAYS.map((style) => (
            <Option
              key={style}
              name="days"
              value={style}
              checked={choices.days === style}
              label={t(`dayStyles.${style}`, { day: shown[style] })}
            />
          ))}
        </Styles>
        <p className="text-sm text-ink-3">{t('phonesHint')}</p>
      </div>
    </details>
  )
}

function Styles({ legend, children }: { legend: string; children: ReactNode }) {
  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-1 text-base font-medium text-ink-2">{legend}</legend>
      {children}
    </fieldset>
  )
}

type OptionProps = { name: string; value: string; checked: boolean; label: string; hint?: string }

export function Option({ name, value, checked, label, hint }: OptionProps) {
  const id = `${name}-${value}`
  return (
    <div className="grid grid-cols-[auto_1fr] gap-x-2 text-base">
      <input
        type="radio"
        id={id}
        name={name}
        value={value}
        defaultChecked={checked}
        className="tick mt-0.5"
        {...(hint ? { 'aria-describedby': `${id}-hint` } : {})}
      />
      <label htmlFor={id}>{label}</label>
      {hint && (
        <p id={`${id}-hint`} className="col-start-2 text-sm text-ink-3">
          {hint}
        </p>
      )}
    </div>
  )
}
