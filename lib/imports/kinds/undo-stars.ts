import { sql } from 'drizzle-orm'
import { author, moment, type Run } from './kind'

/** Takes the stars back that were given, where they are still there: before any is set, as there is one a customer. */
export async function clearStarsAgain(run: Run): Promise<void> {
  const { db } = run.ctx
  await db.execute(sql`
    with cleared as (
      update contacts k set for_collection = false, version = k.version + 1
      from import_rows r
      where r.action = 'contact.starred' and k.customer_id = r.customer_id and k.person_id = r.person_id and k.for_collection
      returning r.n, k.customer_id, k.person_id
    ), said as (
      insert into history (at, actor_id, action, customer_id, person_id)
      select ${moment(run)}, ${author(run)}, 'contact.unstarred', customer_id, person_id from cleared
    )
    insert into import_touched (n) select n from cleared`)
}

/** Gives the stars back that were taken, once every contact is there, where nobody else has one by now. */
export async function giveStarsBack(run: Run): Promise<void> {
  const { db } = run.ctx
  await db.execute(sql`
    with given as (
      update contacts k set for_collection = true, version = k.version + 1
      from import_rows r
      where r.action = 'contact.unstarred' and k.customer_id = r.customer_id and k.person_id = r.person_id
        and not exists (select from contacts o where o.customer_id = k.customer_id and o.for_collection)
      returning r.n, k.customer_id, k.person_id
    ), said as (
      insert into history (at, actor_id, action, customer_id, person_id)
      select ${moment(run)}, ${author(run)}, 'contact.starred', customer_id, person_id from given
    )
    insert into import_touched (n) select n from given`)
}
