import type { Density, Language, Role } from '@/db/schema/vocabulary'

declare const proven: unique symbol

/** The rights a person carries besides the role. */
export type Flags = {
  portfolioOnly: boolean
  mayChangeMany: boolean
  mayImport: boolean
  mayExport: boolean
}

/** What is known of whoever acts. */
type Identity = Flags & {
  kind: 'user' | 'system'
  id: number
  handle: string
  name: string
  role: Role
  language: Language
  /** IANA name; the company's where the person chose none. */
  timeZone: string
  theme: 'system' | 'light' | 'dark'
  density: Density
  /** Whether keys of one letter do something by themselves. */
  shortcuts: boolean
  /** Chosen for the list of customers, in their order; nothing where it is what everybody begins with. */
  customerColumns: readonly string[] | null
}

/**
 * Someone whose identity was checked. Only `lib/auth` makes one, so a query that takes an Actor cannot be called by
 * code that forgot to ask who is there.
 */
export type Actor = Readonly<Identity> & { readonly [proven]: true }

/** For `lib/auth` alone; the architecture test sees to it. */
export function provenActor(identity: Identity): Actor {
  return identity as Actor
}

/** The program itself: the clock, the command line. It sees and may do everything. */
export function systemActor(timeZone = 'UTC', language: Language = 'en'): Actor {
  return provenActor({
    kind: 'system',
    id: 0,
    handle: 'system',
    name: 'Encours',
    role: 'administrator',
    language,
    timeZone,
    theme: 'system',
    density: 'compact',
    shortcuts: true,
    customerColumns: null,
    portfolioOnly: false,
    mayChangeMany: true,
    mayImport: true,
    mayExport: true,
  })
}
