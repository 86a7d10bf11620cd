import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { Link } from '@/app/_ui/link'
import { Notice } from '@/app/_ui/notice'
import { contactAddress } from '@/lib/contacts/rules'
import { useDesk } from './customer-desk'

/** From a step back to the contact itself, in the same drawer. */
export function ContactBack({ id, children }: { id: number; children: ReactNode }) {
  const { code, tab } = useDesk()
  return (
    <Link href={contactAddress(code, id, tab)} scroll={false} replace className="btn btn-bare">
      {children}
    </Link>
  )
}

/** Why a step cannot be taken, and the way back. */
export function NoStep({ id, children }: { id: number; children: ReactNode }) {
  const t = useTranslations('contacts')
  return (
    <div className="grid gap-4">
      <Notice tone="warn">{children}</Notice>
      <p>
        <ContactBack id={id}>{t('merge.back')}</ContactBack>
      </p>
    </div>
  )
}
