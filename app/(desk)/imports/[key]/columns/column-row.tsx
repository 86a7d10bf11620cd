'use client'

import { useTranslations } from 'use-intl/react'
import type { Column, Why } from '@/lib/imports/queries/suggest'
import type { Group } from './columns-form'

type Props = {
  place: number
  column: Column
  groups: Group[]
  value: string
  twice: boolean
  error: string | undefined
  onChoose: (place: number, field: string) => void
}

const SHADES: Record<Why | 'twice', string> = {
  exact: 'tag',
  synonym: 'tag',
  saved: 'tag',
  ignored: 'tag',
  chosen: 'tag tag-on',
  new: 'tag tag-on',
  similar: 'tag tag-warn',
  twice: 'tag tag-danger',
}

/** One column of the file: its heading and first values, the field it is here, and why. */
export function ColumnRow({ place, column, groups, value, twice, error, onChoose }: Props) {
  const t = useTranslations('files.columns')
  const heading = column.heading || t('column', { letter: String(place + 1) })
  const why = twice ? 'twice' : value === (column.field ?? '') ? column.why : value === '' ? 'ignored' : 'chosen'
  const id = `field-${place}`
  return (
    <li className="grid grid-cols-[1.2fr_1fr_130px] items-center gap-x-4 gap-y-1.5 border-b border-line py-2 max-md:grid-cols-[1fr_auto]">
      <div className="min-w-0 max-md:order-1">
        <label htmlFor={id} className="block truncate text-base font-semibold">
          <span className="sr-only">{t('fieldOf', { heading })}</span>
          <span aria-hidden>{heading}</span>
        </label>
        <p className="truncate text-sm text-ink-2">
          {column.samples.length > 0 ? column.samples.join(' · ') : <span className="text-ink-3">{t('noSample')}</span>}
        </p>
      </div>
      <div className="grid min-w-0 gap-1 max-md:order-3 max-md:col-span-2">
        <select
          id={id}
          name={id}
          value={value}
          onChange={(event) => onChoose(place, event.currentTarget.value)}
          aria-invalid={Boolean(error) || twice}
          aria-describedby={error ? `${id}-why ${id}-error` : `${id}-why`}
          className={`input ${value === '' ? 'text-ink-3' : ''}`}
        >
          <option value="">{t('leaveOut')}</option>
          {groups.map(({ label, fields }) => (
            <optgroup key={label} label={label}>
              {fields.map((one) => (
                <option key={one.field} value={one.field}>
                  {one.label}
                  {one.needed ? ' *' : ''}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
        {error && (
          <p id={`${id}-error`} role="alert" className="text-sm text-danger">
            {error}
          </p>
        )}
      </div>
      <div className="max-md:order-2 max-md:self-start">
        <span id={`${id}-why`} className={SHADES[why]}>
          {t(`why.${why}`)}
        </span>
      </div>
    </li>
  )
}
