import { type SQL, sql } from 'drizzle-orm'
import { author, judge, moment, type Run } from './kind'

/**
 * Gives customers their colleagues: the pairs of `import_wanted`, each in the colleague's usual kind. Who is one
 * already stays as is, and what a person took away is not given again.
 */
export async function giveColleagues(run: Run): Promise<void> {
  await run.ctx.db.execute(sql`
    with given as (
      insert into associations (customer_id, user_id, kind, since, created_by, source)
      select m.customer_id, m.user_id, u.usual_kind, ${moment(run)}, ${author(run)}, 'import'
      from (${missing()}) m join users u on u.id = m.user_id
      on conflict do nothing
      returning customer_id, user_id, kind
    ), said as (
      insert into history (at, actor_id, action, customer_id, user_id, new)
      select ${moment(run)}, ${author(run)}, 'association.given', customer_id, user_id,
             jsonb_build_object('kind', kind, 'source', 'import')
      from given
    )
    insert into import_touched (n)
    select w.n from given join import_wanted w using (customer_id, user_id)`)
}

/** Of a pair of `import_wanted`: whether it is not there and may be given. */
const LACKING = sql`
  not exists (select from associations a where a.customer_id = w.customer_id and a.user_id = w.user_id)
  and not exists (select from withheld r where r.customer_id = w.customer_id and r.user_id = w.user_id)`

/** The pairs that are not there and may be given. */
const missing = (): SQL => sql`select distinct w.customer_id, w.user_id from import_wanted w where ${LACKING}`

/** Who is to be a colleague for whom, by the colleagues cell of a customers file. */
export async function wantColleagues({ ctx }: Run): Promise<void> {
  await ctx.db.execute(sql`
    create temporary table import_wanted on commit drop as
    select distinct d.n, d.customer_id, u.user_id
    from import_mentions m join import_users u using (token) join import_done d on d.n = m.n
    where not m.collects`)
  await ctx.db.execute(sql`analyze import_wanted`)
}

const replaces = (run: Run) => run.has('colleagues') && run.options.colleagues === 'replace'

/** What an import once gave and the file does not name. A blank cell names nobody only where blanks erase. */
const surplus = (run: Run): SQL => sql`
  select d.n, a.customer_id, a.user_id
  from import_done d
  join import_rows s on s.n = d.n and s.problem is null
  join associations a on a.customer_id = d.customer_id and a.source = 'import' and not a.pinned
  where not d.created and ${run.options.blank === 'erase' ? sql`true` : sql`s.colleagues is not null`}
    and not exists (select from import_wanted w where w.n = d.n and w.user_id = a.user_id)`

/** Customers whose colleagues will change. */
export function movingColleagues(run: Run): SQL[] {
  const given = sql`select customer_id from (${missing()}) m`
  return replaces(run) ? [given, sql`select customer_id from (${surplus(run)}) m`] : [given]
}

/** Colleagues that customers who are there would get, and those they would lose. */
export async function judgeColleagues(run: Run): Promise<void> {
  const ids = (row: string) =>
    sql.raw(`jsonb_build_object('colleagues', jsonb_agg(${row}.user_id order by ${row}.user_id))`)
  await judge(
    run,
    sql`
    select w.n, '{}'::jsonb as before, ${ids('w')} as after
    from import_done d join import_wanted w on w.n = d.n
    where not d.created and ${LACKING} group by w.n`,
  )
  if (!replaces(run)) return
  await judge(run, sql`select m.n, ${ids('m')} as before, '{}'::jsonb as after from (${surplus(run)}) m group by m.n`)
}

const replacesPortfolios = (run: Run) => run.has('portfolio') && run.options.colleagues === 'replace'

/** The same of the portfolios of users. */
const surplusOfPortfolios = (run: Run): SQL => sql`
  select s.n, a.customer_id, a.user_id
  from import_rows s
  join import_done d on d.n = s.n and not d.created
  join associations a on a.user_id = s.user_id and a.source = 'import' and not a.pinned
  where s.problem is null and ${run.options.blank === 'erase' ? sql`true` : sql`s.portfolio is not null`}
    and not exists (select from import_wanted w where w.user_id = a.user_id and w.customer_id = a.customer_id)`

/** Customers that users who are there would get into their portfolio, and those they would lose. */
export async function judgePortfolios(run: Run): Promise<void> {
  const codes = sql`jsonb_build_object('portfolio', jsonb_agg(c.code order by c.code))`
  await judge(
    run,
    sql`
    select w.n, '{}'::jsonb as before, ${codes} as after
    from (${missing()}) m
    join import_wanted w using (customer_id, user_id) join customers c on c.id = m.customer_id
    group by w.n`,
  )
  if (!replacesPortfolios(run)) return
  await judge(
    run,
    sql`
    select m.n, ${codes} as before, '{}'::jsonb as after
    from (${surplusOfPortfolios(run)}) m join customers c on c.id = m.customer_id group by m.n`,
  )
}

/** Customers that get a colleague by a portfolio, or lose one. */
export function movingPortfolios(run: Run): SQL[] {
  const given = sql`select customer_id from (${missing()}) m`
  return replacesPortfolios(run) ? [given, sql`select customer_id from (${surplusOfPortfolios(run)}) m`] : [given]
}

/** Takes back what an import once gave and this file does not name, where that was asked for. */
export async function takeBackColleagues(run: Run): Promise<void> {
  if (replaces(run)) await takeBack(run, surplus(run))
}

export async function takeBackPortfolios(run: Run): Promise<void> {
  if (replacesPortfolios(run)) await takeBack(run, surplusOfPortfolios(run))
}

async function takeBack(run: Run, surplus: SQL): Promise<void> {
  await run.ctx.db.execute(sql`
    with taken as (
      delete from associations a using (${surplus}) s
      where a.customer_id = s.customer_id and a.user_id = s.user_id
      returning s.n, a.*
    ), said as (
      insert into history (at, actor_id, action, customer_id, user_id, old)
      select ${moment(run)}, ${author(run)}, 'association.taken', customer_id, user_id,
             jsonb_build_object('kind', kind, 'source', source)
      from taken
    )
    insert into import_touched (n) select n from taken`)
}
