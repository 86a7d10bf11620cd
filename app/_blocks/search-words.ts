import { wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import { CHOICES, type ChoicePart, type CustomerFilter, EVERYONE } from '@/lib/customers/filter'
import type { Aimed } from '@/lib/customers/queries/aim'
import type { Token } from '@/lib/filter'
import type { Format } from '@/lib/i18n/format'

/** One part of a search as a person reads it, and the search without it. */
export type SpokenPart = {
  part: keyof CustomerFilter
  label: string
  not: boolean
  value: string
  without: CustomerFilter
}

/** The search, part by part: what the chips, the page title and the journal of changes say. */
export function speak(
  ctx: Context,
  format: Format,
  filter: CustomerFilter,
  names: Pick<Aimed, 'people' | 'groups'>,
): SpokenPart[] {
  const t = wordsFor(ctx, 'customers')
  const words = wordsFor(ctx, 'words')
  const part = (
    name: keyof CustomerFilter,
    value: string,
    without: Partial<CustomerFilter>,
    not = false,
  ): SpokenPart => ({
    part: name,
    label: t(`parts.${name}`),
    not,
    value,
    without: { ...filter, ...without },
  })
  const wordsOf = (name: ChoicePart, { value }: Token) => {
    if (value === 'none') return words('none')
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
        part(name, wordsOf(name, token), { [name]: filter[name].filter((other) => other !== token) }, token.not),
      ),
    ),
    ...(filter.state === EVERYONE.state
      ? []
      : [part('state', words(`states.${filter.state}`), { state: EVERYONE.state })]),
  ]
}

/** The search as one line, for a title or a journal: `Colleague is not Ana Novak · Country France`. */
export function searchLine(ctx: Context, parts: readonly SpokenPart[]): string {
  const t = wordsFor(ctx, 'customers')
  return parts
    .map(({ part, label, not, value }) =>
      part === 'q' ? `“${value}”` : [label, not ? t('isNot') : '', value].filter(Boolean).join(' '),
    )
    .join(' · ')
}
