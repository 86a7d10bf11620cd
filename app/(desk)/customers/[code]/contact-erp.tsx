'use client'

import { Lock } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'use-intl/react'
import { Notice } from '@/app/_ui/notice'
import { useDeed } from '@/app/_ui/use-deed'
import { copyContactAction } from '@/lib/contacts/actions'
import type { Starred } from '@/lib/contacts/commands/star'
import { contactAddress, isFromErp } from '@/lib/contacts/rules'
import type { Result } from '@/lib/result'
import { type DeskContact, useDesk } from './customer-desk'

/** Whose words these are, what can be added to them, and the way out: a copy that is ours. */
export function ContactErp({ contact, dirty }: { contact: DeskContact; dirty: boolean }) {
  const t = useTranslations('contacts')
  const router = useRouter()
  const { code, tab, say } = useDesk()
  const { act, busy, problem } = useDeed()
  const copy = () =>
    act(
      () =>
        copyContactAction({ contactId: contact.id, version: contact.version }) as Promise<
          Result<Starred & { contactId: number }>
        >,
      ({ contactId, movedFrom }) => {
        router.replace(contactAddress(code, contactId, tab), { scroll: false })
        say({ text: t(movedFrom ? 'said.copiedStar' : 'said.copied', { name: contact.name }) })
      },
    )
  return (
    <section className="grid gap-2 rounded-md bg-sunken px-3 py-2.5 text-base">
      <p className="flex items-start gap-2">
        <Lock className="mt-0.5 size-4 shrink-0 text-ink-2" aria-hidden />
        <span>
          {isFromErp(contact) ? t('erpText', { fax: contact.faxFromErp ? 'theirs' : 'ours' }) : t('erpElsewhere')}
        </span>
      </p>
      {isFromErp(contact) && (
        <p className="flex items-center gap-x-3 gap-y-1.5 max-md:flex-col max-md:items-start">
          <button type="button" className="btn" disabled={busy || dirty} onClick={copy}>
            {t('copyGo')}
          </button>
          <span className="min-w-0 flex-1 text-sm text-ink-2">{dirty ? t('saveFirst') : t('copyText')}</span>
        </p>
      )}
      {problem && <Notice tone="bad">{problem}</Notice>}
    </section>
  )
}
