import { type SQL, sql } from 'drizzle-orm'
import { contacts, history, people } from '@/db/schema'

/**
 * The entries of the history that tell of a person, as rows `(id, mentioned)`: about them, also by the names under which
 * they were merged into this one or parted from it; and `mentioned`, about whoever took the star from them.
 */
export function traceOf(personId: number): SQL {
  const former = sql`(h.old ->> 'personId')::bigint`
  return sql`
    with recursive chain (id) as (
      select ${personId}::bigint
      union
      select ${former} from chain join ${history} h on h.person_id = chain.id
      where h.action in ('contact.merged', 'contact.updated') and h.old ? 'personId'
    ), own as (
      select ${contacts.customerId} as id from ${contacts} where ${contacts.personId} = ${personId}
      union
      select h.customer_id from ${history} h where h.person_id = ${personId} and h.customer_id is not null
    ), about as (
      select h.id, h.action, h.old, h.new from chain join ${history} h on h.person_id = chain.id
      where h.action like 'contact.%' and (
        chain.id = ${personId} or h.customer_id in (select id from own)
        or not exists (select from ${people} where ${people.id} = chain.id))
    ), names as (
      select concat_ws(' ', p.first_name, p.last_name) as name from ${people} p where p.id = ${personId}
      union select about.new ->> 'contact' from about
      union select concat_ws(' ', side ->> 'firstName', side ->> 'lastName') from about, unnest(array[about.old, about.new]) side where side ? 'lastName'
    )
    select about.id, false as mentioned from about
    union all
    select h.id, true from own join ${history} h on h.customer_id = own.id
    where h.action = 'contact.starred' and h.id not in (select id from about) and (
      ${former} in (select id from chain)
      or (not h.old ? 'personId' and h.old ->> 'contact' in (select name from names)))`
}
