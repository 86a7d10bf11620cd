import { sql } from 'drizzle-orm'
import { people } from '@/db/schema'
import { anyOf } from '@/db/sql'
import { markStays } from '@/lib/contacts/where'
import type { Context } from '@/lib/context'
import { visibleTo } from '@/lib/customers/where'
import type { Chunk } from '../kind'
import type { Valued } from './contact-fact'

/** The part of the e-mail address behind the sign. The journal keeps no more of it, so that it names nobody. */
export const DOMAIN_OF = sql`split_part(${people.email}, '@', 2)`

/** Whether the ERP says the address, here or at another customer that the actor may know of. */
export const saidByErp = (ctx: Context) => sql`exists (
  select from contacts other join customers on customers.id = other.customer_id
  where other.person_id = ${people.id} and other.role = 'company' and other.source = 'import' and ${visibleTo(ctx.actor) ?? sql`true`})`

export const DOMAIN: Valued = {
  name: 'contact_domain',
  value: sql`jsonb_build_object('domain', ${DOMAIN_OF})`,
  sets: {
    person: sql`email = split_part(people.email, '@', 1) || '@' || (held.goal ->> 'domain'), ${markStays(sql`false`)}`,
    told: sql`jsonb_build_object('email', ${people.email})`,
  },
  free: (ctx) => sql`not ${saidByErp(ctx)}`,
  afterwards: refreshAll,
}

/** The search words of every customer that shows these people. */
async function refreshAll(ctx: Context, { contactIds }: Chunk): Promise<void> {
  await ctx.db.execute(sql`
    select refresh_customers(array(
      select distinct other.customer_id from contacts k join contacts other on other.person_id = k.person_id
      where ${anyOf(sql`k.id`, contactIds)}))`)
}
