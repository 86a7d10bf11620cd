import { type SQL, sql } from 'drizzle-orm'
import { holdErasures } from '@/lib/contacts/commands/erase'
import { type Run, remark } from './kind'

/** Empties the contact of every row of a customers file that names somebody who asked to be erased; the customer is taken. */
export async function leaveOutCompanyContacts(run: Run): Promise<void> {
  const columns = ['title', 'first_name', 'last_name', 'email', 'phone', 'mobile'].map((name) =>
    sql.identifier(`contact_${name}`),
  )
  const name = sql`coalesce(nullif(concat_ws(' ', s.contact_first_name, s.contact_last_name), ''), s.name)`
  const hashes = sql`erasure_hashes(s.code_key, ${name}, s.contact_email, s.contact_mobile, null)`
  const speaks = sql`coalesce(${sql.join(
    columns.map((column) => sql`s.${column}`),
    sql`, `,
  )}) is not null`
  await leaveOut(run, sql`${speaks} and ${isErased(hashes)}`, columns)
}

/** Leaves out every row of a contacts file about somebody who asked to be erased: without its customer it is about nobody. */
export async function leaveOutContacts(run: Run): Promise<void> {
  const hashes = sql`erasure_hashes(s.code_key, concat_ws(' ', s.first_name, s.last_name), s.email, s.mobile, s.external_id)`
  await leaveOut(run, isErased(hashes), [sql.identifier('code_key')])
}

const isErased = (hashes: SQL) => sql`exists (select from erasures e where e.hash = any(${hashes}))`

async function leaveOut(run: Run, which: SQL, emptied: SQL[] | ReturnType<typeof sql.identifier>[]): Promise<void> {
  await holdErasures(run.ctx)
  const [any] = await run.ctx.db.execute(sql`select from erasures limit 1`)
  if (!any) return
  await remark(
    run,
    'erased',
    sql`select s.n, '{}'::jsonb as facts from import_rows s where s.problem is null and ${which}`,
  )
  const nothing = emptied.map((column) => sql`${column} = null`)
  await run.ctx.db.execute(sql`
    update import_rows set ${sql.join(nothing, sql`, `)} where remark = 'erased' and problem is null`)
}
