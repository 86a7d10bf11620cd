import type { ImportKind } from '@/db/schema/vocabulary'

type FieldGroup = 'who' | 'where' | 'terms' | 'ours' | 'contact' | 'reach' | 'item' | 'money' | 'rights'

/** The fields of a kind as a person looks for them: in groups, the needed ones first. */
export const FIELD_GROUPS: Record<ImportKind, readonly { group: FieldGroup; fields: readonly string[] }[]> = {
  customers: [
    { group: 'who', fields: ['code', 'name', 'trading_name', 'legal_id', 'vat_number', 'blocked'] },
    { group: 'where', fields: ['street', 'zip', 'city', 'region', 'country'] },
    { group: 'terms', fields: ['payment_term', 'payment_means', 'credit_limit', 'currency'] },
    { group: 'ours', fields: ['collector', 'colleagues', 'groups', 'language'] },
    {
      group: 'contact',
      fields: [
        ...['contact_title', 'contact_first_name', 'contact_last_name'],
        ...['contact_email', 'contact_phone', 'contact_mobile', 'contact_fax'],
      ],
    },
  ],
  contacts: [
    {
      group: 'who',
      fields: ['customer_code', 'last_name', 'first_name', 'title', 'role', 'external_id', 'language', 'comment'],
    },
    { group: 'reach', fields: ['email', 'phone', 'mobile', 'fax', 'for_collection', 'in_copy'] },
  ],
  items: [
    { group: 'item', fields: ['customer_code', 'number', 'type', 'issue_date', 'due_date', 'order_number'] },
    { group: 'money', fields: ['amount', 'currency', 'remaining', 'cleared_date'] },
  ],
  users: [
    { group: 'who', fields: ['email', 'last_name', 'first_name', 'handle', 'language', 'time_zone'] },
    { group: 'rights', fields: ['role', 'active', 'portfolio_only', 'portfolio'] },
  ],
}

/** Which of the choices of how a file is taken mean anything for a kind. */
type Choice = 'blank' | 'createUsers' | 'colleagues' | 'portfolios' | 'items' | 'missing' | 'contacts'
export const OPTIONS_OF: Record<ImportKind, readonly Choice[]> = {
  customers: ['blank', 'createUsers', 'colleagues', 'missing'],
  contacts: ['contacts', 'blank'],
  items: ['items'],
  users: ['blank', 'portfolios'],
}
