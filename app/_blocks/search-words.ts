import { wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import {
  CHOICES,
  type ChoicePart,
  type CustomerFilter,
  EVERYONE,
  type Missing,
  RANGES,
  type RangePart,
} from '@/lib/customers/filter'
import type { Aimed } from '@/lib/customers/queries/aim'
import { ANYTHING, type Range, type Token } from '@/lib/filter'
import type { Format } from '@/lib/i18n/format'

/** One part of a search as a person reads it, and the search without it. */
export type SpokenPart<Filter = CustomerFilter> = {
  part: string
  label: string
  not: boolean
  value: string
  without: Filter
  /** The search with the opposite of this part, where it has one. */
  opposite?: Filter
}

/** What is asked of customers, also where something else is searched for by it. */
type Asked = Omit<CustomerFilter, 'contact'> & Partial<Pick<CustomerFilter, 'contact'>>

/** The search, part by part: what the chips, the page title and the journal of changes say. */
export function speak<Filter extends Asked>(
  ctx: Context,
  format: Format,
  filter: Filter,
  names: Pick<Aimed, 'people' | 'groups' | 'frozen'>,
): SpokenPart<Filter>[] {
  const t = wordsFor(ctx, 'customers')
  const words = wordsFor(ctx, 'words')
  const part = (
    name: keyof CustomerFilter,
    value: string,
    without: Partial<CustomerFilter>,
    not = false,
    opposite?: Partial<CustomerFilter>,
  ): SpokenPart<Filter> => ({
    part: name,
    label: name === 'list' && names.frozen ? wordsFor(ctx, 'views')('exactly') : t(`parts.${name}`),
    not,
    value,
    without: { ...filter, ...without },
    ...(opposite && { opposite: { ...filter, ...opposite } }),
  })
  const wordsOf = (name: ChoicePart, { not, value }: Token) => {
    if (value === 'none') return not ? t('somebody') : words('none')
    if (name === 'country') return format.country(value)
    return (name === 'group' ? names.groups : names.people).get(value)?.name ?? value
  }
  return [
    ...(filter.q ? [part('q', filter.q, { q: '' })] : []),
    ...(filter.code.length > 0
      ? [part('code', filter.code.slice(0, 3).join(', ') + (filter.code.length > 3 ? '…' : ''), { code: [] })]
      : []),
    ...(filter.list ? [part('list', '', { list: '' })] : []),
    ...CHOICES.flatMap((name) =>
      filter[name].map((token) =>
        part(
          name,
          wordsOf(name, token),
          { [name]: filter[name].filter((other) => other !== token) },
          token.not && token.value !== 'none',
          token.value === 'none' ? undefined : { [name]: turned(filter[name], token) },
        ),
      ),
    ),
    ...(filter.contact ?? []).map((token) =>
      part('contact', t(`${token.not ? 'present' : 'missing'}.${token.value as Missing}`), {
        contact: filter.contact?.filter((other) => other !== token) ?? [],
      }),
    ),
    ...RANGES.filter((name) => filter[name].from + filter[name].to !== '').map((name) =>
      part(name, rangeWords(ctx, format, name, filter[name]), { [name]: ANYTHING }),
    ),
    ...(filter.state === EVERYONE.state
      ? []
      : [part('state', words(`states.${filter.state}`), { state: EVERYONE.state })]),
  ]
}

/** The tokens with one of them turned into its opposite, which may be among them already. */
export function turned(tokens: readonly Token[], one: Token): Token[] {
  const { value, not } = one
  const others = tokens.filter((token) => token !== one && !(token.value === value && token.not !== not))
  return [...others, { value, not: !not }]
}

/** `from €1,000`, `30 to 60 days`. */
function rangeWords(ctx: Context, format: Format, name: RangePart, { from, to }: Range): string {
  const t = wordsFor(ctx, 'customers')
  const days = (count: string) => wordsFor(ctx, 'words')('days', { days: Number(count) })
  const money = (amount: string) => (amount.includes('.') ? format.money(amount) : format.rounded(amount))
  const unit = name === 'late' ? days : money
  if (name === 'late' && to === '0') return t('notLate')
  if (from === to) return t('rangeOnly', { from: unit(from) })
  if (to === '') return t('rangeFrom', { from: unit(from) })
  if (from === '') return t('rangeTo', { to: unit(to) })
  return t('rangeBetween', { from: name === 'late' ? format.number(Number(from)) : unit(from), to: unit(to) })
}

/** The search as one line, for a title or a journal: `Colleague is not Ana Novak · Country France`. */
export function searchLine(ctx: Context, parts: readonly SpokenPart<unknown>[]): string {
  const t = wordsFor(ctx, 'customers')
  return parts
    .map(({ part, label, not, value }) =>
      part === 'q' ? `“${value}”` : [label, not ? t('isNot') : '', value].filter(Boolean).join(' '),
    )
    .join(' · ')
}

/** What a browser's favourite has room for. */
const LONGEST_TITLE = 60

/** The search as the title of a page, or nothing where everything is shown. */
export function shortened(line: string): string {
  return line.length > LONGEST_TITLE ? `${line.slice(0, LONGEST_TITLE)}…` : line
}
