'use client'

import { Menu, X } from 'lucide-react'
import { usePathname } from 'next/navigation'
import { Dialog } from 'radix-ui'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { Link } from '@/app/_ui/link'
import type { Place } from './layout'

/** The mark and the name: a strip that grows older from left to right. */
export function Brand() {
  return (
    <Link href="/" className="mb-2 flex items-center gap-2 px-2.5 py-1 text-md font-semibold tracking-tight">
      <svg viewBox="0 0 20 20" className="size-3.5 rounded-sm" aria-hidden="true">
        <path className="fill-age-0" d="M0 0h8v20H0z" />
        <path className="fill-age-1" d="M8 0h4v20H8z" />
        <path className="fill-age-2" d="M12 0h3.6v20H12z" />
        <path className="fill-age-3" d="M15.6 0h2.6v20h-2.6z" />
        <path className="fill-age-4" d="M18.2 0H20v20h-1.8z" />
      </svg>
      Encours
    </Link>
  )
}

const isHere = (pathname: string, href: string) => (href === '/' ? pathname === '/' : pathname.startsWith(href))

export function Navigation({ places, onFollow }: { places: Place[]; onFollow?: () => void }) {
  const t = useTranslations('shell')
  const pathname = usePathname()
  const firstOfFoot = places.find((place) => place.foot)
  return places.map((place) => (
    <Link
      key={place.href}
      href={place.href}
      {...(onFollow ? { onClick: onFollow } : {})}
      aria-current={isHere(pathname, place.href) ? 'page' : undefined}
      className={`rounded-md px-2.5 py-1.5 text-base text-ink-2 hover:bg-sunken aria-[current]:bg-sunken aria-[current]:font-medium aria-[current]:text-ink ${place === firstOfFoot ? 'mt-auto' : ''}`}
    >
      {t(place.word)}
    </Link>
  ))
}

/** The same navigation as a sheet, on a phone. */
export function PhoneMenu({ places }: { places: Place[] }) {
  const t = useTranslations('shell')
  const say = useTranslations('words')
  const [open, setOpen] = useState(false)
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger className="btn btn-bare btn-icon md:hidden" aria-label={t('menu')}>
        <Menu className="size-4" aria-hidden />
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-[rgb(0_0_0/0.3)]" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-y-0 left-0 z-50 flex w-64 flex-col gap-0.5 border-r border-line bg-bg px-2 py-3"
        >
          <Dialog.Title className="sr-only">{t('menu')}</Dialog.Title>
          <div className="flex items-start justify-between">
            <Brand />
            <Dialog.Close className="btn btn-bare btn-icon" aria-label={say('close')}>
              <X className="size-4" aria-hidden />
            </Dialog.Close>
          </div>
          <Navigation places={places} onFollow={() => setOpen(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

const SEGMENTS: Record<string, Place['word'] | 'profile' | 'search'> = {
  customers: 'customers',
  changes: 'changes',
  users: 'users',
  history: 'history',
  settings: 'settings',
  profile: 'profile',
  search: 'search',
}

/** Where I am: the section, as a way back to it when the page is one of its things. */
export function Where() {
  const t = useTranslations('shell')
  const segments = usePathname().split('/').filter(Boolean)
  const base = segments[0] === 'admin' ? segments.slice(0, 2) : segments.slice(0, 1)
  const word = SEGMENTS[base.at(-1) ?? '']
  if (segments.length === 0) return <span className="truncate font-medium">{t('today')}</span>
  if (!word) return null
  if (segments.length === base.length) return <span className="truncate font-medium">{t(word)}</span>
  return (
    <Link href={`/${base.join('/')}`} className="truncate font-medium text-ink-2 hover:text-ink">
      {t(word)}
    </Link>
  )
}
