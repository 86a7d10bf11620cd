import { type SQL, sql } from 'drizzle-orm'
import { holdErasures } from '@/lib/contacts/commands/erase'
import { type Run, remark } from './kind'

/** What a row says of a contact, and which columns are emptied where that is somebody who asked to be erased. */
type Told = { name: SQL; email: SQL; mobile: SQL; externalId: SQL; empties: readonly string[]; speaks: SQL }

/**
 * Empties the contact of every row of a customers file that names somebody who asked to be erased; the customer is
 * taken.
 */
export async function leaveOutCompanyContacts(run: Run): Promise<void> {
  const empties = ['title', 'first_name', 'last_name', 'email', 'phone', 'mobile', 'fax'].map(
    (name) => `contact_${name}`,
  )
  const cells = empties.map((column) => sql`s.${sql.identifier(column)}`)
  await leaveOut(run, {
    name: sql`coalesce(nullif(concat_ws(' ', s.contact_first_name, s.contact_last_name), ''), s.name)`,
    email: sql`s.contact_email`,
    mobile: sql`s.contact_mobile`,
    externalId: sql`null`,
    empties,
    speaks: sql`coalesce(${sql.join(cells, sql`, `)}) is not null`,
  })
}

/**
 * Leaves out every row of a contacts file about somebody who asked to be erased: without its customer it is about
 * nobody.
 */
export async function leaveOutContacts(run: Run): Promise<void> {
  await leaveOut(run, {
    name: sql`concat_ws(' ', s.first_name, s.last_name)`,
    email: sql`s.email`,
    mobile: sql`s.mobile`,
    externalId: sql`s.external_id`,
    empties: ['code_key'],
    speaks: sql`true`,
  })
}

/** Leaves contacts out that an undoing removed and whom its own undoing would bring back. */
export async function leaveOutRestoredContacts(run: Run): Promise<void> {
  await leaveOut(run, {
    name: sql`concat_ws(' ', s.old ->> 'firstName', s.old ->> 'lastName')`,
    email: sql`s.old ->> 'email'`,
    mobile: sql`s.old ->> 'mobile'`,
    externalId: sql`s.old ->> 'externalId'`,
    empties: ['old'],
    speaks: sql`s.action = 'contact.removed'`,
  })
}

/** The hash is made where a hint agrees: for every row of a large file it would take longer than the import. */
async function leaveOut(run: Run, { empties, speaks, ...told }: Told): Promise<void> {
  await holdErasures(run.ctx)
  const [any] = await run.ctx.db.execute(sql`select from erasures limit 1`)
  if (!any) return
  const hinted = [told.email, sql`erasure_digits(${told.mobile})`, sql`s.code_key`].map(
    (value) => sql`hashtextextended(${value}, k.seed) in (select hint from erasures)`,
  )
  const marks = sql`erasure_marks(s.code_key, ${told.name}, ${told.email}, ${told.mobile}, ${told.externalId})`
  await remark(
    run,
    'erased',
    sql`
    select s.n, '{}'::jsonb as facts
    from import_rows s cross join (select hashtextextended(key, 0) as seed from erasure_keys) k
    where s.problem is null and ${speaks} and case
      when ${sql.join(hinted, sql` or `)} or exists (select from erasures where hint is null)
      then exists (select from ${marks} mark join erasures e on e.hash = mark.hash) else false end`,
  )
  const nothing = empties.map((column) => sql`${sql.identifier(column)} = null`)
  await run.ctx.db.execute(sql`
    update import_rows set ${sql.join(nothing, sql`, `)} where remark = 'erased' and problem is null`)
}
