'use client'

import { ChevronDown } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { useTranslations } from 'use-intl/react'
import { Link } from '@/app/_ui/link'
import { contactAddress } from '@/lib/contacts/rules'
import { useDesk } from './customer-desk'

const ITEM = 'cursor-pointer rounded-md px-2.5 py-1.5 outline-none data-[highlighted]:bg-sunken'

/** Contact ▾: somebody of theirs, or somebody of ours. */
export function ContactMenu() {
  const t = useTranslations('contacts')
  const { code, tab, may, open } = useDesk()
  if (!may.contacts && !may.associations) return null
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="btn no-print">
        {t('menu')}
        <ChevronDown className="size-3.5" aria-hidden />
      </DropdownMenu.Trigger>
      <DropdownMenu.Content className="popup min-w-52 p-1.5" align="end" sideOffset={4}>
        {may.contacts && (
          <DropdownMenu.Item className={ITEM} asChild>
            <Link href={contactAddress(code, 'new', tab)} scroll={false}>
              {t('add')}
            </Link>
          </DropdownMenu.Item>
        )}
        {may.associations && (
          <DropdownMenu.Item className={ITEM} onSelect={() => open({ dialog: 'associate' })}>
            {t('colleagues.associate')}
          </DropdownMenu.Item>
        )}
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  )
}
