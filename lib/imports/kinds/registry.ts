import type { ImportKind } from '../input'
import { customers } from './customers'
import type { Kind } from './kind'

/** Every kind of file there is. */
const KINDS: Record<ImportKind, Kind> = { customers, contacts: customers, users: customers }

export function kindOf(name: ImportKind): Kind {
  return KINDS[name]
}
