'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { Notice } from '@/app/_ui/notice'
import { useDeed } from '@/app/_ui/use-deed'
import { mergeContactsAction } from '@/lib/contacts/actions'
import type { Merged } from '@/lib/contacts/commands/merge'
import type { MergePreview, Side } from '@/lib/contacts/queries/merge'
import { isOfErp, PERSONAL, type Personal, unmergeAddress } from '@/lib/contacts/rules'
import type { Result } from '@/lib/result'
import { fullName } from '@/lib/users/rules'
import { ContactBack, NoStep } from './contact-back'
import { type Said, useDesk } from './customer-desk'
import { useSaidField } from './use-said-field'

type Props = { id: number; preview: MergePreview | undefined; onDone: (said: Said) => void }
type Take = Record<Personal, 'kept' | 'gone'>

/** Two contacts that are one person: which field is taken from whom, and what becomes of the places of both. */
export function ContactMerge({ id, preview, onDone }: Props) {
  const t = useTranslations('contacts')
  if (!preview || preview.problem) {
    return <NoStep id={id}>{t(preview?.problem ? `merge.problems.${preview.problem}` : 'goneText')}</NoStep>
  }
  // Whoever was changed meanwhile is compared anew, with nothing chosen.
  const { kept, gone } = preview
  return <Comparison key={`${kept.personVersion} ${gone.personVersion}`} {...{ kept, gone, onDone }} />
}

type ComparisonProps = { kept: Side; gone: Side; onDone: Props['onDone'] }

function Comparison({ kept, gone, onDone }: ComparisonProps) {
  const t = useTranslations('contacts')
  const router = useRouter()
  const { code } = useDesk()
  const { act, busy, problem } = useDeed()
  const [take, setTake] = useState<Take>(() => firstChoice(kept, gone))
  const chosen = (name: Personal) => (take[name] === 'kept' ? kept : gone).fields[name]
  const name = fullName({ firstName: chosen('firstName'), lastName: chosen('lastName') ?? '' })
  const input = {
    ...{ contactId: kept.contactId, personVersion: kept.personVersion, take },
    ...{ otherId: gone.contactId, otherPersonVersion: gone.personVersion },
  }
  const merge = () =>
    act(
      () => mergeContactsAction(input) as Promise<Result<Merged>>,
      ({ contactId, customers, merge }) => {
        const place = merge && unmergeAddress(code, contactId, merge)
        const undo = place ? () => router.push(place, { scroll: false }) : undefined
        onDone({ text: t('said.merged', { name, count: customers }), ...(undo && { undo }) })
      },
    )
  return (
    <div className="grid gap-4 text-base">
      {problem && <Notice tone="bad">{problem}</Notice>}
      <p>{t('merge.text', { kept: nameOf(kept), gone: nameOf(gone) })}</p>
      {kept.fromErp && <Notice tone="plain">{t('merge.erp')}</Notice>}
      {PERSONAL.map((field) => (
        <FieldChoice
          key={field}
          {...{ field, kept, gone, take }}
          onTake={(side) => setTake({ ...take, [field]: side })}
        />
      ))}
      <Places kept={kept} gone={gone} />
      <div className="sticky -bottom-5 -mx-5 -mb-5 flex flex-wrap gap-2 border-t border-line bg-surface px-5 pt-3 pb-5">
        <button type="button" className="btn btn-go" disabled={busy} onClick={merge}>
          {t('merge.go', { name })}
        </button>
        <ContactBack id={kept.contactId}>{t('merge.back')}</ContactBack>
      </div>
    </div>
  )
}

const nameOf = ({ fields: { firstName, lastName } }: Side) => fullName({ firstName, lastName })

/** The first one's words, and the other's where the first has none. What the ERP says is not chosen. */
function firstChoice(kept: Side, gone: Side): Take {
  return Object.fromEntries(
    PERSONAL.map((name) => [
      name,
      !isOfErp(name, kept) && kept.fields[name] === null && gone.fields[name] !== null ? 'gone' : 'kept',
    ]),
  ) as Take
}

type ChoiceProps = { field: Personal; kept: Side; gone: Side; take: Take; onTake: (side: 'kept' | 'gone') => void }

function FieldChoice({ field, kept, gone, take, onTake }: ChoiceProps) {
  const t = useTranslations('contacts')
  const say = useSaidField()
  const values = { kept: kept.fields[field], gone: gone.fields[field] }
  if (values.kept === null && values.gone === null) return null
  const owned = isOfErp(field, kept)
  if (values.kept === values.gone || owned) {
    return (
      <p className="grid grid-cols-[110px_minmax(0,1fr)] gap-3 border-b border-line pb-2">
        <span className="text-ink-2">{t(`fields.${field}`)}</span>
        <span className="[overflow-wrap:anywhere]">
          {say(field, values.kept)}
          {field === 'email' && (kept.undeliverable || (gone.undeliverable && values.kept === values.gone)) && (
            <Returned />
          )}
          {owned && values.kept !== values.gone && values.gone !== null && (
            <s className="block text-ink-3">{values.gone}</s>
          )}
        </span>
      </p>
    )
  }
  return (
    <fieldset className="grid grid-cols-[110px_minmax(0,1fr)] gap-3 border-b border-line pb-2">
      <legend className="float-left text-ink-2">{t(`fields.${field}`)}</legend>
      <span className="col-start-2 grid gap-1">
        {(['kept', 'gone'] as const).map((side) => (
          <label key={side} className="grid cursor-pointer grid-cols-[16px_minmax(0,1fr)] gap-x-2.5">
            <input
              type="radio"
              name={`take-${field}`}
              className="mt-0.5 accent-accent"
              checked={take[field] === side}
              onChange={() => onTake(side)}
            />
            <span className="[overflow-wrap:anywhere]">
              {say(field, values[side])}
              {field === 'email' && { kept, gone }[side].undeliverable && <Returned />}
            </span>
          </label>
        ))}
      </span>
    </fieldset>
  )
}

function Returned() {
  return <span className="tag tag-warn ml-2">{useTranslations('contacts')('returned')}</span>
}

/** At which customers the person will be a contact, which two contacts become one, and whose star goes where. */
function Places({ kept, gone }: { kept: Side; gone: Side }) {
  const t = useTranslations('contacts')
  const before = new Map(kept.places.map((place) => [place.customerId, place]))
  const lines = gone.places.map((place) => ({ place, twice: before.get(place.customerId) }))
  const more = kept.customers - kept.places.length + gone.customers - gone.places.length
  const numbered = lines.filter(({ place, twice }) => place.externalId && twice?.externalId)
  return (
    <section aria-labelledby="merge-places" className="grid gap-1">
      <h3 id="merge-places" className="font-semibold">
        {t('merge.places')}
      </h3>
      <ul className="grid gap-1">
        {kept.places
          .filter(({ customerId }) => !lines.some(({ place }) => place.customerId === customerId))
          .map((place) => (
            <li key={place.customerId}>{t('merge.stays', { customer: place.name })}</li>
          ))}
        {lines.map(({ place, twice }) => (
          <li key={place.customerId}>
            {t(twice ? 'merge.folds' : 'merge.moves', { customer: place.name })}
            {place.forCollection && ` ${t('merge.star')}`}
          </li>
        ))}
        {more > 0 && <li>{t('near.more', { count: more })}</li>}
      </ul>
      {numbered.length > 0 && <Notice tone="warn">{t('merge.numbered')}</Notice>}
    </section>
  )
}
