'use client'

import { type ReactNode, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { Field } from '@/app/_ui/field'
import { Notice } from '@/app/_ui/notice'
import { usePostedForm } from '@/app/_ui/use-posted-form'
import { useRefusals } from '@/app/_ui/use-refusals'
import { setMappingAction } from '@/lib/imports/actions'
import type { Column } from '@/lib/imports/queries/suggest'
import { ColumnRow } from './column-row'

export type Group = { label: string; fields: { field: string; label: string; needed: boolean }[] }

/** `base`: the remembered mapping it begins with. `children`: how the file is taken. */
type Props = {
  importKey: string
  columns: Column[]
  groups: Group[]
  base: number | undefined
  name: string
  children: ReactNode
}

/**
 * Columns of the file beside fields of ours. What stands twice or is missing is said while somebody chooses, and again
 * by the server.
 */
export function ColumnsForm({ importKey, columns, groups, base, name, children }: Props) {
  const t = useTranslations('files.columns')
  const say = useRefusals()
  const { answer, busy, form } = usePostedForm(setMappingAction)
  const typed = answer?.ok === false ? answer.typed : undefined
  const [chosen, setChosen] = useState(() =>
    columns.map(({ field }, place) => (typed ? (typed[`field-${place}`] ?? '') : (field ?? ''))),
  )
  const failure = answer?.ok === false ? answer.failure : undefined
  const errors = failure?.fields ?? {}
  const wrong = (name: string) => {
    const message = errors[name]
    return message && failure ? say({ ...failure, message }) : undefined
  }
  const whole = failure && Object.keys(errors).length === 0 ? say(failure) : undefined
  const choose = (place: number, field: string) => setChosen(chosen.with(place, field))
  return (
    <form {...form} className="grid gap-6">
      <input type="hidden" name="key" value={importKey} />
      {base !== undefined && <input type="hidden" name="base" value={base} />}
      <div className="grid gap-3">
        {whole && <Notice tone="bad">{whole}</Notice>}
        <Standing groups={groups} chosen={chosen} />
        <ul className="border-t border-line-strong">
          <li
            aria-hidden
            className="grid grid-cols-[1.2fr_1fr_130px] gap-4 border-b border-line-strong py-2 text-base text-ink-2 max-md:hidden"
          >
            <span>{t('theirs')}</span>
            <span>{t('ours')}</span>
            <span />
          </li>
          {columns.map((column, place) => (
            <ColumnRow
              // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place; headings may be the same.
              key={place}
              place={place}
              column={column}
              groups={groups}
              value={chosen[place] ?? ''}
              twice={chosen[place] !== '' && chosen.filter((field) => field === chosen[place]).length > 1}
              error={wrong(`field-${place}`)}
              onChoose={choose}
            />
          ))}
        </ul>
      </div>
      {children}
      <div className="max-w-md">
        <Field name="name" label={t('rememberAs')} hint={t('rememberHint')} error={wrong('name')}>
          {(control) => (
            <input
              {...control}
              defaultValue={typed?.name ?? name}
              maxLength={80}
              autoComplete="off"
              className="input"
            />
          )}
        </Field>
      </div>
      <div className="flex flex-wrap items-center gap-3">
        <button type="submit" className="btn btn-go" disabled={busy}>
          {t('check')}
        </button>
        <p className="text-base text-ink-2">{t('checkHint')}</p>
      </div>
    </form>
  )
}

/** What is still missing, or that nothing is. */
function Standing({ groups, chosen }: { groups: Group[]; chosen: string[] }) {
  const t = useTranslations('files.columns')
  const missing = groups
    .flatMap(({ fields }) => fields)
    .filter(({ needed, field }) => needed && !chosen.includes(field))
  const taken = chosen.filter((field) => field !== '').length
  if (missing.length === 0) return <Notice>{t('complete', { taken, all: chosen.length })}</Notice>
  return <Notice tone="warn">{t('missing', { fields: missing.map(({ label }) => label).join(', ') })}</Notice>
}
