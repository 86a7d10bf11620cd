'use client'

import { type ReactNode, useRef, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { Notice } from '@/app/_ui/notice'
import type { NearPerson } from '@/lib/contacts/queries/near'
import { isOfErp, PERSONAL, type Personal } from '@/lib/contacts/rules'
import { fullName } from '@/lib/users/rules'
import type { ContactFormState } from './contact-form'
import type { ContactValues } from './contact-values'
import type { Clash } from './use-clashes'

type Same = { used: NearPerson | undefined; use: (person: NearPerson) => void; notice: ReactNode }

/**
 * Makes the form one of somebody who is known from another customer. Their fields come in; what was typed and differs
 * stays and is laid beside theirs, unless the ERP says what they are called; and all of it comes back where it was
 * another person.
 */
export function useSamePerson(form: ContactFormState, setClashes: (clashes: Clash[]) => void): Same {
  const t = useTranslations('contacts')
  const [used, setUsed] = useState<NearPerson>()
  const typed = useRef<ContactValues>(undefined)
  const fill = (name: Personal, value: string) => form.setValue(name, value, { shouldDirty: true })
  const use = (person: NearPerson) => {
    const before = form.getValues()
    typed.current = { ...before }
    const clashes: Clash[] = []
    for (const name of PERSONAL) {
      const [yours, stored] = [before[name] ?? '', person.person[name] ?? '']
      const theirs = yours === '' || isOfErp(name, person)
      if (theirs) fill(name, stored)
      else if (yours !== stored) clashes.push({ name, yours, stored, original: undefined })
    }
    form.setValue('sameAs', person.contactId)
    form.setValue('personVersion', person.personVersion)
    form.clearErrors()
    setClashes(clashes)
    setUsed(person)
  }
  const leave = () => {
    for (const name of PERSONAL) fill(name, typed.current?.[name] ?? '')
    form.setValue('sameAs', '')
    form.setValue('personVersion', undefined)
    setClashes([])
    setUsed(undefined)
  }
  const notice = used && (
    <Notice tone="good">
      <p>
        {t('near.using', { name: fullName(used.person), customer: used.places[0]?.name ?? '', count: used.customers })}
      </p>
      <p className="mt-2">
        <button type="button" className="btn btn-bare -ml-3" onClick={leave}>
          {t('near.leave')}
        </button>
      </p>
    </Notice>
  )
  return { used, use, notice }
}
