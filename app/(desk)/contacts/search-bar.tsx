import { type ChoicePartField, CustomerFields, FIELD_PARTS } from '@/app/_blocks/customer-fields'
import { SearchBar } from '@/app/_blocks/search-bar'
import type { SpokenPart } from '@/app/_blocks/search-words'
import { wordsFor } from '@/app/reader'
import { CONTACT_ROLES } from '@/db/schema/vocabulary'
import {
  ANYBODY,
  CONTACT_ANSWERS,
  CONTACT_CHOICES,
  type ContactFilter,
  type ContactView,
  contactsAddress,
  writeContactAddress,
} from '@/lib/contacts/filter'
import type { Context } from '@/lib/context'
import type { Problem } from '@/lib/filter'
import { languageChoices } from '../customers/languages'
import { partLabels } from './words'

type Props = {
  ctx: Context
  filter: ContactFilter
  view: ContactView
  parts: SpokenPart<ContactFilter>[]
  problems: Problem[]
}

const FIELDS: readonly string[] = [...FIELD_PARTS, ...CONTACT_CHOICES, ...CONTACT_ANSWERS]

/** The search for contacts: its words, chips and panel. */
export function ContactBar({ ctx, filter, view, parts, problems }: Props) {
  const written = new URLSearchParams(writeContactAddress(filter, { ...view, page: 1, exact: false }))
  return (
    <SearchBar
      ctx={ctx}
      action="/contacts"
      state={`${writeContactAddress(filter, view)} ${JSON.stringify(problems)}`}
      q={filter.q}
      placeholder={wordsFor(ctx, 'contacts')('list.searchPlaceholder')}
      parts={parts}
      list={filter.list}
      hrefTo={(other) => contactsAddress(other, { ...view, page: 1, exact: false })}
      kept={[...written].filter(([name]) => !FIELDS.includes(name))}
      fields={<CustomerFields {...{ ctx, filter, parts, problems }} before={contactFields(ctx, filter)} />}
      clear={contactsAddress(ANYBODY, { ...view, page: 1, exact: false })}
    />
  )
}

/** What of contacts can be chosen. */
function contactFields(ctx: Context, filter: ContactFilter): ChoicePartField[] {
  const t = wordsFor(ctx, 'contacts')
  const words = wordsFor(ctx, 'words')
  const labels = partLabels(ctx)
  const spoken = filter.language.map(({ value }) => value).filter((value) => value !== 'none')
  const option = (value: string, label: string) => ({ value, label })
  const roles = CONTACT_ROLES.map((role) => option(role, words(`contactRoles.${role}`)))
  const groups = {
    role: [{ options: roles }],
    language: [
      {
        options: [
          option('none', t('list.asCustomer')),
          option('!none', t('list.ownLanguage')),
          ...languageChoices(ctx, spoken),
        ],
      },
    ],
    email: [{ options: [option('none', t('list.noEmail')), option('!none', t('list.hasEmail'))] }],
  }
  const answers = [{ options: [option('yes', words('yes')), option('no', words('no'))] }]
  return [
    ...CONTACT_CHOICES.map((part) => ({ part, label: labels[part] ?? '', tokens: filter[part], groups: groups[part] })),
    ...CONTACT_ANSWERS.map((part) => ({
      part,
      label: labels[part] ?? '',
      tokens: filter[part] === '' ? [] : [{ not: false, value: filter[part] }],
      groups: answers,
      single: true,
    })),
  ]
}
