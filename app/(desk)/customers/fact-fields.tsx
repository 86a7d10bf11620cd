'use client'

import type { ComponentProps, ReactNode } from 'react'
import type { UseFormRegisterReturn } from 'react-hook-form'
import { useTranslations } from 'use-intl/react'
import { Field } from '@/app/_ui/field'
import type { Fact } from '@/lib/customers/input'
import type { FactChoices } from './fact-choices'

type FactFieldsProps = {
  register: (fact: Fact) => UseFormRegisterReturn
  error: (fact: Fact) => string | undefined
  choices: FactChoices
  /** The company's, in which the credit limit is said. */
  currency: string
  locked?: ReadonlySet<Fact>
}

/** What is known of a customer: who, where, on which terms. What the ERP owns is shown and cannot be typed over. */
export function FactFields(props: FactFieldsProps) {
  const t = useTranslations('customers.form')
  return (
    <>
      <fieldset className="grid items-start gap-x-4 gap-y-3 sm:grid-cols-2">
        <legend className="mb-2 font-semibold">{t('who')}</legend>
        <Text {...props} fact="name" needed />
        <Text {...props} fact="tradingName" />
        <Text {...props} fact="legalId" />
        <Text {...props} fact="vatNumber" />
      </fieldset>
      <fieldset className="grid items-start gap-x-4 gap-y-3 sm:grid-cols-2">
        <legend className="mb-2 font-semibold">{t('where')}</legend>
        <Text {...props} fact="street" />
        <Text {...props} fact="zip" />
        <Text {...props} fact="city" />
        <Text {...props} fact="region" />
        <Choices {...props} fact="country" />
        <Choices {...props} fact="language" hint={t('languageHint')} />
      </fieldset>
      <fieldset className="grid items-start gap-x-4 gap-y-3 sm:grid-cols-2">
        <legend className="mb-2 font-semibold">{t('terms')}</legend>
        <Text {...props} fact="paymentTerm" />
        <Text {...props} fact="paymentMeans" />
        <Text
          {...props}
          fact="creditLimit"
          hint={t('creditLimitHint', { currency: props.currency })}
          inputMode="decimal"
        />
        <Choices {...props} fact="currency" />
      </fieldset>
    </>
  )
}

type OneProps = FactFieldsProps & { fact: Fact; hint?: string }

function Text(props: OneProps & { needed?: boolean; inputMode?: 'decimal' }) {
  const { register, fact, needed, inputMode } = props
  return (
    <One {...props}>
      {(control, owned) => (
        <input
          {...control}
          {...register(fact)}
          readOnly={owned}
          required={needed}
          inputMode={inputMode}
          className="input"
          autoComplete="off"
          spellCheck={false}
        />
      )}
    </One>
  )
}

function Choices(props: OneProps & { fact: keyof FactChoices }) {
  const { register, choices, fact } = props
  const t = useTranslations('customers')
  const { disabled: _, ...control } = register(fact)
  return (
    <One {...props}>
      {(given, owned) => (
        <select {...given} {...control} disabled={owned} className="input">
          <option value="">{t('form.notSaid')}</option>
          {choices[fact].map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      )}
    </One>
  )
}

type Control = Parameters<ComponentProps<typeof Field>['children']>[0]

/** What all of them have alike. `owned`: by the ERP. */
function One({
  error,
  locked,
  fact,
  hint,
  children,
}: OneProps & { children: (control: Control, owned: boolean) => ReactNode }) {
  const t = useTranslations('customers')
  const owned = locked?.has(fact) ?? false
  return (
    <Field
      name={fact}
      label={t(`form.fields.${fact}`)}
      error={error(fact)}
      hint={owned ? t('file.erpHint') : hint}
      {...(owned && { optional: t('file.erp') })}
    >
      {(control) => children(control, owned)}
    </Field>
  )
}
