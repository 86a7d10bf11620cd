'use client'

import { useTranslations } from 'use-intl/react'
import { KindOptions } from '@/app/_blocks/kind-options'
import { Field } from '@/app/_ui/field'
import type { AssociationKind } from '@/db/schema/vocabulary'

/** As what a colleague is associated. */
export function KindField({ kind, onChange }: { kind: AssociationKind; onChange: (kind: AssociationKind) => void }) {
  const t = useTranslations('contacts.colleagues')
  return (
    <Field name="kind" scope="association" label={t('kind')}>
      {(control) => (
        <select
          {...control}
          className="input"
          value={kind}
          onChange={(event) => onChange(event.target.value as AssociationKind)}
        >
          <KindOptions />
        </select>
      )}
    </Field>
  )
}
