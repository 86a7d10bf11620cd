import type { ExportKind } from '../rules'
import { codes } from './codes'
import { contacts } from './contacts'
import { customers } from './customers'
import { history } from './history'
import { items } from './items'
import { journal } from './journal'
import type { Kind } from './kind'
import { users } from './users'

/** Every list that can be taken away. */
const KINDS: Record<ExportKind, Kind> = { customers, contacts, items, users, history, journal, codes }

export const kindOf = (kind: ExportKind): Kind => KINDS[kind]
