import { sql } from 'drizzle-orm'
import { type Run, remark } from './kind'

/** Takes out of the plan the contacts that are left alone as chosen, known ones or new ones, and remarks their rows. */
export async function leaveContacts(run: Run): Promise<void> {
  const { db } = run.ctx
  const { take } = run.options
  await db.execute(sql`drop table if exists import_left_alone`)
  await db.execute(sql`
    create temporary table import_left_alone on commit drop as
    select n, customer_id, contact_id from import_plan
    where ${take === 'both' ? sql`false` : take === 'new' ? sql`contact_id is not null` : sql`contact_id is null`}`)
  if (take === 'both') return
  const word = take === 'new' ? 'knownLeft' : 'newLeft'
  // Planned a second time, a contact may be there or gone meanwhile.
  await db.execute(sql`update import_rows set remark = null, remark_facts = null where remark = ${word}`)
  await remark(run, word, sql`select n, '{}'::jsonb as facts from import_left_alone`)
  await db.execute(sql`delete from import_plan plan using import_left_alone l where l.n = plan.n`)
}

/** Counts them among the rows for which nothing is to be done. */
export async function noteLeftContacts({ ctx }: Run): Promise<void> {
  await ctx.db.execute(sql`
    insert into import_done (n, customer_id, contact_id, created)
    select l.n, l.customer_id, l.contact_id, false from import_left_alone l join import_rows s on s.n = l.n where s.problem is null`)
}
