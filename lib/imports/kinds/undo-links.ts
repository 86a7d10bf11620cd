import { sql } from 'drizzle-orm'
import { author, moment, type Run } from './kind'

/** Takes back the colleagues that a file gave, and gives those that it took, unless a person has decided since. */
export async function turnPortfoliosBack(run: Run): Promise<void> {
  const { db } = run.ctx
  await db.execute(sql`
    with taken as (
      delete from associations a using import_rows r
      where r.action = 'association.given' and a.customer_id = r.customer_id and a.user_id = r.user_id
        and a.source = 'import' and not a.pinned and a.kind = r.new ->> 'kind'
      returning r.n, a.customer_id, a.user_id, a.kind
    ), said as (
      insert into history (at, actor_id, action, customer_id, user_id, old)
      select ${moment(run)}, ${author(run)}, 'association.taken', customer_id, user_id, jsonb_build_object('kind', kind, 'source', 'import')
      from taken
    )
    insert into import_touched (n) select n from taken`)
  await db.execute(sql`
    with given as (
      insert into associations (customer_id, user_id, kind, since, created_by, source)
      select r.customer_id, r.user_id, r.old ->> 'kind', ${moment(run)}, ${author(run)}, 'import'
      from import_rows r join customers c on c.id = r.customer_id join users u on u.id = r.user_id
      where r.action = 'association.taken' and not exists (
        select from withheld w where w.customer_id = r.customer_id and w.user_id = r.user_id
      )
      on conflict do nothing
      returning customer_id, user_id, kind
    ), said as (
      insert into history (at, actor_id, action, customer_id, user_id, new)
      select ${moment(run)}, ${author(run)}, 'association.given', customer_id, user_id, jsonb_build_object('kind', kind, 'source', 'import')
      from given
    )
    insert into import_touched (n)
    select r.n from given join import_rows r using (customer_id, user_id) where r.action = 'association.taken'`)
}

/** The same of groups, which the history knows by their names. */
export async function turnGroupsBack(run: Run): Promise<void> {
  const { db } = run.ctx
  const named = (side: 'old' | 'new') => sql`
    import_rows r cross join lateral jsonb_array_elements_text(r.${sql.identifier(side)} -> 'groups') label
    join groups g on g.name = label`
  const said = (action: string, from: string, side: string) => sql`
    insert into history (at, actor_id, action, customer_id, ${sql.identifier(side)})
    select ${moment(run)}, ${author(run)}, ${action}, customer_id, jsonb_build_object('groups', jsonb_agg(name order by name))
    from ${sql.identifier(from)} group by customer_id`
  await db.execute(sql`
    with taken as (
      delete from customer_groups own using ${named('new')}
      where r.action = 'customer.grouped' and own.customer_id = r.customer_id and own.group_id = g.id and own.source = 'import'
      returning r.n, own.customer_id, g.name
    ), said as (${said('customer.ungrouped', 'taken', 'old')})
    insert into import_touched (n) select n from taken`)
  await db.execute(sql`
    with wanted as (
      select r.n, r.customer_id, g.id as group_id, g.name from ${named('old')}
      join customers c on c.id = r.customer_id
      where r.action = 'customer.ungrouped' and not exists (
        select from withheld_groups w where w.customer_id = r.customer_id and w.group_id = g.id)
    ), written as (
      insert into customer_groups (customer_id, group_id, source)
      select customer_id, group_id, 'import' from wanted on conflict do nothing
      returning customer_id, group_id
    ), given as (
      select wanted.* from wanted join written using (customer_id, group_id)
    ), said as (${said('customer.grouped', 'given', 'new')})
    insert into import_touched (n) select n from given`)
}
