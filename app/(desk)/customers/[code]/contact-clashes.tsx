'use client'

import { useTranslations } from 'use-intl/react'
import { Notice } from '@/app/_ui/notice'
import type { ContactFormState } from './contact-form'
import { useDesk } from './customer-desk'
import type { Clash, ClashState } from './use-clashes'

type Props = { form: ContactFormState; clashes: ClashState; title: string }

/**
 * What two people wrote at once, field by field: yours, what is kept, what stood there. Yours stays until another is
 * chosen.
 */
export function Clashes({ form, clashes: { clashes, taken, present }, title }: Props) {
  const t = useTranslations('contacts')
  if (!present) return null
  return (
    <div className="grid gap-3">
      {taken.length > 0 && (
        <Notice tone="plain">
          {t('clash.taken', { fields: taken.map((name) => t(`fields.${name}`)).join(', ') })}
        </Notice>
      )}
      {clashes.length > 0 && (
        <section aria-labelledby="clashes" className="grid gap-3 rounded-md bg-warn-soft px-3 py-3">
          <h3 id="clashes" className="text-base font-semibold">
            {title}
          </h3>
          {clashes.map((clash) => (
            <Choice key={clash.name} clash={clash} form={form} />
          ))}
        </section>
      )}
    </div>
  )
}

function Choice({ clash, form }: { clash: Clash; form: ContactFormState }) {
  const t = useTranslations('contacts')
  const say = useSpoken()
  const present = form.watch(clash.name) ?? ''
  const sides = (['yours', 'stored', 'original'] as const).filter((side) => clash[side] !== undefined)
  return (
    <fieldset className="grid gap-1">
      <legend className="text-base font-medium text-ink-2">{t(`fields.${clash.name}`)}</legend>
      {sides.map((side) => {
        const value = clash[side] as string | boolean
        return (
          <label
            key={side}
            className="grid cursor-pointer grid-cols-[16px_76px_minmax(0,1fr)] items-start gap-x-2.5 text-base"
          >
            <input
              type="radio"
              name={`clash-${clash.name}`}
              className="mt-0.5 accent-accent"
              checked={present === value && sides.find((one) => clash[one] === present) === side}
              onChange={() => form.setValue(clash.name, value as never, { shouldDirty: true, shouldValidate: true })}
            />
            <span className="text-ink-2">{t(`clash.${side}`)}</span>
            <span className="whitespace-pre-line [overflow-wrap:anywhere]">{say(clash.name, value)}</span>
          </label>
        )
      })}
    </fieldset>
  )
}

/** A value as its field shows it. */
function useSpoken() {
  const t = useTranslations('contacts')
  const words = useTranslations('words')
  const { languages } = useDesk()
  return (name: Clash['name'], value: string | boolean): string => {
    if (typeof value === 'boolean') return value ? words('yes') : words('no')
    if (name === 'language') return languages.find((choice) => choice.value === value)?.label ?? t('languageOfCustomer')
    if (value === '') return t('clash.empty')
    return name === 'role' ? words(`contactRoles.${value as 'buyer'}`) : value
  }
}
