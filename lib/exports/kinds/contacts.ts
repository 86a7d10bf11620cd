import { sql } from 'drizzle-orm'
import { customers, people, contacts as table } from '@/db/schema'
import { ofCustomers, readContactAddress } from '@/lib/contacts/filter'
import { CONTACT_ORDERS } from '@/lib/contacts/queries/list'
import { matchingContacts } from '@/lib/contacts/where'
import { aimAt } from '@/lib/customers/queries/aim'
import { type Kind, mustBeWhole, searchOf, selectOf, shown } from './kind'

/** First what a contacts file takes, in its order; then whose contact it is and what the ERP's is to us. */
export const contacts: Kind = {
  right: 'customers.read',
  async find(ctx, target) {
    const { filter, view, problems } = readContactAddress(searchOf(target))
    const aimed = await aimAt(ctx, ofCustomers(filter))
    mustBeWhole(problems, aimed.problems)
    const condition = matchingContacts(ctx, { filter, customers: aimed.aim }) ?? sql`true`
    return {
      columns: COLUMNS,
      rows: {
        select: selectOf(COLUMNS),
        from: sql`${people} join ${table} on ${table.personId} = ${people.id}
          join ${customers} on ${customers.id} = ${table.customerId} where ${condition}`,
        order: sql.join(CONTACT_ORDERS[view.sort](view.descending), sql`, `),
      },
    }
  },
}

const COLUMNS = [
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
]
