import { formatFor, wordsFor } from '@/app/reader'
import { CUSTOMER_STATES } from '@/db/schema/vocabulary'
import type { Context } from '@/lib/context'
import {
  type ChoicePart,
  type CustomerFilter,
  LONGEST_DELAY,
  MISSING,
  RANGES,
  type RangePart,
} from '@/lib/customers/filter'
import { listCountries } from '@/lib/customers/queries/countries'
import { pickGroups } from '@/lib/groups/queries'
import { pickColleagues } from '@/lib/users/queries'

type Option = { value: string; label: string }

/** One more value for any part: what is chosen already travels beside it and is put together by the address. */
export async function FilterFields({ ctx, filter }: { ctx: Context; filter: CustomerFilter }) {
  const t = wordsFor(ctx, 'customers')
  const words = wordsFor(ctx, 'words')
  const format = formatFor(ctx)
  const [people, groups, countries] = await Promise.all([pickColleagues(ctx), pickGroups(ctx), listCountries(ctx)])
  const colleagues = people.map(({ handle, name, active }) => ({
    value: handle,
    label: active ? name : `${name} (${words('inactive')})`,
  }))
  const fields: { part: ChoicePart; options: Option[] }[] = [
    { part: 'colleague', options: colleagues },
    { part: 'collector', options: colleagues },
    { part: 'group', options: groups.map(({ slug, name }) => ({ value: slug, label: name })) },
    {
      part: 'country',
      options: countries
        .map((code) => ({ value: code, label: format.country(code) }))
        .sort((a, b) => a.label.localeCompare(b.label, ctx.actor.language)),
    },
  ]
  return (
    <div className="grid gap-3">
      {fields.map(({ part, options }) => (
        <label key={part} className="grid grid-cols-[110px_1fr] items-center gap-2 text-base">
          <span className="text-ink-2">{t(`parts.${part}`)}</span>
          <select name={part} defaultValue="" className="input">
            <option value="">{t('any')}</option>
            <option value="none">{t('nobody')}</option>
            <option value="!none">{t('somebody')}</option>
            <optgroup label={t('is')}>
              {options.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </optgroup>
            <optgroup label={t('isNot')}>
              {options.map(({ value, label }) => (
                <option key={value} value={`!${value}`}>
                  {t('isNot')} {label}
                </option>
              ))}
            </optgroup>
          </select>
        </label>
      ))}
      <label className="grid grid-cols-[110px_1fr] items-center gap-2 text-base">
        <span className="text-ink-2">{t('parts.contact')}</span>
        <select name="contact" defaultValue="" className="input">
          <option value="">{t('any')}</option>
          {MISSING.map((what) => (
            <option key={what} value={what}>
              {t(`missing.${what}`)}
            </option>
          ))}
          {MISSING.map((what) => (
            <option key={what} value={`!${what}`}>
              {t(`present.${what}`)}
            </option>
          ))}
        </select>
      </label>
      {RANGES.map((part) => (
        <RangeField key={part} ctx={ctx} part={part} filter={filter} />
      ))}
      <label className="grid grid-cols-[110px_1fr] items-center gap-2 text-base">
        <span className="text-ink-2">{t('parts.state')}</span>
        <select name="state" defaultValue={filter.state} className="input">
          {[...CUSTOMER_STATES, 'all' as const].map((state) => (
            <option key={state} value={state}>
              {words(`states.${state}`)}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" className="btn btn-go justify-self-end">
        {t('addFilter')}
      </button>
    </div>
  )
}

/** Two ends, sent apart: the address joins them. */
function RangeField({ ctx, part, filter }: { ctx: Context; part: RangePart; filter: CustomerFilter }) {
  const t = wordsFor(ctx, 'customers')
  const late = part === 'late'
  return (
    <fieldset className="grid grid-cols-[110px_1fr_1fr_auto] items-center gap-2 text-base">
      <legend className="sr-only">{t(`parts.${part}`)}</legend>
      <span className="text-ink-2" aria-hidden>
        {t(`parts.${part}`)}
      </span>
      {(['from', 'to'] as const).map((end) => (
        <input
          key={end}
          type="number"
          name={`${part}-${end}`}
          defaultValue={filter[part][end]}
          placeholder={t(end)}
          aria-label={t(`${end}Of`, { part: t(`parts.${part}`) })}
          min={late ? 0 : undefined}
          max={late ? LONGEST_DELAY : undefined}
          step={late ? 1 : 'any'}
          className="input"
        />
      ))}
      <span className="w-9 text-sm text-ink-3">{late ? t('lateUnit') : ctx.company.currency}</span>
    </fieldset>
  )
}
