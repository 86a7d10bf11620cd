import { type SQL, sql } from 'drizzle-orm'
import { createGroups } from '@/lib/groups/commands'
import { author, judge, moment, type Run } from './kind'

/**
 * Which group each name in the file means (`import_groups`). Capitals and accents do not count; unknown ones are made.
 * Nobody deletes them meanwhile.
 */
export async function resolveGroups(run: Run): Promise<void> {
  const { ctx, made } = run
  const names = await lookUp(run)
  made.groups.push(...(await createGroups(ctx, names)).map(({ name }) => name))
  await ctx.db.execute(sql`
    update import_groups i set group_id = g.id from groups g where i.group_id is null and norm(g.name) = norm(i.name)`)
  await ctx.db.execute(sql`
    select from groups g where g.id in (select group_id from import_groups) order by g.id for key share`)
}

/** The same without making any: those that nobody knows have numbers below zero, in the order of `made.groups`. */
export async function findGroups(run: Run): Promise<void> {
  const names = await lookUp(run)
  run.made.groups.push(...names)
  await run.ctx.db.execute(sql`
    update import_groups i set group_id = -named.place
    from unnest(${sql.param(names)}::text[]) with ordinality as named(name, place)
    where i.group_id is null and norm(named.name) = norm(i.name)`)
}

/** Fills `import_groups`, and answers the names that no group has, each once, as the file first spells it. */
async function lookUp({ ctx }: Run): Promise<string[]> {
  await ctx.db.execute(sql`
    create temporary table import_groups on commit drop as
    select distinct on (named.name) named.name, named.first, g.id as group_id
    from (
      select each.name, min(array[r.n, each.place]) as first
      from import_rows r cross join lateral unnest(r.groups) with ordinality as each(name, place)
      where r.problem is null
      group by each.name
    ) named
    left join groups g on norm(g.name) = norm(named.name)
    order by named.name, g.name = named.name desc, g.id`)
  const unknown = await ctx.db.execute<{ name: string }>(sql`
    select distinct on (norm(name)) name from import_groups where group_id is null order by norm(name), first, name`)
  return unknown.map(({ name }) => name)
}

/** Groups that customers who are there would get, and those they would lose. */
export async function judgeGroups(run: Run): Promise<void> {
  const told = (rows: SQL, before: SQL, after: SQL) => sql`
    select m.n, ${before} as before, ${after} as after
    from (${rows}) m join import_done d using (n) where not d.created group by m.n`
  const ids = sql`jsonb_build_object('groups', jsonb_agg(m.group_id order by m.group_id))`
  if (run.has('groups')) await judge(run, told(missing(), sql`'{}'::jsonb`, ids))
  if (erases(run)) await judge(run, told(erased(), ids, sql`'{}'::jsonb`))
}

/** The pairs of customer and group that the file names, that are not there and that no person took away. */
const missing = (): SQL => sql`
  select distinct d.n, d.customer_id, g.group_id
  from import_done d
  join import_rows s on s.n = d.n and s.problem is null
  cross join lateral unnest(s.groups) as wanted(name)
  join import_groups g on g.name = wanted.name
  where not exists (
    select from customer_groups own where own.customer_id = d.customer_id and own.group_id = g.group_id
  ) and not exists (
    select from withheld_groups w where w.customer_id = d.customer_id and w.group_id = g.group_id
  )`

/** The pairs that a file once gave, of rows whose cell is blank now and says so. */
const erased = (): SQL => sql`
  select d.n, own.customer_id, own.group_id
  from import_done d
  join import_rows s on s.n = d.n and s.problem is null and s.groups is null
  join customer_groups own on own.customer_id = d.customer_id and own.source = 'import'
  where not d.created`

const erases = (run: Run) => run.has('groups') && run.options.blank === 'erase'

/** Existing customers whose groups will change. */
export function movingGroups(run: Run): SQL[] {
  const parts = [...(run.has('groups') ? [missing()] : []), ...(erases(run) ? [erased()] : [])]
  return parts.map(
    (part) => sql`select m.customer_id from (${part}) m join import_done d using (n) where not d.created`,
  )
}

/** Puts the customers into the groups the file names. Those it does not name stay: a person may have given them. */
export async function giveGroups(run: Run): Promise<void> {
  if (!run.has('groups')) return
  const said = (action: string, rows: SQL, side: SQL) => sql`
    insert into history (at, actor_id, action, customer_id, ${side})
    select ${moment(run)}, ${author(run)}, ${action}, customer_id,
           jsonb_build_object('groups', jsonb_agg(g.name order by g.name))
    from ${rows} rows join groups g on g.id = rows.group_id
    group by customer_id`
  await run.ctx.db.execute(sql`
    with given as (
      insert into customer_groups (customer_id, group_id, source)
      select customer_id, group_id, 'import' from (${missing()}) m
      on conflict do nothing
      returning customer_id, group_id
    ), said as (${said('customer.grouped', sql`given`, sql`new`)})
    insert into import_touched (n)
    select d.n from given join import_done d on d.customer_id = given.customer_id where not d.created`)
  if (!erases(run)) return
  await run.ctx.db.execute(sql`
    with taken as (
      delete from customer_groups own using (${erased()}) e
      where own.customer_id = e.customer_id and own.group_id = e.group_id
      returning own.customer_id, own.group_id
    ), said as (${said('customer.ungrouped', sql`taken`, sql`old`)})
    insert into import_touched (n) select d.n from taken join import_done d on d.customer_id = taken.customer_id`)
}
