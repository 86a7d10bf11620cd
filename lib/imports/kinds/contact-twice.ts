import { type SQL, sql } from 'drizzle-orm'
import type { ImportOptions } from '../input'
import { lastDigits } from './contact-levels'
import { type Run, reject } from './kind'
import { rejectUnknownCustomers } from './unknown-customers'

/** Rejects what the file alone shows to be wrong: no such customer, the same contact twice, two for collection. */
export async function rejectContacts(run: Run): Promise<void> {
  await rejectUnknownCustomers(run)
  for (const same of [sql`r.external_id = f.external_id`, ...SAME[run.options.match]]) {
    await reject(run, 'duplicateContact', earlier(same))
  }
  if (run.options.match === 'name') await reject(run, 'duplicateContact', phoneless)
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

const ONE_ID = sql`(r.external_id is null or f.external_id is null or r.external_id = f.external_id)`
const ONE_NAME = sql`(norm(r.last_name) = norm(f.last_name) and norm(coalesce(r.first_name, '')) = norm(coalesce(f.first_name, '')))`
const ONE_PHONE = sql`${lastDigits(sql`r.phone`)} = ${lastDigits(sql`f.phone`)}`

/**
 * What beside the external_id, which a customer has once, makes two rows the same contact: what would find one contact
 * for both.
 */
const SAME: Record<ImportOptions['match'], SQL[]> = {
  any: [
    sql`r.email = f.email and ${ONE_ID}`,
    sql`r.email is null and f.email is null and r.external_id is null and f.external_id is null
      and ${ONE_NAME} and ${ONE_PHONE}`,
  ],
  external_id: [
    sql`r.external_id is null and f.external_id is null and ${ONE_NAME} and ${ONE_PHONE}
      and coalesce(r.email, '') = coalesce(f.email, '')`,
  ],
  email: [
    sql`r.email = f.email`,
    sql`r.email is null and f.email is null and ${ONE_ID} and ${ONE_NAME} and ${ONE_PHONE}`,
  ],
  name: [sql`${ONE_NAME} and ${ONE_PHONE}`],
}

/**
 * By name and phone, a row without a phone is about anybody of that name: beside one with a phone nobody knows whether
 * they are two.
 */
const phoneless = sql`
  select distinct on (r.n) r.n, jsonb_build_object('line', f.line) as facts
  from import_rows r join import_rows f on f.code_key = r.code_key and f.n <> r.n
  where r.problem is null and f.problem is null and ${ONE_NAME}
    and ${lastDigits(sql`r.phone`)} = '' and ${lastDigits(sql`f.phone`)} <> ''
    and r.role is distinct from 'company' and f.role is distinct from 'company'
  order by r.n, f.n`

/** Rows with one before them at the same customer that is the same contact. */
function earlier(same: SQL): SQL {
  return sql`
    select distinct on (r.n) r.n, jsonb_build_object('line', f.line) as facts
    from import_rows r join import_rows f on f.code_key = r.code_key and f.n < r.n
    where r.problem is null and f.problem is null and ${same}
      and r.role is distinct from 'company' and f.role is distinct from 'company'
    order by r.n, f.n`
}
