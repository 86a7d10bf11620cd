import type { SpokenPart } from '@/app/_blocks/search-words'
import { formatFor, wordsFor } from '@/app/reader'
import { CUSTOMER_STATES } from '@/db/schema/vocabulary'
import type { Context } from '@/lib/context'
import { CHOICES, type CustomerFilter, LONGEST_DELAY, RANGES, type RangePart } from '@/lib/customers/filter'
import { listCountries } from '@/lib/customers/queries/countries'
import { type Problem, type Range, type Token, writeTokens } from '@/lib/filter'
import { pickGroups } from '@/lib/groups/queries'
import { pickColleagues } from '@/lib/users/queries'
import { ChoiceField, type Option, type OptionGroup } from './filter-choice'

/** The parts of a search for customers that have a field of their own here. */
export const FIELD_PARTS: readonly string[] = ['q', ...CHOICES, ...RANGES, 'state']

/** A part that chooses among values: what is in force, and what can be chosen. */
export type ChoicePartField = {
  part: string
  label: string
  tokens: readonly Token[]
  groups: OptionGroup[]
  /** Whether it can be answered once only. */
  single?: boolean
}

type Asked = Omit<CustomerFilter, 'contact'>
type Props<Filter extends Asked> = {
  ctx: Context
  filter: Filter
  parts: SpokenPart<Filter>[]
  problems: Problem[]
  /** Fields of somebody else's before and after those that choose. */
  before?: ChoicePartField[]
  after?: ChoicePartField[]
}

/** Every field shows what is in force, so that what is sent is what is shown. */
export async function CustomerFields<Filter extends Asked>(props: Props<Filter>) {
  const { ctx, filter, parts, problems, before = [], after = [] } = props
  const t = wordsFor(ctx, 'customers')
  const words = wordsFor(ctx, 'words')
  return (
    <div className="grid gap-3">
      {[...before, ...(await customerChoices(ctx, filter)), ...after].map(
        ({ part, label, tokens, groups, single = false }) => (
          <ChoiceField
            key={part}
            name={part}
            label={label}
            chosen={inForce(ctx, part, tokens, parts)}
            groups={groups}
            single={single}
            words={{ any: t('any'), another: t('another'), anotherOf: t('anotherOf', { part: label }) }}
          />
        ),
      )}
      {RANGES.map((part) => (
        <RangeField key={part} ctx={ctx} part={part} range={typed(part, filter, problems)} />
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

/** What of customers can be chosen, part by part. */
async function customerChoices(ctx: Context, filter: Asked): Promise<ChoicePartField[]> {
  const t = wordsFor(ctx, 'customers')
  const words = wordsFor(ctx, 'words')
  const format = formatFor(ctx)
  const [people, slugs, countries] = await Promise.all([pickColleagues(ctx), pickGroups(ctx), listCountries(ctx)])
  const first = [
    { value: 'none', label: t('nobody') },
    { value: '!none', label: t('somebody') },
  ]
  const colleagues = people.map(({ handle, name, active }) => ({
    value: handle,
    label: active ? name : `${name} (${words('inactive')})`,
  }))
  const options = {
    colleague: colleagues,
    collector: colleagues,
    group: slugs.map(({ slug, name }) => ({ value: slug, label: name })),
    country: countries
      .map((code) => ({ value: code, label: format.country(code) }))
      .sort((a, b) => a.label.localeCompare(b.label, ctx.actor.language)),
  }
  return CHOICES.map((part) => ({
    part,
    label: t(`parts.${part}`),
    tokens: filter[part],
    groups: [{ options: [...first, ...options[part]] }],
  }))
}

/** The values of a part that narrow the search now, spelled as the address spells them. */
function inForce(ctx: Context, part: string, tokens: readonly Token[], parts: SpokenPart<unknown>[]): Option[] {
  const spoken = parts.filter((one) => one.part === part)
  const isNot = wordsFor(ctx, 'customers')('isNot')
  return tokens.map((token, at) => {
    const { not = token.not, value = token.value } = spoken[at] ?? {}
    return { value: writeTokens([token]), label: not ? `${isNot} ${value}` : value }
  })
}

/** The range in force, or the ends as they were typed where they are no range. */
function typed(part: RangePart, filter: Asked, problems: Problem[]): Range {
  const value = problems.find((problem) => problem.part === part)?.value
  if (value === undefined) return filter[part]
  const [from = '', to = from] = value.split('..')
  return { from, to }
}

/** Two ends, sent apart: the address joins them. */
function RangeField({ ctx, part, range }: { ctx: Context; part: RangePart; range: Range }) {
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
          defaultValue={range[end]}
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
