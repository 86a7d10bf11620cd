'use client'

import { Lock } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import { Field } from '@/app/_ui/field'
import { Tick } from '@/app/_ui/tick'
import { HAND_MADE_CONTACT_ROLES } from '@/db/schema/vocabulary'
import { type FromErp, isOfErp } from '@/lib/contacts/rules'
import type { ContactFormState } from './contact-form'
import { MarkTick } from './contact-mark'
import { StarTick } from './contact-star'
import type { ContactValues } from './contact-values'
import { type DeskContact, useDesk } from './customer-desk'

type Name = keyof ContactValues & string
type Props = {
  form: ContactFormState
  error: (name: Name) => string | undefined
  contact: DeskContact | undefined
  /** What the ERP says of the person is read here and not written. */
  locked: FromErp
  /** Whether the contact is itself one of the ERP, and its role beside the one that we give it. */
  erp: boolean
  /** Whether the mobile can be dialled as it stands; unknown while that is being asked. */
  reads: boolean | undefined
}

export function ContactFields(props: Props) {
  const t = useTranslations('contacts')
  const { form, error } = props
  const { register } = form
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
      <MarkTick {...props} />
      <Field
        name="comment"
        scope="contact"
        label={t('fields.comment')}
        error={error('comment')}
        hint={t('hints.comment')}
      >
        {(control) => <textarea {...control} {...register('comment')} rows={2} className="input" />}
      </Field>
      <StarTick {...props} />
      <Tick id="contact-inCopy" label={t('fields.inCopy')} error={error('inCopy')} {...register('inCopy')} />
    </>
  )
}

type TextProps = Props & {
  name: 'title' | 'firstName' | 'lastName' | 'email' | 'phone' | 'mobile' | 'fax'
  type?: string
  needed?: boolean
}

function Text({ form, error, name, type = 'text', needed = false, locked }: TextProps) {
  const t = useTranslations('contacts')
  const closed = isOfErp(name, locked)
  return (
    <Field
      name={name}
      scope="contact"
      label={t(`fields.${name}`)}
      error={error(name)}
      {...(closed && { optional: t('erpField') })}
    >
      {(control) => (
        <span className="relative grid">
          <input
            {...control}
            {...form.register(name)}
            type={type}
            required={needed}
            readOnly={closed}
            className={closed ? 'input bg-sunken pr-8 text-ink-2' : 'input'}
            autoComplete="off"
            autoCapitalize={type === 'email' ? 'none' : undefined}
            spellCheck={false}
          />
          {closed && <Lock className="absolute top-1/2 right-2.5 size-3.5 -translate-y-1/2 text-ink-3" aria-hidden />}
        </span>
      )}
    </Field>
  )
}

function Roles({ form, error, erp }: Props) {
  const t = useTranslations('contacts')
  const words = useTranslations('words')
  return (
    <Field name="role" scope="contact" label={t(erp ? 'fields.ourRole' : 'fields.role')} error={error('role')}>
      {(control) => (
        <select {...control} {...form.register('role')} className="input">
          {erp && <option value="">{t('roleOfErp')}</option>}
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

function Languages({ form, error }: Props) {
  const t = useTranslations('contacts')
  const { languages } = useDesk()
  return (
    <Field name="language" scope="contact" label={t('fields.language')} error={error('language')}>
      {(control) => (
        <select {...control} {...form.register('language')} className="input">
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
