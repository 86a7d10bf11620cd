import { type SQL, sql } from 'drizzle-orm'
import { contacts, people } from '@/db/schema'
import { anyOf, ids } from '@/db/sql'
import type { Context } from '@/lib/context'
import { visibleTo } from '@/lib/customers/where'
import type { Chunk } from '../kind'

const PERSONAL = [
  'title',
  'first_name',
  'last_name',
  'email',
  'phone',
  'phone_e164',
  'mobile',
  'mobile_e164',
  'fax',
  'language',
  'undeliverable_since',
  'undeliverable_reason',
]
const COLUMNS = sql.raw([...PERSONAL, 'version'].join(', '))
const rowOf = (alias: string) => sql.raw(`(${PERSONAL.map((column) => `${alias}.${column}`).join(', ')})`)

/**
 * Parts the people of these contacts who have others at customers that the actor may not know of: all known customers
 * have a person of their own from then on, the others keep theirs. The history keeps from whom, for when somebody is
 * erased; that entry is not shown, because it would tell that there are others.
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

/**
 * Joins those whom a change parted with the ones they were parted from, once that change is taken back: where both are
 * the same again in all that is known of them, and neither has become a contact where the other is one. The history
 * keeps the number they had.
 */
export async function joinAgain(ctx: Context, { change, contactIds }: Chunk, undoOf: number): Promise<void> {
  const parted = await ctx.db.execute<{ newId: number; oldId: number }>(sql`
    select distinct k.person_id::float8 as "newId", (h.old ->> 'personId')::float8 as "oldId"
    from contacts k join history h on h.person_id = k.person_id
    where ${anyOf(sql`k.id`, contactIds)} and h.change_id = ${undoOf} and h.action = 'contact.updated' and h.new = '{}' and h.old ? 'personId'`)
  if (parted.length === 0) return
  const [newIds, oldIds] = [ids(parted.map(({ newId }) => newId)), ids(parted.map(({ oldId }) => oldId))]
  await ctx.db.execute(sql`select from people where id = any(${oldIds}) order by id for update`)
  await ctx.db.execute(sql`
    with alike as materialized (
      select twin.id as new_id, was.id as old_id
      from unnest(${newIds}, ${oldIds}) as parted(new_id, old_id)
      join people twin on twin.id = parted.new_id join people was on was.id = parted.old_id
      where ${rowOf('twin')} is not distinct from ${rowOf('was')} and not exists (
        select from contacts a join contacts b using (customer_id) where a.person_id = twin.id and b.person_id = was.id)
    ), moved as (
      update contacts set person_id = alike.old_id from alike where contacts.person_id = alike.new_id
      returning contacts.customer_id, alike.old_id, alike.new_id
    )
    insert into history (at, actor_id, action, customer_id, person_id, change_id, old, new)
    select ${ctx.now.toISOString()}::timestamptz, ${change.createdBy}::bigint, 'contact.updated', customer_id, old_id,
      ${change.id}::bigint, jsonb_build_object('personId', new_id), '{}'::jsonb
    from moved`)
  await ctx.db.execute(sql`
    delete from people where id = any(${newIds}) and not exists (select from contacts where contacts.person_id = people.id)`)
}
