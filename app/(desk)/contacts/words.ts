import { type SpokenPart, speak, turned } from '@/app/_blocks/search-words'
import { formatFor, wordsFor } from '@/app/reader'
import type { ContactRole } from '@/db/schema/vocabulary'
import { CONTACT_ANSWERS, CONTACT_CHOICES, type ContactFilter } from '@/lib/contacts/filter'
import type { Context } from '@/lib/context'
import type { Aimed } from '@/lib/customers/queries/aim'
import type { Token } from '@/lib/filter'

type Choice = (typeof CONTACT_CHOICES)[number]

/** The search, part by part: what is asked of the contacts, then what is asked of their customers. */
export function speakContacts(ctx: Context, filter: ContactFilter, names: Aimed): SpokenPart<ContactFilter>[] {
  const labels = partLabels(ctx)
  const answer = wordsFor(ctx, 'words')
  const own = CONTACT_CHOICES.flatMap((part) =>
    filter[part].map((token) => ({
      part,
      label: labels[part] ?? part,
      not: token.not && part !== 'email' && token.value !== 'none',
      value: valueWords(ctx, part, token),
      without: { ...filter, [part]: filter[part].filter((other) => other !== token) },
      ...(part !== 'email' &&
        token.value !== 'none' && { opposite: { ...filter, [part]: turned(filter[part], token) } }),
    })),
  )
  const answered = CONTACT_ANSWERS.flatMap((part) => {
    const said = filter[part]
    return said === ''
      ? []
      : [
          {
            part,
            label: labels[part] ?? part,
            not: false,
            value: answer(said),
            without: { ...filter, [part]: '' as const },
          },
        ]
  })
  const [words, customers] = split(speak(ctx, formatFor(ctx), filter, names))
  return [...words, ...own, ...answered, ...customers]
}

/** What the parts are called that customers do not have. */
export function partLabels(ctx: Context): Record<string, string> {
  const t = wordsFor(ctx, 'contacts')
  return Object.fromEntries([...CONTACT_CHOICES, ...CONTACT_ANSWERS].map((part) => [part, t(`list.parts.${part}`)]))
}

function valueWords(ctx: Context, part: Choice, { not, value }: Token): string {
  const t = wordsFor(ctx, 'contacts')
  if (part === 'role') return wordsFor(ctx, 'words')(`contactRoles.${value as ContactRole}`)
  if (part === 'email') {
    if (value === 'undeliverable') return t(not ? 'list.deliverable' : 'list.undeliverable')
    return t(not ? 'list.hasEmail' : 'list.noEmail')
  }
  if (value === 'none') return t(not ? 'list.ownLanguage' : 'list.asCustomer')
  return formatFor(ctx).language(value)
}

/** The words searched for come first. */
function split<Part extends { part: string }>(parts: Part[]): [Part[], Part[]] {
  return [parts.filter(({ part }) => part === 'q'), parts.filter(({ part }) => part !== 'q')]
}
