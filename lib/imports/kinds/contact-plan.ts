import { type SQL, sql } from 'drizzle-orm'
import { leaveContacts } from './contact-choice'
import { contactFields, PLACE_COLUMNS } from './contact-fields'
import { matchContacts } from './contact-matches'
import { rejectTakenIds } from './contact-refusals'
import { type Field, judge, judgeOwn, oldAndNew, type Run, rejectMoved } from './kind'
import { CONTACT_COLUMNS } from './people'

/**
 * Decides what each row does, into `import_plan`: the contact it is about, or none, and everything as it is to be.
 * Called twice, before the lock and under it.
 */
export async function planContacts(run: Run): Promise<void> {
  await matchContacts(run)
  const list = contactFields(run)
  const value = ({ column }: Field) => sql`v.${sql.identifier(column)}`
  const settled = list.map((one) => ({ ...one, next: value(one) }))
  const { before, after } = oldAndNew(settled)
  const changed = settled.map(({ present, next }) => sql`${present} is distinct from ${next}`)
  await run.ctx.db.execute(sql`drop table if exists import_plan`)
  await run.ctx.db.execute(sql`
    create temporary table import_plan on commit drop as
    select s.n, c.id as customer_id, k.id as contact_id, k.person_id, k.for_collection as starred, v.*,
           k.id is not null and (${sql.join(changed, sql` or `)}) as differs,
           case when k.id is not null then ${before} end as before, case when k.id is not null then ${after} end as after
    from import_rows s
    join customers c on c.code_key = s.code_key
    left join import_matches m on m.n = s.n
    left join contacts k on k.id = m.contact_id
    left join people p on p.id = k.person_id
    cross join lateral (
      select ${sql.join(
        list.map((one) => sql`${one.next} as ${sql.identifier(one.column)}`),
        sql`, `,
      )}
    ) v
    where s.problem is null and s.role is distinct from 'company'`)
  await leaveContacts(run)
  await rejectTakenIds(run)
  await dropRejected(run)
}

async function dropRejected({ ctx }: Run): Promise<void> {
  await ctx.db.execute(sql`
    delete from import_plan plan using import_rows s where s.n = plan.n and s.problem is not null`)
}

/** What would differ, and from whom a star would move. */
export async function judgeContacts(run: Run): Promise<void> {
  const { db } = run.ctx
  await db.execute(sql`
    insert into import_done (n, customer_id, contact_id, created)
    select n, customer_id, contact_id, contact_id is null from import_plan`)
  await judgeOwn(run, sql`select n, before, after from import_plan where differs`)
  await judge(
    run,
    sql`
    select plan.n, jsonb_build_object('forCollection', plan.starred) as before, jsonb_build_object('forCollection', s.for_collection) as after
    from import_plan plan join import_rows s on s.n = plan.n
    where plan.contact_id is not null and s.for_collection <> plan.starred`,
  )
}

/** Leaves contacts alone of which something else would become than was seen. */
export async function rejectMovedContacts(run: Run): Promise<void> {
  if (!run.strict) return
  const { db } = run.ctx
  await db.execute(sql`
    insert into import_done (n, customer_id, created) select n, customer_id, contact_id is null from import_plan`)
  await rejectMoved(run, sql`select n, before, after from import_plan where differs`)
  await db.execute(sql`truncate import_done`)
  await dropRejected(run)
}

/** Customers of rows that will write something. */
export function movingPlan(): SQL[] {
  return [
    sql`
    select plan.customer_id from import_plan plan join import_rows s on s.n = plan.n
    where plan.contact_id is null or plan.differs or s.for_collection <> plan.starred`,
  ]
}

/** Turns the plan into contacts to write, and notes what every row is about. */
export async function settleContacts(run: Run): Promise<void> {
  const columns = [...CONTACT_COLUMNS, ...PLACE_COLUMNS.filter((column) => column !== 'role' && column !== 'in_copy')]
  const names = sql.join(
    columns.map((column) => sql.identifier(column)),
    sql`, `,
  )
  await run.ctx.db.execute(sql`
    insert into import_contacts (
      n, customer_id, contact_id, person_id, created, for_collection, role, in_copy, before, after, ${names}
    )
    select n, customer_id, contact_id, coalesce(person_id, nextval('people_id_seq')), contact_id is null,
           coalesce(starred, false), coalesce(role, 'other'), coalesce(in_copy, false), before, after, ${names}
    from (select * from import_plan where contact_id is null or differs order by n) plan`)
  await run.ctx.db.execute(sql`
    insert into import_done (n, customer_id, created) select n, customer_id, contact_id is null from import_plan`)
}
