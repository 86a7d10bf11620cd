import { type SQL, sql } from 'drizzle-orm'
import { fatesOf } from '../where'
import { PLACE_COLUMNS } from './contact-fields'
import { COLUMNS, type Gives, LEVELS, type Level, lastDigits } from './contact-levels'
import { withRefusals } from './contact-refusals'
import { type Run, reject } from './kind'
import { CONTACT_COLUMNS } from './people'

/**
 * Finds the contact that each row is about (`import_matches`): by external_id, else by e-mail address, else by name and
 * phone, or by one of them alone, as chosen. A contact is found by one row only: by what is stronger, else by the
 * first, and the next row looks among the others. Found by one of them for good, it is no more what another one could
 * mean as well: so it comes to the same when the file is taken in again and is found by what it brought. What a
 * customers file gave is not for this one to find.
 */
export async function matchContacts(run: Run): Promise<void> {
  const levels = LEVELS[run.options.match]
  await run.ctx.db.execute(
    sql.raw(`
    drop table if exists import_matches;
    create temporary table import_matches (n integer primary key, contact_id bigint not null) on commit drop`),
  )
  await lookUp(run)
  await gather(run, levels)
  while (await settle(run, levels));
  for (const [at, { gives }] of levels.entries()) await rejectUndecided(run, at, gives)
}

const columnsOf = (row: string, columns: readonly string[]): SQL =>
  sql.raw(columns.map((column) => `${row}.${column}`).join(', '))

/**
 * The rows and the contacts of their customers, each with what it is compared by (`import_sought`, `import_known`):
 * worked out once, for one customer may have thousands.
 */
async function lookUp(run: Run): Promise<void> {
  const { db } = run.ctx
  await db.execute(sql`drop table if exists import_sought, import_known`)
  await db.execute(sql`
    create temporary table import_sought on commit drop as
    select ${columnsOf('s', ['n', 'line', 'for_collection', ...COLUMNS])}, c.id as customer_id,
           norm(s.email) as email_key, norm(s.last_name) as last_key, coalesce(norm(s.first_name), '') as first_key,
           ${lastDigits(sql`s.phone`)} as digits
    from import_rows s join customers c on c.code_key = s.code_key
    where s.problem is null and s.role is distinct from 'company'`)
  await db.execute(sql`analyze import_sought`)
  await db.execute(sql`
    create temporary table import_known on commit drop as
    select k.id as contact_id, k.customer_id, k.person_id, ${columnsOf('p', CONTACT_COLUMNS)}, ${columnsOf('k', PLACE_COLUMNS)},
           p.email_key, p.last_key, coalesce(p.first_key, '') as first_key, ${lastDigits(sql`p.phone`)} as digits
    from contacts k join people p on p.id = k.person_id
    where k.customer_id in (select customer_id from import_sought)
      and not (k.role = 'company' and k.source = 'import')`)
  await db.execute(sql`analyze import_known`)
}

/** A contact that an earlier slice of this file made is another row's. */
const madeBefore = ({ importId }: Run): SQL => sql`
  not exists (
    select from history h
    where h.person_id = fitting.person_id and h.import_id = ${importId} and h.action = 'contact.added'
      and h.customer_id = fitting.customer_id
  )`

/** Nor is one that the check found for another row: what stands in the rest of the file is not looked at again. */
const seenElsewhere = ({ importId }: Run): SQL => sql`
  not exists (select from ${fatesOf(importId)} f where f.contact_id = fitting.contact_id and f.n <> fitting.n)`

/** Every contact that a row may be about, with the strongest thing by which it fits. */
async function gather(run: Run, levels: readonly Level[]): Promise<void> {
  const fitting = levels.flatMap(({ where, better }, at) =>
    where.map(
      (one) => sql`
      select s.n, k.customer_id, k.contact_id, k.person_id, s.email is not null or s.external_id is not null as identified,
             ${sql.raw(String(at))} as level, coalesce(${better}, false) as better
      from import_sought s join import_known k on k.customer_id = s.customer_id and ${one}`,
    ),
  )
  const { db } = run.ctx
  await db.execute(sql`drop table if exists import_pairs, import_candidates`)
  await db.execute(sql`
    create temporary table import_pairs on commit drop as
    select distinct on (n, contact_id) * from (${sql.join(fitting, sql` union all `)}) fitting
    where ${madeBefore(run)} and ${seenElsewhere(run)} order by n, contact_id, level`)
  // What so many things that are equal leave over is guessed far too low.
  await db.execute(sql`analyze import_pairs`)
  await db.execute(sql`create temporary table import_candidates on commit drop as ${withRefusals(run)}`)
  await db.execute(sql`analyze import_candidates`)
}

/** Those that fit by what is strongest among what is left for a row. */
const JUDGED = sql`
  select *, count(*) over (partition by n) as fitting, count(*) filter (where better) over (partition by n) as better_ones,
         min(contact_id) over (partition by n) as first_one
  from (select *, min(level) over (partition by n) as strongest from import_candidates) c
  where level = strongest`

/**
 * Settles what rows are about by the strongest thing by which any is sure: the only contact that fits, or the only one
 * of several that fits better. A row that may not write that contact is rejected and leaves it to the next one. Answers
 * whether there was one.
 */
async function settle({ ctx }: Run, levels: readonly Level[]): Promise<boolean> {
  const any = levels.flatMap(({ gives }, at) => (gives === 'the first' ? [at] : []))
  const sure = sql`(fitting = 1 or (better and better_ones = 1)
    or (contact_id = first_one and level = any(${sql.param(any)}::integer[])))`
  const found = await ctx.db.execute(sql`
    with sure as (select * from (${JUDGED}) judged where ${sure}),
    taken as (
      select *, min(n) filter (where refused is null) over (partition by contact_id) as taker
      from sure where level = (select min(level) from sure)
    ),
    found as (
      insert into import_matches (n, contact_id)
      select n, contact_id from taken where n = taker
      returning n
    ),
    rejected as (
      update import_rows r set problem = taken.refused, facts = taken.facts
      from taken where r.n = taken.n and taken.refused is not null and (taker is null or taken.n < taker)
      returning r.n
    ),
    gone as (
      delete from import_candidates c using (select n from found union all select n from rejected) settled
      where c.n = settled.n
    )
    select from taken limit 1`)
  await ctx.db.execute(sql`
    delete from import_candidates where contact_id in (select contact_id from import_matches)`)
  return found.length > 0
}

/** Nobody knows which of several contacts these rows are about. */
async function rejectUndecided(run: Run, at: number, gives: Gives): Promise<void> {
  await reject(
    run,
    gives === 'contactOfSeveral' ? gives : 'contactOfTwo',
    sql`
    select distinct n, '{}'::jsonb as facts from (${JUDGED}) judged
    where level = ${at} and ${gives === 'create where it says who it is' ? sql`not identified` : sql`true`}`,
  )
}
