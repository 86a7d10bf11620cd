'use client'

import { DropdownMenu } from 'radix-ui'
import { startTransition } from 'react'
import { useTranslations } from 'use-intl/react'
import { Link } from '@/app/_ui/link'
import { signOutAction } from '@/app/(door)/login/actions'

const ITEM = 'block cursor-default rounded-md px-2.5 py-1.5 text-base outline-none data-[highlighted]:bg-sunken'

/** Who is signed in, and the way out. */
export function AccountMenu({ name }: { name: string }) {
  const t = useTranslations('shell')
  const initials = name
    .split(/\s+/)
    .map((word) => word.charAt(0))
    .filter((_, index, all) => index === 0 || index === all.length - 1)
    .join('')
    .toUpperCase()
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        className="grid size-7 place-items-center rounded-full bg-accent-soft text-xs font-semibold text-accent"
        aria-label={t('account', { name })}
      >
        {initials}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content align="end" sideOffset={6} className="popup min-w-52 p-1.5">
          <DropdownMenu.Label className="px-2.5 py-1.5 text-sm text-ink-2">{name}</DropdownMenu.Label>
          <DropdownMenu.Item asChild>
            <Link href="/profile" className={ITEM}>
              {t('profile')}
            </Link>
          </DropdownMenu.Item>
          <DropdownMenu.Separator className="my-1 h-px bg-line" />
          <DropdownMenu.Item
            className={ITEM}
            onSelect={() => startTransition(async () => void (await signOutAction()))}
          >
            {t('signOut')}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
