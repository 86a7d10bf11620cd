'use client'

import type { UseFormRegister } from 'react-hook-form'
import { useTranslations } from 'use-intl/react'
import type { z } from 'zod'
import { Field } from '@/app/_ui/field'
import { Tick } from '@/app/_ui/tick'
import { HAND_MADE_CONTACT_ROLES } from '@/db/schema/vocabulary'
import type { addContactInput } from '@/lib/contacts/input'
import { useDesk } from './customer-desk'

/** What the form holds: the fields of a new contact, and of a present one also which it is and as of when. */
export type ContactValues = z.input<typeof addContactInput> & {
  contactId?: number
  version?: number
  personVersion?: number
}

type Name = keyof ContactValues & string
type Props = {
  register: UseFormRegister<ContactValues>
  error: (name: Name) => string | undefined
  starHint: string
}

export function ContactFields(props: Props) {
  const t = useTranslations('contacts')
  const { register, error, starHint } = props
  return (
    <>
      <div className="grid items-start gap-x-4 gap-y-3 sm:grid-cols-2">
        <Roles {...props} />
        <Text {...props} name="title" />
        <Text {...props} name="firstName" />
        <Text {...props} name="lastName" needed />
        <Text {...props} name="email" type="email" />
        <Languages {...props} />
        <Text {...props} name="phone" type="tel" />
        <Text {...props} name="mobile" type="tel" />
        <Text {...props} name="fax" type="tel" />
      </div>
      <Field
        name="comment"
        scope="contact"
        label={t('fields.comment')}
        error={error('comment')}
        hint={t('hints.comment')}
      >
        {(control) => <textarea {...control} {...register('comment')} rows={2} className="input" />}
      </Field>
      <Tick
        id="contact-forCollection"
        label={t('fields.forCollection')}
        hint={starHint}
        error={error('forCollection')}
        {...register('forCollection')}
      />
      <Tick id="contact-inCopy" label={t('fields.inCopy')} error={error('inCopy')} {...register('inCopy')} />
    </>
  )
}

type TextProps = Props & {
  name: 'title' | 'firstName' | 'lastName' | 'email' | 'phone' | 'mobile' | 'fax'
  type?: string
  needed?: boolean
}

function Text({ register, error, name, type = 'text', needed = false }: TextProps) {
  const t = useTranslations('contacts')
  return (
    <Field name={name} scope="contact" label={t(`fields.${name}`)} error={error(name)}>
      {(control) => (
        <input
          {...control}
          {...register(name)}
          type={type}
          required={needed}
          className="input"
          autoComplete="off"
          autoCapitalize={type === 'email' ? 'none' : undefined}
          spellCheck={false}
        />
      )}
    </Field>
  )
}

function Roles({ register, error }: Props) {
  const t = useTranslations('contacts')
  const words = useTranslations('words')
  return (
    <Field name="role" scope="contact" label={t('fields.role')} error={error('role')}>
      {(control) => (
        <select {...control} {...register('role')} className="input">
          {HAND_MADE_CONTACT_ROLES.map((role) => (
            <option key={role} value={role}>
              {words(`contactRoles.${role}`)}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

function Languages({ register, error }: Props) {
  const t = useTranslations('contacts')
  const { languages } = useDesk()
  return (
    <Field name="language" scope="contact" label={t('fields.language')} error={error('language')}>
      {(control) => (
        <select {...control} {...register('language')} className="input">
          <option value="">{t('languageOfCustomer')}</option>
          {languages.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
