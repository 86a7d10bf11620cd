'use client'

import { usePathname, useSearchParams } from 'next/navigation'
import { Dialog } from 'radix-ui'
import { type ReactNode, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { Icon } from '@/app/_ui/icon'
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

/** A view in the sidebar, with how many customers it finds. */
export type Pinned = { slug: string; name: string; href: string; count: ReactNode }
type Entries = { places: Place[]; pins: Pinned[] }

const ENTRY =
  'rounded-md px-2.5 py-1.5 text-base text-ink-2 hover:bg-sunken aria-[current]:bg-sunken aria-[current]:font-medium aria-[current]:text-ink'

export function Navigation({ places, pins, onFollow }: Entries & { onFollow?: () => void }) {
  const t = useTranslations('shell')
  const pathname = usePathname()
  const open = useSearchParams().get('view')
  const follow = onFollow && { onClick: onFollow }
  const isPinned = pathname === '/customers' && pins.some(({ slug }) => slug === open)
  const entry = (place: Place) => (
    <Link
      key={place.href}
      href={place.href}
      {...follow}
      aria-current={isHere(pathname, place.href) && !isPinned ? 'page' : undefined}
      className={ENTRY}
    >
      {t(place.word)}
    </Link>
  )
  return (
    <>
      {places.filter(({ foot }) => !foot).map(entry)}
      <div className="mb-auto grid gap-0.5">
        {pins.map(({ slug, name, href, count }) => (
          <Link
            key={slug}
            href={href}
            {...follow}
            aria-current={isPinned && slug === open ? 'page' : undefined}
            className={`flex gap-2 pl-5 ${ENTRY}`}
          >
            <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">{name}</span>
            <span className="text-ink-3 tabular-nums">{count}</span>
          </Link>
        ))}
      </div>
      {places.filter(({ foot }) => foot).map(entry)}
    </>
  )
}

/** The same navigation as a sheet, on a phone. */
export function PhoneMenu({ places, pins }: Entries) {
  const t = useTranslations('shell')
  const say = useTranslations('words')
  const [open, setOpen] = useState(false)
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger className="btn btn-bare btn-icon md:hidden" aria-label={t('menu')}>
        <Icon name="menu" />
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
              <Icon name="x" />
            </Dialog.Close>
          </div>
          <Navigation places={places} pins={pins} onFollow={() => setOpen(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

const SEGMENTS: Record<string, Place['word'] | 'profile' | 'search'> = {
  customers: 'customers',
  contacts: 'contacts',
  views: 'views',
  changes: 'changes',
  imports: 'imports',
  exports: 'exports',
  rules: 'rules',
  groups: 'groups',
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
