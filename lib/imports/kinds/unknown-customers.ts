import { sql } from 'drizzle-orm'
import { type Run, reject } from './kind'

/** Rejects the rows that name a customer whom nobody knows. */
export async function rejectUnknownCustomers(run: Run): Promise<void> {
  await reject(
    run,
    'unknownCustomer',
    sql`
    select r.n, jsonb_build_object('code', r.customer_code) as facts from import_rows r
    where not exists (select from customers c where c.code_key = r.code_key)`,
  )
}
