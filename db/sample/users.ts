import type { AssociationKind, Language, Role } from '../schema/vocabulary'
import type { Zone } from './countries'
import { latin } from './latin'

type SampleUser = {
  handle: string
  email: string | null
  firstName: string
  lastName: string
  role: Role
  usualKind: AssociationKind
  active: boolean
  portfolioOnly: boolean
  mayChangeMany: boolean
  mayImport: boolean
  mayExport: boolean
  language: Language
  timeZone: string | null
  createdAt: string
}

/** `zones`: whose customers the person looks after. */
export type Colleague = { user: SampleUser; zones: Zone[] }

const MAIL_DOMAIN = 'vauban-metal.example'
const EVERYWHERE: Zone[] = ['france', 'dach', 'benelux', 'south', 'nordics', 'isles', 'east', 'export']

/**
 * The 25 colleagues. None has a password: they were never invited. The one administrator among them is inactive, so
 * that the last administrator who can sign in stays the last.
 */
export const COLLEAGUES: Colleague[] = [
  who('Marie Dupont', 'collector', 'other', 'france', 'fr'),
  who('Karim Benali', 'collector', 'other', 'france', 'fr'),
  who('Hélène Vasseur', 'credit_manager', 'other', 'france export', 'fr'),
  who('Stefan Brandt', 'credit_manager', 'other', 'dach', 'en', 'Europe/Berlin'),
  who('Tobias Krüger', 'collector', 'other', 'dach', 'en', 'Europe/Berlin'),
  who('Giulia Ferraro', 'collector', 'other', 'south', 'en', 'Europe/Rome'),
  who('Ana Novak', 'collector', 'other', 'east benelux', 'en', 'Europe/Warsaw'),
  who('Tom Berg', 'collector', 'other', 'nordics isles export', 'en', 'Europe/Oslo'),
  who('Jean-Luc Moreau', 'sales_manager', 'sales', 'france', 'fr', null, 'portfolio'),
  who('Camille Rousseau', 'sales_manager', 'sales', 'france', 'fr', null, 'many'),
  who('Matthias Huber', 'sales_manager', 'sales', 'dach', 'en', 'Europe/Zurich', 'portfolio'),
  who('Pieter van den Berg', 'sales_manager', 'sales', 'benelux', 'en', 'Europe/Amsterdam'),
  who('Lucía Fernández', 'sales_manager', 'sales', 'south', 'en', 'Europe/Madrid', 'portfolio'),
  who('Ingrid Sørensen', 'sales_manager', 'sales', 'nordics isles', 'en', 'Europe/Copenhagen'),
  who('Wei Lin', 'sales_manager', 'sales', 'export east', 'en', 'Asia/Singapore', 'many'),
  who('Nadia Haddad', 'sales_administration', 'sales_administration', 'france export', 'fr'),
  who(
    'Katarzyna Nowicka',
    'sales_administration',
    'sales_administration',
    'dach east nordics isles',
    'en',
    'Europe/Warsaw',
  ),
  who('Sofia Marques', 'sales_administration', 'customer_service', 'south france', 'en', 'Europe/Lisbon'),
  who(
    'Anouk Janssens',
    'sales_administration',
    'customer_service',
    'benelux isles nordics dach',
    'fr',
    'Europe/Brussels',
  ),
  who('Anne-Sophie Lambert', 'financial_controller', 'dispute_resolver', EVERYWHERE.join(' '), 'fr'),
  who('Philippe Garand', 'executive', 'other', '', 'fr'),
  who('Yvette Colin', 'collector', 'other', 'france', 'fr', null, 'left nameless'),
  who('Marco Bianchi', 'sales_manager', 'sales', 'south', 'en', null, 'left nameless'),
  who('Bertrand Caillé', 'administrator', 'other', '', 'fr', null, 'left'),
  who('Julien Petit', 'guest', 'other', '', 'fr'),
]

function who(
  name: string,
  role: Role,
  usualKind: AssociationKind,
  zones: string,
  language: Language,
  timeZone: string | null = null,
  marks = '',
): Colleague {
  const [firstName = '', ...rest] = name.split(' ')
  const lastName = rest.join(' ')
  const handle = `${latin(firstName)}.${latin(lastName)}`
  const leads = role === 'credit_manager' || role === 'administrator'
  return {
    zones: zones.split(' ').filter((zone): zone is Zone => EVERYWHERE.some((known) => known === zone)),
    user: {
      handle,
      email: marks.includes('nameless') ? null : `${handle}@${MAIL_DOMAIN}`,
      firstName,
      lastName,
      role,
      usualKind,
      active: !marks.includes('left'),
      portfolioOnly: marks.includes('portfolio'),
      mayChangeMany: marks.includes('many'),
      mayImport: leads,
      mayExport: leads || role === 'financial_controller',
      language,
      timeZone,
      createdAt: new Date(Date.UTC(2019, 2, 4, 8, name.length, rest.join('').length)).toISOString(),
    },
  }
}
