'use client'

import { useTranslations } from 'use-intl/react'
import { Link } from '@/app/_ui/link'
import type { NearPerson } from '@/lib/contacts/queries/near'
import { contactAddress } from '@/lib/contacts/rules'
import { fullName } from '@/lib/users/rules'
import { type DeskContact, useDesk } from './customer-desk'
import type { NearState } from './use-near'

type Props = {
  near: NearState
  contact: DeskContact | undefined
  dirty: boolean
  using: NearPerson | undefined
  onUse: (person: NearPerson) => void
}

/** Who this may be already: to be looked at, to be used instead of a second person, or to be merged with. */
export function ContactNear({ near, using, ...rest }: Props) {
  const t = useTranslations('contacts')
  const { people, others } = peopleIn(near, { ...rest, using })
  return (
    <section aria-live="polite" aria-labelledby="near" className="grid gap-2 empty:hidden">
      {near.problem && <p className="text-sm text-ink-3">{t(`near.${near.problem}`)}</p>}
      {people.length > 0 && (
        <>
          <h3 id="near" className="text-base font-semibold text-warn">
            {t('near.title', { count: people.length })}
          </h3>
          <ul className="grid gap-2">
            {people.map((person) => (
              <Known key={person.contactId} person={person} {...rest} />
            ))}
          </ul>
        </>
      )}
      {others.length > 0 && (
        <details className="text-base">
          <summary className="cursor-pointer text-ink-2">{t('near.others', { count: others.length })}</summary>
          <ul className="mt-2 grid gap-2">
            {others.map((person) => (
              <Known key={person.contactId} person={person} {...rest} />
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

/** Of a contact that stands, whoever only shares its mailbox or switchboard is no news. */
export function peopleIn(near: NearState, { contact, dirty, using }: Pick<Props, 'contact' | 'dirty' | 'using'>) {
  const found = (near.answer?.people ?? []).filter(({ contactId }) => contactId !== using?.contactId)
  const isNews = (person: NearPerson) => !contact || dirty || person.alike
  return { people: found.filter(isNews), others: found.filter((person) => !isNews(person)) }
}

type KnownProps = Omit<Props, 'near' | 'using'> & { person: NearPerson }

function Known({ person, contact, dirty, onUse }: KnownProps) {
  const t = useTranslations('contacts')
  const { code, tab } = useDesk()
  const name = fullName(person.person)
  const more = person.customers - person.places.length
  return (
    <li className="grid gap-1 rounded-md border border-line px-3 py-2 text-base">
      <p className="[overflow-wrap:anywhere]">
        <span className="font-semibold">{name}</span>
        <span className="text-ink-2">
          {' · '}
          {[t(`near.why.${person.why}`), person.person.email].filter(Boolean).join(' · ')}
        </span>
      </p>
      <p className="flex flex-wrap gap-x-3 text-sm text-ink-2">
        {person.places.map((place) => (
          <Link
            key={place.contactId}
            href={contactAddress(place.code, place.contactId)}
            target="_blank"
            rel="noopener"
            className="link"
          >
            {place.code === code ? t('near.here') : place.name}
          </Link>
        ))}
        {more > 0 && <span>{t('near.more', { count: more })}</span>}
      </p>
      {!contact && !person.here && (
        <p>
          <button type="button" className="btn" onClick={() => onUse(person)}>
            {t('near.use', { name })}
          </button>
        </p>
      )}
      {contact && !dirty && (
        <p>
          <Link
            href={`${contactAddress(code, contact.id, tab)}&with=${person.contactId}`}
            scroll={false}
            replace
            className="btn"
          >
            {t('merge.open', { name })}
          </Link>
        </p>
      )}
      {contact && dirty && <p className="text-sm text-ink-3">{t('near.saveFirst')}</p>}
    </li>
  )
}
