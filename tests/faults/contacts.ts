import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Stepped } from './cases'

const to = (kind: Stepped['step']['kind'], given: Record<string, unknown>): Stepped => ({
  step: { kind, given: () => given },
  before: makeContacts,
})
const remove = to('contact_remove', {})
const star = to('contact_star', { role: 'accountant' })

/** Everything that can be done to many contacts at once. */
export const CONTACT_CASES: readonly ({ name: string } & Stepped)[] = [
  { name: 'contact-role', ...to('contact_role', { role: 'accountant' }) },
  {
    name: 'contact-language',
    step: { ...to('contact_language', { language: 'it' }).step, by: 'confined' },
    before: makeContacts,
  },
  { name: 'contact-domain', ...to('contact_domain', { oldDomain: 'old.example', newDomain: 'third.example' }) },
  { name: 'contact-star', ...star },
  { name: 'contact-remove', ...remove },
  { name: 'contact-undo', ...remove, undone: true, meanwhile: giveStars },
  { name: 'contact-undo-touched', ...star, undone: true, meanwhile: takeStars },
]

/**
 * Two contacts a customer, who differ in all that a change can turn: every fifth is the ERP's, every eleventh a file's, every
 * seventh is also at the customer before.
 */
async function makeContacts(db: Db): Promise<void> {
  await db.execute(sql`
    insert into people (last_name, email, language)
    select n || place, case when n % 9 > 0 then n || place || '@' || case when n % 4 = 0 then 'old' else 'new' end || '.example' end,
      case when n % 3 = 0 then 'fr' end
    from customers c cross join lateral (select c.id as n) numbered cross join (values ('a'), ('b')) v(place) order by n, place`)
  await db.execute(sql`
    insert into contacts (customer_id, person_id, role, source, for_collection, created_at)
    select c.id, p.id, case when erp then 'company' when (n + seat) % 3 = 0 then 'accountant' else 'buyer' end,
      case when erp or n % 11 = 0 then 'import' else 'person' end, seat = 0 and n % 2 = 0, '2024-01-01'
    from customers c cross join lateral (select c.id as n) numbered cross join (values (0, 'a'), (1, 'b')) v(seat, place)
    cross join lateral (select seat = 0 and n % 5 = 0 as erp) told
    join people p on p.last_name = case when seat = 1 and n % 7 = 0 then (n - 1) || 'a' else n || place end
    order by c.id, seat`)
  await db.execute(sql`delete from people where not exists (select from contacts where person_id = people.id)`)
  await db.execute(sql`select refresh_customers(array(select id from customers))`)
}

/** Somebody gives the star to who is left. */
async function giveStars(db: Db): Promise<void> {
  await db.execute(sql`
    update contacts set for_collection = true, version = version + 1 where id in (
      select min(id) from contacts group by customer_id having not bool_or(for_collection))`)
}

async function takeStars(db: Db): Promise<void> {
  await db.execute(sql`
    update contacts set for_collection = false, version = version + 1 where for_collection and customer_id % 5 = 0`)
}
