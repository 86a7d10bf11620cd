import { type SQL, sql } from 'drizzle-orm'
import type { ImportOptions } from '../input'
import { fatesOf } from '../where'
import { type Run, reject } from './kind'

const SAME_NAMES = sql`(p.last_key = norm(s.last_name) and coalesce(p.first_key, '') = coalesce(norm(s.first_name), ''))`
export const lastDigits = (phone: SQL) => sql`right(regexp_replace(coalesce(${phone}, ''), '\\D', '', 'g'), 8)`
const SAME_PHONE = sql`${lastDigits(sql`p.phone`)} = ${lastDigits(sql`s.phone`)}`

const UNNUMBERED = sql`(s.external_id is null or k.external_id is null)`

/** `gives`: what becomes of a row that several contacts fit, none better than the others. */
type Level = { where: SQL; better: SQL; gives: Gives }
type Gives = 'contactOfTwo' | 'contactOfSeveral' | 'create where it says who it is' | 'the first'

/**
 * Of a row without what contacts are found by: that it says nothing but what stands here. Else the same file would make
 * it twice.
 */
const SAYS_NO_MORE = sql.join(
  [
    ...['title', 'mobile', 'fax', 'language'].map((column) => [
      sql`s.${sql.identifier(column)}`,
      sql`p.${sql.identifier(column)}`,
    ]),
    ...['role', 'in_copy', 'comment', 'external_id'].map((column) => [
      sql`s.${sql.identifier(column)}`,
      sql`k.${sql.identifier(column)}`,
    ]),
  ].map(([said, present]) => sql`coalesce(${said}, ${present}) is not distinct from ${present}`),
  sql` and `,
)

const stands = (without: SQL): Level => ({
  where: sql`${without} and ${SAME_NAMES} and ${SAME_PHONE} and ${SAYS_NO_MORE}`,
  better: sql`false`,
  gives: 'the first',
})

const LEVELS: Record<ImportOptions['match'], Level[]> = {
  any: [
    { where: sql`k.external_id = s.external_id`, better: sql`true`, gives: 'contactOfTwo' },
    { where: sql`p.email_key = norm(s.email) and ${UNNUMBERED}`, better: SAME_NAMES, gives: 'contactOfTwo' },
    {
      where: sql`${SAME_NAMES} and ${UNNUMBERED} and s.phone is not null and ${SAME_PHONE}`,
      better: sql`(s.email is null) = (p.email is null)`,
      gives: 'create where it says who it is',
    },
    {
      where: sql`${SAME_NAMES} and ${UNNUMBERED} and s.phone is null and (s.email is null or p.email is null)`,
      better: sql`(${SAME_PHONE} and (s.email is null) = (p.email is null))`,
      gives: 'create where it says who it is',
    },
  ],
  external_id: [
    { where: sql`k.external_id = s.external_id`, better: sql`true`, gives: 'contactOfSeveral' },
    stands(
      sql`s.external_id is null and k.external_id is null and coalesce(norm(s.email), '') = coalesce(p.email_key, '')`,
    ),
  ],
  email: [
    { where: sql`p.email_key = norm(s.email)`, better: SAME_NAMES, gives: 'contactOfSeveral' },
    stands(sql`s.email is null and p.email_key is null`),
  ],
  name: [
    {
      where: sql`${SAME_NAMES} and (${lastDigits(sql`s.phone`)} = '' or ${SAME_PHONE})`,
      better: SAME_PHONE,
      gives: 'contactOfSeveral',
    },
  ],
}

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
    create temporary table import_matches (n integer primary key, customer_id bigint not null, contact_id bigint not null) on commit drop`),
  )
  await gather(run, levels)
  while (await settle(run, levels));
  for (const [at, { gives }] of levels.entries()) await rejectUndecided(run, at, gives)
}

/** A contact that an earlier slice of this file made is another row's. */
const madeBefore = ({ importId }: Run): SQL => sql`
  not exists (
    select from history h
    where h.person_id = k.person_id and h.import_id = ${importId} and h.action = 'contact.added' and h.customer_id = k.customer_id
  )`

/** Nor is one that the check found for another row: what stands in the rest of the file is not looked at again. */
const seenElsewhere = ({ importId }: Run): SQL => sql`
  not exists (select from ${fatesOf(importId)} f where f.contact_id = k.id and f.n <> s.n)`

/** Every contact that a row may be about, with the strongest thing by which it fits. */
async function gather(run: Run, levels: readonly Level[]): Promise<void> {
  const strongest = (value: (level: Level, at: number) => SQL) => {
    const cases = levels.map((level, at) => sql`when ${level.where} then ${value(level, at)}`)
    return sql`case ${sql.join(cases, sql` `)} end`
  }
  await run.ctx.db.execute(sql`drop table if exists import_candidates`)
  await run.ctx.db.execute(sql`
    create temporary table import_candidates on commit drop as
    select * from (
      select s.n, c.id as customer_id, k.id as contact_id, s.email is not null or s.external_id is not null as identified,
             ${strongest((_, at) => sql.raw(String(at)))} as level, ${strongest(({ better }) => better)} as better
      from import_rows s
      join customers c on c.code_key = s.code_key
      join contacts k on k.customer_id = c.id and not (k.role = 'company' and k.source = 'import')
      join people p on p.id = k.person_id
      where s.problem is null and s.role is distinct from 'company' and ${madeBefore(run)} and ${seenElsewhere(run)}
    ) fitting
    where level is not null`)
  await run.ctx.db.execute(sql`analyze import_candidates`)
}

/** Those that fit by what is strongest among what is left for a row. */
const JUDGED = sql`
  select *, count(*) over (partition by n) as fitting, count(*) filter (where better) over (partition by n) as better_ones,
         min(contact_id) over (partition by n) as first_one
  from (select *, min(level) over (partition by n) as strongest from import_candidates) c
  where level = strongest`

/**
 * Settles what rows are about by the strongest thing by which any is sure: the only contact that fits, or the only one
 * of several that fits better. Answers whether there was one.
 */
async function settle({ ctx }: Run, levels: readonly Level[]): Promise<boolean> {
  const any = levels.flatMap(({ gives }, at) => (gives === 'the first' ? [at] : []))
  const sure = sql`(fitting = 1 or (better and better_ones = 1)
    or (contact_id = first_one and level = any(${sql.param(any)}::integer[])))`
  const found = await ctx.db.execute(sql`
    with sure as (select * from (${JUDGED}) judged where ${sure}),
    found as (
      insert into import_matches (n, customer_id, contact_id)
      select distinct on (contact_id) n, customer_id, contact_id
      from sure where level = (select min(level) from sure) order by contact_id, n
      returning n, contact_id
    ),
    gone as (delete from import_candidates c using found where c.n = found.n)
    select from found limit 1`)
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
