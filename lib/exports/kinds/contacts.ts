import { sql } from 'drizzle-orm'
import { customers, people, contacts as table } from '@/db/schema'
import { readContactAddress } from '@/lib/contacts/filter'
import { CONTACT_ORDERS } from '@/lib/contacts/queries/list'
import { selectedContacts } from '@/lib/contacts/queries/selected'
import type { ContactSelection } from '@/lib/contacts/selection'
import type { Context } from '@/lib/context'
import type { ExportTarget } from '../input'
import { type Kind, searchOf, selectOf, shown } from './kind'

/**
 * First what a contacts file takes, in its order; then whose contact it is, what the ERP's is to us, and what is known
 * of the address here.
 */
export const contacts: Kind = {
  right: 'customers.read',
  async find(ctx, target) {
    const chosen = contactsIn(target)
    const { where } = await selectedContacts(ctx, chosen)
    const { view } = readContactAddress(chosen.kind === 'contactSearch' ? chosen.search : '')
    const columns = columnsFor(ctx)
    return {
      columns,
      rows: {
        select: selectOf(columns),
        from: sql`${people} join ${table} on ${table.personId} = ${people.id}
          join ${customers} on ${customers.id} = ${table.customerId} where ${where ?? sql`true`}`,
        order: sql.join(CONTACT_ORDERS[view.sort](view.descending), sql`, `),
      },
    }
  },
}

/** The address of the list is a search for contacts. */
function contactsIn(target: ExportTarget): ContactSelection {
  if (target.kind === 'contacts' || target.kind === 'contactSearch') return target
  return { kind: 'contactSearch', search: searchOf(target), except: [] }
}

const columnsFor = (ctx: Context) => [
  shown('customer_code', 'code', 14, sql`${customers.code}`),
  shown('last_name', 'text', 18, sql`${people.lastName}`),
  shown('first_name', 'text', 14, sql`${people.firstName}`),
  shown('external_id', 'code', 14, sql`${table.externalId}`),
  shown('title', 'text', 10, sql`${people.title}`),
  shown('role', 'code', 16, sql`${table.role}`),
  shown('email', 'text', 28, sql`${people.email}`),
  shown('phone', 'phone', 18, sql`${people.phone}`),
  shown('mobile', 'phone', 18, sql`${people.mobile}`),
  shown('fax', 'phone', 18, sql`${people.fax}`),
  shown('language', 'code', 9, sql`${people.language}`),
  shown('for_collection', 'yesNo', 13, sql`${table.forCollection}`),
  shown('in_copy', 'yesNo', 8, sql`${table.inCopy}`),
  shown('comment', 'text', 30, sql`${table.comment}`),
  shown('customer_name', 'text', 32, sql`${customers.name}`),
  shown('our_role', 'code', 16, sql`${table.ourRole}`),
  shown(
    'undeliverable_since',
    'date',
    12,
    sql`to_char(${people.undeliverableSince} at time zone ${ctx.actor.timeZone}::text, 'YYYY-MM-DD')`,
  ),
  shown('undeliverable_reason', 'text', 30, sql`${people.undeliverableReason}`),
]
