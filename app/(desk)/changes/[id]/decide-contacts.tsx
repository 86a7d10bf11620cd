import { Field } from '@/app/_ui/field'
import { wordsFor } from '@/app/reader'
import { CONTACT_ROLES, HAND_MADE_CONTACT_ROLES } from '@/db/schema/vocabulary'
import type { Context } from '@/lib/context'
import { languageChoices } from '../../customers/languages'
import type { Choice } from './decide'

/** Everything that can be done with many contacts at once. */
export function contactChoices(ctx: Context): Choice[] {
  return [
    { kind: 'contact_role', fields: <RoleField ctx={ctx} /> },
    { kind: 'contact_language', fields: <LanguageField ctx={ctx} /> },
    { kind: 'contact_domain', fields: <DomainFields ctx={ctx} /> },
    { kind: 'contact_star', fields: <StarFields ctx={ctx} /> },
    {
      kind: 'contact_remove',
      fields: <p className="text-base text-ink-2">{wordsFor(ctx, 'changes')('form.removeText')}</p>,
    },
  ].map((choice) => ({ ...choice, right: 'contacts.write' }))
}

function RoleField({ ctx }: { ctx: Context }) {
  const t = wordsFor(ctx, 'changes')
  const words = wordsFor(ctx, 'words')
  return (
    <Field name="role" label={t('form.role')} hint={t('form.roleHint')} scope="role">
      {(control) => (
        <select {...control} required defaultValue="" className="input">
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

function LanguageField({ ctx }: { ctx: Context }) {
  const t = wordsFor(ctx, 'changes')
  return (
    <Field name="language" label={t('form.language')} hint={t('form.languageHint')}>
      {(control) => (
        <select {...control} required defaultValue="" className="input">
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

function DomainFields({ ctx }: { ctx: Context }) {
  const t = wordsFor(ctx, 'changes')
  return (['oldDomain', 'newDomain'] as const).map((name) => (
    <Field
      key={name}
      name={name}
      label={t(`form.${name}`)}
      hint={name === 'oldDomain' ? t('form.domainHint') : undefined}
    >
      {(control) => (
        <input {...control} required maxLength={200} autoCapitalize="none" spellCheck={false} className="input" />
      )}
    </Field>
  ))
}

function StarFields({ ctx }: { ctx: Context }) {
  const t = wordsFor(ctx, 'changes')
  const words = wordsFor(ctx, 'words')
  return (
    <>
      <p className="text-base text-ink-2">{t('form.starText')}</p>
      <Field name="role" label={t('form.starRole')} scope="star">
        {(control) => (
          <select {...control} defaultValue="" className="input">
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
          <select {...control} className="input">
            <option value="email">{t('form.byEmail')}</option>
            <option value="any">{t('form.byAny')}</option>
          </select>
        )}
      </Field>
    </>
  )
}
