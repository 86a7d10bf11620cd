import { type SQL, sql } from 'drizzle-orm'
import { type Run, reject } from './kind'
import { rejectUnknownCustomers } from './unknown-customers'

/** Rejects what the file alone shows to be wrong: no such customer, the same contact twice, two for collection. */
export async function rejectContacts(run: Run): Promise<void> {
  await rejectUnknownCustomers(run)
  const both = sql`(r.external_id is null or f.external_id is null or r.external_id = f.external_id)`
  await reject(run, 'duplicateContact', earlier(sql`r.external_id = f.external_id`))
  await reject(run, 'duplicateContact', earlier(sql`r.email = f.email and ${both}`))
  await reject(
    run,
    'duplicateContact',
    earlier(sql`
    r.email is null and f.email is null and r.external_id is null and f.external_id is null
    and norm(r.last_name) = norm(f.last_name) and norm(coalesce(r.first_name, '')) = norm(coalesce(f.first_name, ''))
    and coalesce(r.phone, '') = coalesce(f.phone, '')`),
  )
  await reject(
    run,
    'twoForCollection',
    sql`
    select r.n, jsonb_build_object('lines', several.lines) as facts
    from import_rows r
    join (
      select code_key, string_agg(line::text, ', ' order by n) as lines
      from import_rows where for_collection and problem is null group by code_key having count(*) > 1
    ) several on several.code_key = r.code_key
    where r.for_collection`,
  )
}

/** Rows with one before them at the same customer that is the same contact. */
function earlier(same: SQL): SQL {
  return sql`
    select distinct on (r.n) r.n, jsonb_build_object('line', f.line) as facts
    from import_rows r join import_rows f on f.code_key = r.code_key and f.n < r.n
    where r.problem is null and f.problem is null and ${same}
      and r.role is distinct from 'company' and f.role is distinct from 'company'
    order by r.n, f.n`
}

const SAME_NAMES = sql`(p.last_key = norm(s.last_name) and coalesce(p.first_key, '') = coalesce(norm(s.first_name), ''))`
const lastDigits = (phone: SQL) => sql`right(regexp_replace(coalesce(${phone}, ''), '\\D', '', 'g'), 8)`
const SAME_PHONE = sql`${lastDigits(sql`p.phone`)} = ${lastDigits(sql`s.phone`)}`

/**
 * Finds the contact that each row is about (`import_matches`): by external_id, else by e-mail address, else by name and
 * phone. A contact is found by one row only, the first. What a customers file gave is not for this one to find.
 */
export async function matchContacts(run: Run): Promise<void> {
  await run.ctx.db.execute(
    sql.raw(`
    drop table if exists import_matches;
    create temporary table import_matches (n integer primary key, customer_id bigint not null, contact_id bigint not null) on commit drop`),
  )
  await match(run, { where: sql`k.external_id = s.external_id`, better: sql`true`, gives: 'reject' })
  const unnumbered = sql`(s.external_id is null or k.external_id is null)`
  await match(run, {
    where: sql`p.email_key = norm(s.email) and ${unnumbered}`,
    better: SAME_NAMES,
    gives: 'reject',
  })
  await match(run, {
    where: sql`${SAME_NAMES} and ${unnumbered} and (s.phone is null or ${SAME_PHONE})
      and (s.email is null or p.email is null or s.phone is not null)`,
    better: sql`(${SAME_PHONE} and (s.email is null) = (p.email is null))`,
    gives: 'create where it says who it is',
  })
}

type Level = { where: SQL; better: SQL; gives: 'reject' | 'create where it says who it is' }

/** A contact that an earlier slice of this file made is another row's. */
const madeBefore = ({ importId }: Run): SQL => sql`
  not exists (
    select from history h
    where h.person_id = k.person_id and h.import_id = ${importId} and h.action = 'contact.added' and h.customer_id = k.customer_id
  )`

/** Of several contacts that fit, the only one that fits better is meant; else nobody knows. */
async function match(run: Run, { where, better, gives }: Level): Promise<void> {
  const { db } = run.ctx
  await db.execute(sql`drop table if exists import_candidates`)
  await db.execute(sql`
    create temporary table import_candidates on commit drop as
    select s.n, c.id as customer_id, k.id as contact_id, ${better} as better,
           s.email is not null or s.external_id is not null as identified
    from import_rows s
    join customers c on c.code_key = s.code_key
    join contacts k on k.customer_id = c.id and not (k.role = 'company' and k.source = 'import')
    join people p on p.id = k.person_id
    where s.problem is null and s.role is distinct from 'company' and ${where} and ${madeBefore(run)}
      and not exists (select from import_matches m where m.n = s.n)
      and not exists (select from import_matches m where m.contact_id = k.id)`)
  const judged = sql`
    select *, count(*) over (partition by n) as fitting, count(*) filter (where better) over (partition by n) as better_ones
    from import_candidates`
  const meant = sql`(fitting = 1 or (better and better_ones = 1))`
  await reject(
    run,
    'contactOfTwo',
    sql`
    select n, '{}'::jsonb as facts from (${judged}) judged
    where ${gives === 'reject' ? sql`true` : sql`not identified`}
    group by n having not bool_or(${meant})`,
  )
  const found = sql`select *, min(n) over (partition by contact_id) as first from (${judged}) judged where ${meant}`
  await reject(
    run,
    'duplicateContact',
    sql`
    select found.n, jsonb_build_object('line', r.line) as facts
    from (${found}) found join import_rows r on r.n = found.first where found.n > found.first`,
  )
  await db.execute(sql`
    insert into import_matches (n, customer_id, contact_id)
    select n, customer_id, contact_id from (${found}) found where n = first`)
}
