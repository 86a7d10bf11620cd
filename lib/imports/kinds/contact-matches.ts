import { type SQL, sql } from 'drizzle-orm'
import type { ImportOptions } from '../input'
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
      where: sql`${SAME_NAMES} and ${UNNUMBERED} and (s.phone is null or ${SAME_PHONE})
        and (s.email is null or p.email is null or s.phone is not null)`,
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
 * phone, or by one of them alone, as chosen. A contact is found by one row only, the first. What a customers file gave
 * is not for this one to find.
 */
export async function matchContacts(run: Run): Promise<void> {
  await run.ctx.db.execute(
    sql.raw(`
    drop table if exists import_matches;
    create temporary table import_matches (n integer primary key, customer_id bigint not null, contact_id bigint not null) on commit drop`),
  )
  for (const level of LEVELS[run.options.match]) await match(run, level)
}

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
    select *, count(*) over (partition by n) as fitting, count(*) filter (where better) over (partition by n) as better_ones,
           min(contact_id) over (partition by n) as first_one
    from import_candidates`
  const meant = gives === 'the first' ? sql`contact_id = first_one` : sql`(fitting = 1 or (better and better_ones = 1))`
  await reject(
    run,
    gives === 'contactOfSeveral' ? gives : 'contactOfTwo',
    sql`
    select n, '{}'::jsonb as facts from (${judged}) judged
    where ${gives === 'create where it says who it is' ? sql`not identified` : sql`true`}
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
