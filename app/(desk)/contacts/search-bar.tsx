import { type ChoicePartField, CustomerFields, FIELD_PARTS } from '@/app/_blocks/customer-fields'
import { Kept, SearchBar, unfielded } from '@/app/_blocks/search-bar'
import type { SpokenPart } from '@/app/_blocks/search-words'
import type { OpenPanel } from '@/app/_ui/panel'
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

const writtenIn = ({ filter, view }: Pick<Props, 'filter' | 'view'>) => [
  ...new URLSearchParams(writeContactAddress(filter, { ...view, page: 1, exact: false })),
]

/** The search for contacts: its words, chips and panel. `inPlace`: its fields stand in the page. */
export function ContactBar({ open, inPlace, ...props }: Props & { open: OpenPanel; inPlace: boolean }) {
  const { ctx, filter, view, parts, problems } = props
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
      kept={unfielded(writtenIn(props), problems)}
      open={open}
      fields={inPlace && <ContactFilterFields {...props} />}
      clear={contactsAddress(ANYBODY, { ...view, page: 1, exact: false })}
    />
  )
}

/** The fields of the form, and what it has no field for. */
export function ContactFilterFields(props: Props) {
  return (
    <>
      <Kept fields={writtenIn(props).filter(([name]) => !FIELDS.includes(name))} />
      <CustomerFields {...props} before={contactFields(props.ctx, props.filter)} />
    </>
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
    email: [
      {
        options: [
          option('none', t('list.noEmail')),
          option('!none', t('list.hasEmail')),
          option('undeliverable', t('list.undeliverable')),
        ],
      },
    ],
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
