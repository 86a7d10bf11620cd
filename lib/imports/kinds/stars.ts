import { type SQL, sql } from 'drizzle-orm'
import { author, moment, type Run, remark } from './kind'

/**
 * Takes the star from contacts that a row says are not for collection, and from those that must give it to another
 * row's. Cleared before any is set: there is one star a customer at every moment. One that a person's contact holds
 * stays there, and so does any where known contacts are left as they are.
 */
export async function clearStars(run: Run): Promise<void> {
  const { db } = run.ctx
  await db.execute(sql`
    create temporary table import_stars on commit drop as
    select plan.n, plan.customer_id, holder.id as former_id, holder.person_id as former_person,
           holder.name as former_name, coalesce(holder.source = 'person', false) as stays,
           holder.id is not null and ${run.options.take === 'new'} as stays_known
    from import_plan plan
    join import_rows s on s.n = plan.n and s.for_collection
    left join lateral (
      select k.id, k.person_id, k.source, concat_ws(' ', p.first_name, p.last_name) as name
      from contacts k join people p on p.id = k.person_id where k.customer_id = plan.customer_id and k.for_collection
    ) holder on true
    where not coalesce(plan.starred, false)`)
  await remark(
    run,
    'starStays',
    sql`select n, jsonb_build_object('name', former_name) as facts from import_stars where stays`,
  )
  await remark(
    run,
    'starStaysKnown',
    sql`select n, jsonb_build_object('name', former_name) as facts from import_stars where stays_known and not stays`,
  )
  await db.execute(sql`delete from import_stars where stays or stays_known`)
  await unstar(
    run,
    sql`
    select former_id as contact_id from import_stars where former_id is not null
    union
    select plan.contact_id from import_plan plan join import_rows s on s.n = plan.n
    where plan.starred and not s.for_collection`,
  )
}

async function unstar(run: Run, which: SQL): Promise<void> {
  await run.ctx.db.execute(sql`
    with cleared as (
      update contacts k set for_collection = false, version = k.version + 1
      from (${which}) losing where k.id = losing.contact_id and k.for_collection
      returning k.id, k.customer_id, k.person_id
    ), said as (
      insert into history (at, actor_id, action, customer_id, person_id)
      select ${moment(run)}, ${author(run)}, 'contact.unstarred', customer_id, person_id from cleared
    )
    insert into import_touched (n)
    select plan.n from cleared join import_plan plan on plan.contact_id = cleared.id`)
}

/** Gives the stars, once every contact is there and no other holds them. */
export async function moveStars(run: Run): Promise<void> {
  await run.ctx.db.execute(sql`
    with given as (
      update contacts k set for_collection = true, version = k.version + (plan.contact_id is not null)::integer
      from import_stars star
      join import_plan plan on plan.n = star.n
      left join import_contacts made on made.n = star.n
      where k.customer_id = star.customer_id and k.person_id = coalesce(plan.person_id, made.person_id)
      returning star.n, k.customer_id, k.person_id, star.former_name, star.former_person
    ), said as (
      insert into history (at, actor_id, action, customer_id, person_id, old)
      select ${moment(run)}, ${author(run)}, 'contact.starred', customer_id, person_id,
             case when former_name is not null then jsonb_build_object('contact', former_name, 'personId', former_person) end
      from given
    )
    insert into import_touched (n) select n from given`)
}
