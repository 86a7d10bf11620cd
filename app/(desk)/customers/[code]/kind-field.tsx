'use client'

import { useTranslations } from 'use-intl/react'
import { Field } from '@/app/_ui/field'
import { ASSOCIATION_KINDS, type AssociationKind } from '@/db/schema/vocabulary'

/** As what a colleague is associated. */
export function KindField({ kind, onChange }: { kind: AssociationKind; onChange: (kind: AssociationKind) => void }) {
  const t = useTranslations('contacts.colleagues')
  const words = useTranslations('words')
  return (
    <Field name="kind" scope="association" label={t('kind')}>
      {(control) => (
        <select
          {...control}
          className="input"
          value={kind}
          onChange={(event) => onChange(event.target.value as AssociationKind)}
        >
          {ASSOCIATION_KINDS.map((one) => (
            <option key={one} value={one}>
              {words(`kinds.${one}`)}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
