import { sql } from 'drizzle-orm'
import { customers } from '@/db/schema'
import { ids } from '@/db/sql'
import type { Context } from '@/lib/context'
import { visibleTo } from '@/lib/customers/where'
import type { Listed } from '../kinds/undo-forecast'

/**
 * One customer, or contact of one, that a change does not do; the name of a contact is empty where nobody knows it any
 * more.
 */
export type Unchanged = { code: string; name: string; contactId: number | null; contact: string | null }

/** The first of these by the code of the customer, as far as the reader may know of them. */
export async function listTouched(
  ctx: Context,
  { customerIds, contactIds }: Listed,
  most: number,
): Promise<Unchanged[]> {
  return ctx.db.execute<Unchanged>(sql`
    select ${customers.code} as code, ${customers.name} as name, touched.contact_id::float8 as "contactId",
      nullif(coalesce(
        case when person.id is not null then concat_ws(' ', person.first_name, person.last_name) end,
        concat_ws(' ', removed.person ->> 'first_name', removed.person ->> 'last_name')), '') as contact
    from unnest(${ids(customerIds)}, ${ids(contactIds ?? [])}) as touched(customer_id, contact_id)
    join ${customers} on ${customers.id} = touched.customer_id and ${visibleTo(ctx.actor) ?? sql`true`}
    left join contacts k on k.id = touched.contact_id
    left join people person on person.id = k.person_id
    left join removed_contacts removed on removed.contact_id = touched.contact_id
    order by ${customers.code}, touched.contact_id
    limit ${most}`)
}
