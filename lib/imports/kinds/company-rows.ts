import { sql } from 'drizzle-orm'
import { type Run, reject } from './kind'

const PERSON = ['title', 'first_name', 'last_name', 'email', 'phone', 'mobile', 'fax', 'language'] as const
const PLACE = ['for_collection', 'in_copy', 'comment'] as const

/**
 * Contacts that came with the customers file stand in the list of contacts too, and so in what is exported of it. Such
 * a row may only confirm what is there: one that says anything else is rejected, since it is the customers file that
 * speaks of them.
 */
export async function confirmCompanyRows(run: Run): Promise<void> {
  const same = [
    ...PERSON.map(
      (column) =>
        sql`coalesce(s.${sql.identifier(column)}, p.${sql.identifier(column)}) is not distinct from p.${sql.identifier(column)}`,
    ),
    ...PLACE.map(
      (column) =>
        sql`coalesce(s.${sql.identifier(column)}, k.${sql.identifier(column)}) is not distinct from k.${sql.identifier(column)}`,
    ),
  ]
  await run.ctx.db.execute(sql`drop table if exists import_confirmed`)
  await run.ctx.db.execute(sql`
    create temporary table import_confirmed on commit drop as
    select s.n, min(c.id) as customer_id
    from import_rows s
    join customers c on c.code_key = s.code_key
    join contacts k on k.customer_id = c.id and k.role = 'company' and k.source = 'import'
    join people p on p.id = k.person_id
    where s.problem is null and s.role = 'company' and ${sql.join(same, sql` and `)}
    group by s.n`)
  await reject(
    run,
    'companyRole',
    sql`
    select r.n, '{}'::jsonb as facts from import_rows r
    where r.role = 'company' and r.code_key is not null and not exists (select from import_confirmed o where o.n = r.n)`,
  )
}

/** Notes that they are there already. */
export async function noteCompanyRows({ ctx }: Run): Promise<void> {
  await ctx.db.execute(sql`
    insert into import_done (n, customer_id, created)
    select n, customer_id, false from import_confirmed
    on conflict do nothing`)
}
