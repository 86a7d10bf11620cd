import type { ReactNode } from 'react'
import { QuickSearch } from '@/app/_ui/quick-search'
import { UnderWay } from '@/app/_ui/under-way'
import { Words } from '@/app/_ui/words'
import { wordsFor } from '@/app/reader'
import { can } from '@/lib/auth/permissions'
import { currentContext } from '@/lib/auth/session'
import type { Context } from '@/lib/context'
import { sections } from '@/lib/i18n/words'
import { listUnderWay } from '@/lib/imports/queries/under-way'
import { AccountMenu } from './account-menu'
import { Brand, Navigation, PhoneMenu, Where } from './navigation'
import { pinsFor } from './pins'

/** Navigation and who is there; decoration, not a lock: every page asks for itself. */
export default async function DeskLayout({ children }: { children: ReactNode }) {
  const ctx = await currentContext()
  if (!ctx) return children
  const t = wordsFor(ctx, 'shell')
  const places = placesOf(ctx)
  const [pins, tasks] = await Promise.all([pinsFor(ctx), listUnderWay(ctx)])
  return (
    <Words
      language={ctx.actor.language}
      timeZone={ctx.actor.timeZone}
      messages={sections(ctx.actor.language, 'shell', 'quick', 'words', 'unasked')}
    >
      <a href="#content" className="btn absolute top-2 left-2 z-50 -translate-y-20 focus:translate-y-0">
        {t('skip')}
      </a>
      <div className="min-h-dvh md:grid md:grid-cols-[208px_minmax(0,1fr)] print:block">
        <nav
          aria-label={t('navigation')}
          className="no-print sticky top-0 hidden h-dvh flex-col gap-0.5 border-r border-line px-2 py-3 md:flex"
        >
          <Brand />
          <Navigation places={places} pins={pins} />
        </nav>
        <div className="flex min-w-0 flex-col">
          <header className="no-print flex h-12 items-center gap-3 border-b border-line px-3 md:px-5">
            <PhoneMenu places={places} pins={pins} />
            <Where />
            <div className="ml-auto flex items-center gap-3">
              <UnderWay tasks={tasks} />
              {can(ctx.actor, 'customers.read') && <QuickSearch letters={ctx.actor.shortcuts} />}
              <AccountMenu
                name={ctx.actor.name}
                words={{
                  account: t('account', { name: ctx.actor.name }),
                  profile: t('profile'),
                  signOut: t('signOut'),
                }}
              />
            </div>
          </header>
          <main id="content" tabIndex={-1} className="flex min-w-0 flex-1 flex-col outline-none">
            {children}
          </main>
        </div>
      </div>
    </Words>
  )
}

export type Place = {
  word:
    | 'today'
    | 'customers'
    | 'contacts'
    | 'views'
    | 'changes'
    | 'imports'
    | 'exports'
    | 'rules'
    | 'groups'
    | 'users'
    | 'history'
    | 'settings'
  href: string
  foot: boolean
}

/** Only what this person may open. */
function placesOf({ actor }: Context): Place[] {
  const places: (Place | false)[] = [
    { word: 'today', href: '/', foot: false },
    can(actor, 'customers.read') && { word: 'customers', href: '/customers', foot: false },
    can(actor, 'customers.read') && { word: 'contacts', href: '/contacts', foot: false },
    can(actor, 'customers.read') && { word: 'views', href: '/views', foot: false },
    can(actor, 'changes.write') && { word: 'changes', href: '/changes', foot: true },
    can(actor, 'imports.write') && { word: 'imports', href: '/imports', foot: true },
    can(actor, 'exports.write') && { word: 'exports', href: '/exports', foot: true },
    can(actor, 'rules.write') && { word: 'rules', href: '/rules', foot: true },
    can(actor, 'groups.write') && { word: 'groups', href: '/admin/groups', foot: true },
    can(actor, 'users.write') && { word: 'users', href: '/admin/users', foot: true },
    can(actor, 'history.read') && { word: 'history', href: '/admin/history', foot: true },
    can(actor, 'settings.write') && { word: 'settings', href: '/admin/settings', foot: true },
  ]
  return places.filter((place) => place !== false)
}
