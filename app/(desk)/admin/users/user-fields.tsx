'use client'

import type { UseFormRegisterReturn } from 'react-hook-form'
import { useTranslations } from 'use-intl/react'
import { KindOptions } from '@/app/_blocks/kind-options'
import { Field } from '@/app/_ui/field'
import { LanguageOptions, ZoneOptions } from '@/app/_ui/options'
import { Tick } from '@/app/_ui/tick'
import { ROLES, type Role } from '@/db/schema/vocabulary'
import { changesManyByFlag } from '@/lib/users/rules'

type FieldName =
  | 'firstName'
  | 'lastName'
  | 'email'
  | 'role'
  | 'handle'
  | 'language'
  | 'timeZone'
  | 'usualKind'
  | 'portfolioOnly'
  | 'mayChangeMany'
  | 'mayImport'
  | 'mayExport'

type UserFieldsProps = {
  register: (
    name: FieldName,
    options?: { onChange: (event: { target: { value: Role } }) => void },
  ) => UseFormRegisterReturn
  onRole: (role: Role) => void
  error: (name: FieldName) => string | undefined
  role: Role
  /** Roles this person may give. */
  roles: readonly Role[]
  timeZones: readonly string[]
  companyZone: string
  emailHint: string
  handleHint: string
}

/** What is known of a user: who they are, then what they may do. */
export function UserFields(props: UserFieldsProps) {
  const t = useTranslations('admin')
  return (
    <>
      <fieldset className="grid items-start gap-4 sm:grid-cols-2">
        <legend className="mb-3 font-semibold">{t('whoTitle')}</legend>
        <Text {...props} name="firstName" autoComplete="off" />
        <Text {...props} name="lastName" autoComplete="off" />
        <Text {...props} name="email" type="email" autoComplete="off" hint={props.emailHint} />
        <Text {...props} name="handle" autoComplete="off" hint={props.handleHint} />
        <Languages {...props} />
        <Zones {...props} />
      </fieldset>
      <fieldset className="grid items-start gap-4 sm:grid-cols-2">
        <legend className="mb-3 font-semibold">{t('mayTitle')}</legend>
        <Roles {...props} />
        <Kinds {...props} />
        <div className="grid gap-3 sm:col-span-2">
          <Flag {...props} name="portfolioOnly" hint={t('hints.portfolioOnly')} />
          {changesManyByFlag(props.role) && <Flag {...props} name="mayChangeMany" hint={t('hints.mayChangeMany')} />}
          <Flag {...props} name="mayImport" />
          <Flag {...props} name="mayExport" />
        </div>
      </fieldset>
    </>
  )
}

type TextProps = UserFieldsProps & {
  name: 'firstName' | 'lastName' | 'email' | 'handle'
  hint?: string
  type?: string
  autoComplete: string
}

function Text({ register, error, name, hint, type = 'text', autoComplete }: TextProps) {
  const t = useTranslations('admin')
  return (
    <Field name={name} label={t(`fields.${name}`)} hint={hint} error={error(name)}>
      {(control) => (
        <input
          {...control}
          {...register(name)}
          type={type}
          className="input"
          autoComplete={autoComplete}
          spellCheck={false}
        />
      )}
    </Field>
  )
}

function Roles({ register, onRole, error, roles }: UserFieldsProps) {
  const t = useTranslations('admin')
  const words = useTranslations('words')
  return (
    <Field name="role" label={t('fields.role')} error={error('role')}>
      {(control) => (
        <select
          {...control}
          {...register('role', { onChange: ({ target }) => onRole(target.value) })}
          className="input"
        >
          {ROLES.filter((role) => roles.includes(role)).map((role) => (
            <option key={role} value={role}>
              {words(`roles.${role}`)}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

function Kinds({ register, error }: UserFieldsProps) {
  const t = useTranslations('admin')
  return (
    <Field name="usualKind" label={t('fields.usualKind')} hint={t('hints.usualKind')} error={error('usualKind')}>
      {(control) => (
        <select {...control} {...register('usualKind')} className="input">
          <KindOptions />
        </select>
      )}
    </Field>
  )
}

function Languages({ register, error }: UserFieldsProps) {
  const t = useTranslations('admin')
  return (
    <Field name="language" label={t('fields.language')} error={error('language')}>
      {(control) => (
        <select {...control} {...register('language')} className="input">
          <LanguageOptions />
        </select>
      )}
    </Field>
  )
}

function Zones({ register, error, timeZones, companyZone }: UserFieldsProps) {
  const t = useTranslations('admin')
  return (
    <Field name="timeZone" label={t('fields.timeZone')} error={error('timeZone')}>
      {(control) => (
        <select {...control} {...register('timeZone')} className="input">
          <option value="">{t('companyZone', { zone: companyZone })}</option>
          <ZoneOptions zones={timeZones} />
        </select>
      )}
    </Field>
  )
}

type FlagProps = UserFieldsProps & {
  name: 'portfolioOnly' | 'mayChangeMany' | 'mayImport' | 'mayExport'
  hint?: string
}

function Flag({ register, error, name, hint }: FlagProps) {
  const t = useTranslations('admin')
  return <Tick id={name} label={t(`fields.${name}`)} hint={hint} error={error(name)} {...register(name)} />
}
