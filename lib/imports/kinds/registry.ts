import type { ImportKind } from '@/db/schema/vocabulary'
import { contacts } from './contacts'
import { customers } from './customers'
import { items } from './items'
import type { Kind } from './kind'
import { users } from './users'

/** Every kind of file there is. */
const KINDS: Record<ImportKind, Kind> = { customers, contacts, items, users }

export function kindOf(name: ImportKind): Kind {
  return KINDS[name]
}
