/**
 * The closed vocabularies of the product: plain words that a browser may import. Each is also a CHECK in the database.
 */

export const ROLES = [
  'administrator',
  'credit_manager',
  'collector',
  'sales_manager',
  'sales_administration',
  'financial_controller',
  'executive',
  'guest',
] as const
export type Role = (typeof ROLES)[number]

export const ASSOCIATION_KINDS = [
  'sales',
  'sales_administration',
  'customer_service',
  'dispute_resolver',
  'other',
] as const
export type AssociationKind = (typeof ASSOCIATION_KINDS)[number]

export const ASSOCIATION_SOURCES = ['person', 'import', 'rule', 'handover'] as const
export type AssociationSource = (typeof ASSOCIATION_SOURCES)[number]

export const CUSTOMER_STATES = ['active', 'blocked', 'archived'] as const
export type CustomerState = (typeof CUSTOMER_STATES)[number]

/** `company` comes with the customers file only; the others may be chosen by hand. */
export const CONTACT_ROLES = [
  'accountant',
  'buyer',
  'executive',
  'finance_director',
  'client',
  'other',
  'company',
] as const
export type ContactRole = (typeof CONTACT_ROLES)[number]
export const HAND_MADE_CONTACT_ROLES = [
  'accountant',
  'buyer',
  'executive',
  'finance_director',
  'client',
  'other',
] as const

export const SOURCES = ['person', 'import'] as const
export type Source = (typeof SOURCES)[number]

export const ITEM_TYPES = [
  'invoice',
  'credit_note',
  'payment',
  'miscellaneous',
  'draft',
  'down_payment_request',
] as const
export type ItemType = (typeof ITEM_TYPES)[number]

export const CHANGE_KINDS = [
  'associate',
  'disassociate',
  'replace',
  'collector',
  'group',
  'ungroup',
  'state',
  'contact_role',
  'contact_language',
  'contact_domain',
  'contact_star',
  'contact_remove',
  'rule_gives',
  'rule_takes',
  'undo',
] as const
export type ChangeKind = (typeof CHANGE_KINDS)[number]

/**
 * `draft` waits for what to do, `planned` for a person, `scheduled` for its day; `running` was started; the others are
 * final: `stopped` by a person, `failed` because its author may not go on.
 */
export const CHANGE_STATES = ['draft', 'planned', 'scheduled', 'running', 'done', 'stopped', 'failed'] as const

/**
 * Why a rule did not do all it says: its author may not change many any more, its view is not open to them or means a
 * search that cannot be applied, or the view asks about the very thing that the rule would take back.
 */
export const RULE_PROBLEMS = ['author', 'view', 'circular'] as const
export type RuleProblem = (typeof RULE_PROBLEMS)[number]

/** What a change can turn about a customer. */
export const CUSTOMER_FACTS = ['association', 'collector', 'group', 'state'] as const
export type CustomerFactName = (typeof CUSTOMER_FACTS)[number]

/** What a change can turn about a contact. */
const CONTACT_FACTS = ['contact_role', 'contact_language', 'contact_domain', 'contact_star', 'contact_removed'] as const
export type ContactFactName = (typeof CONTACT_FACTS)[number]

export const FACTS = [...CUSTOMER_FACTS, ...CONTACT_FACTS] as const
export type FactName = (typeof FACTS)[number]

/**
 * Why a customer of a change is listed: it left the author's portfolio, the ERP owns what should change, somebody
 * touched since what should be undone, or touched a part of it. A contact, besides: it is there no more.
 */
export const EXCEPTION_REASONS = ['out_of_reach', 'from_erp', 'gone', 'moved', 'partly'] as const

export const IMPORT_KINDS = ['customers', 'contacts', 'items', 'users'] as const
export type ImportKind = (typeof IMPORT_KINDS)[number]

/** `folder` is the watched one. */
export const IMPORT_SOURCES = ['web', 'command', 'folder'] as const
export type ImportSource = (typeof IMPORT_SOURCES)[number]

/**
 * `uploaded` waits for how to read it, `read` for which column is what, `checked` for a person to start it; the worker
 * has those that are `checking` or `running`; the others are final: `stopped` by a person, `failed` for the reason it
 * says.
 */
export const IMPORT_STATES = [
  'uploaded',
  'read',
  'checking',
  'checked',
  'running',
  'done',
  'stopped',
  'failed',
] as const
export type ImportState = (typeof IMPORT_STATES)[number]

/**
 * `draft` waits for what is wanted of the ticked rows, `waiting` for the worker; `done` until its file expires;
 * `failed` for the reason it says.
 */
export const EXPORT_STATES = ['draft', 'waiting', 'running', 'done', 'failed'] as const

export const TOKEN_PURPOSES = ['invitation', 'reset'] as const
export type TokenPurpose = (typeof TOKEN_PURPOSES)[number]

export const LANGUAGES = ['en', 'fr'] as const
export type Language = (typeof LANGUAGES)[number]

export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

export const DENSITIES = ['compact', 'comfortable'] as const
export type Density = (typeof DENSITIES)[number]
