import { Field } from '@/app/_ui/field'
import { wordsFor } from '@/app/reader'
import { CONTACT_ROLES, HAND_MADE_CONTACT_ROLES } from '@/db/schema/vocabulary'
import type { ChangeView } from '@/lib/changes/queries/changes'
import type { Context } from '@/lib/context'
import { languageChoices } from '../../customers/languages'
import type { Choice } from './decide'

/** What was decided before, for the form that says it: no language is that of the customer. */
type Decided = { role?: string; language?: string | null; oldDomain?: string; newDomain?: string; reach?: string }
type FieldsProps = { ctx: Context; before: Decided }

/** Everything that can be done with many contacts at once. */
export function contactChoices(ctx: Context, change: ChangeView): Choice[] {
  const given = (kind: string) => ({ ctx, before: change.kind === kind ? (change.input as Decided) : {} })
  return [
    { kind: 'contact_role', fields: <RoleField {...given('contact_role')} /> },
    { kind: 'contact_language', fields: <LanguageField {...given('contact_language')} /> },
    { kind: 'contact_domain', fields: <DomainFields {...given('contact_domain')} /> },
    { kind: 'contact_star', fields: <StarFields {...given('contact_star')} /> },
    {
      kind: 'contact_remove',
      fields: <p className="text-base text-ink-2">{wordsFor(ctx, 'changes')('form.removeText')}</p>,
    },
  ].map((choice) => ({ ...choice, right: 'contacts.write' }))
}

function RoleField({ ctx, before }: FieldsProps) {
  const t = wordsFor(ctx, 'changes')
  const words = wordsFor(ctx, 'words')
  return (
    <Field name="role" label={t('form.role')} hint={t('form.roleHint')} scope="role">
      {(control) => (
        <select {...control} required defaultValue={before.role ?? ''} className="input">
          <option value="" disabled hidden />
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

function LanguageField({ ctx, before }: FieldsProps) {
  const t = wordsFor(ctx, 'changes')
  return (
    <Field name="language" label={t('form.language')} hint={t('form.languageHint')}>
      {(control) => (
        <select
          {...control}
          required
          defaultValue={before.language === null ? 'none' : (before.language ?? '')}
          className="input"
        >
          <option value="" disabled hidden />
          <option value="none">{t('form.asCustomer')}</option>
          {languageChoices(ctx, []).map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

function DomainFields({ ctx, before }: FieldsProps) {
  const t = wordsFor(ctx, 'changes')
  return (['oldDomain', 'newDomain'] as const).map((name) => (
    <Field
      key={name}
      name={name}
      label={t(`form.${name}`)}
      hint={name === 'oldDomain' ? t('form.domainHint') : undefined}
    >
      {(control) => (
        <input
          {...control}
          required
          maxLength={200}
          defaultValue={before[name]}
          autoCapitalize="none"
          spellCheck={false}
          className="input"
        />
      )}
    </Field>
  ))
}

function StarFields({ ctx, before }: FieldsProps) {
  const t = wordsFor(ctx, 'changes')
  const words = wordsFor(ctx, 'words')
  return (
    <>
      <p className="text-base text-ink-2">{t('form.starText')}</p>
      <Field name="role" label={t('form.starRole')} scope="star">
        {(control) => (
          <select {...control} defaultValue={before.role ?? ''} className="input">
            <option value="">{t('form.anyRole')}</option>
            {CONTACT_ROLES.map((role) => (
              <option key={role} value={role}>
                {words(`contactRoles.${role}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field name="reach" label={t('form.starReach')}>
        {(control) => (
          <select {...control} defaultValue={before.reach ?? 'email'} className="input">
            <option value="email">{t('form.byEmail')}</option>
            <option value="any">{t('form.byAny')}</option>
          </select>
        )}
      </Field>
    </>
  )
}
