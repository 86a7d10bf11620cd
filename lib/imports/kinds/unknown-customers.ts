import { sql } from 'drizzle-orm'
import { type Run, reject } from './kind'

/** Rejects the rows that name a customer whom nobody knows. A row that was left out names none. */
export async function rejectUnknownCustomers(run: Run): Promise<void> {
  await reject(
    run,
    'unknownCustomer',
    sql`
    select r.n, jsonb_build_object('code', r.customer_code) as facts from import_rows r
    where r.code_key is not null and not exists (select from customers c where c.code_key = r.code_key)`,
  )
}
