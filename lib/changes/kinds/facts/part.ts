import { type SQL, sql } from 'drizzle-orm'
import { contacts, people } from '@/db/schema'
import type { Context } from '@/lib/context'
import { visibleTo } from '@/lib/customers/where'
import type { Chunk } from '../kind'

const COLUMNS = sql.raw(
  'title, first_name, last_name, email, phone, phone_e164, mobile, mobile_e164, fax, language, version',
)

/**
 * Parts the people of these contacts who have others at customers that the actor may not know of: all known customers have
 * a person of their own from then on, the others keep theirs. The history keeps from whom, for when somebody is erased; that
 * entry is not shown, because it would tell that there are others.
 */
export async function part(ctx: Context, { change }: Chunk, goals: SQL): Promise<void> {
  const visible = visibleTo(ctx.actor)
  if (!visible) return
  await ctx.db.execute(sql`
    with goals as materialized (${goals}), concerned as (
      select distinct ${contacts.personId} as id from goals join ${contacts} using (id)
    ), twins as materialized (
      select concerned.id as old_id, nextval(pg_get_serial_sequence('people', 'id')) as new_id
      from concerned where exists (
        select from contacts other join customers on customers.id = other.customer_id
        where other.person_id = concerned.id and (${visible}) is not true)
    ), made as (
      insert into people (id, ${COLUMNS}) overriding system value
      select twins.new_id, ${COLUMNS} from twins join ${people} on ${people.id} = twins.old_id
    ), moved as (
      update contacts set person_id = twins.new_id
      from twins, customers
      where contacts.person_id = twins.old_id and customers.id = contacts.customer_id and ${visible}
      returning contacts.customer_id, contacts.person_id, twins.old_id
    )
    insert into history (at, actor_id, action, customer_id, person_id, change_id, old, new)
    select ${ctx.now.toISOString()}::timestamptz, ${change.createdBy}::bigint, 'contact.updated', customer_id, person_id,
      ${change.id}::bigint, jsonb_build_object('personId', old_id), '{}'::jsonb
    from moved`)
}
