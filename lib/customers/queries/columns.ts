import { type SQL, sql } from 'drizzle-orm'
import { customers } from '@/db/schema'
import type { CustomerColumn } from '../rules/columns'

/** What the list knows of a customer only where the column is shown. */
type ColumnFacts = {
  groups: string[]
  contact: string | null
  contactEmail: string | null
  /** As typed, and as it is dialled where it could be read. */
  contactPhone: { typed: string | null; dialled: string | null } | null
  creditLimit: string | null
  paymentTerm: string | null
  paymentMeans: string | null
  openItems: number
  tradingName: string | null
  legalId: string | null
  vatNumber: string | null
  zip: string | null
  region: string | null
  language: string | null
}

const FACTS: { [Fact in keyof ColumnFacts]: SQL } = {
  groups: sql`(
    select coalesce(json_agg(g.name order by g.name, g.id), '[]')
    from customer_groups k join groups g on g.id = k.group_id where k.customer_id = customers.id)`,
  contact: ofContact(sql`concat_ws(' ', p.first_name, p.last_name)`),
  contactEmail: ofContact(sql`p.email`),
  contactPhone: ofContact(sql`case when p.phone is null
    then json_build_object('typed', p.mobile, 'dialled', p.mobile_e164)
    else json_build_object('typed', p.phone, 'dialled', p.phone_e164) end`),
  creditLimit: sql`${customers.creditLimit}::text`,
  paymentTerm: sql`${customers.paymentTerm}`,
  paymentMeans: sql`${customers.paymentMeans}`,
  openItems: sql`${customers.openItems}`,
  tradingName: sql`${customers.tradingName}`,
  legalId: sql`${customers.legalId}`,
  vatNumber: sql`${customers.vatNumber}`,
  zip: sql`${customers.zip}`,
  region: sql`${customers.region}`,
  language: sql`${customers.language}`,
}

/** Of the contact for collection, of whom there is one at most. */
function ofContact(what: SQL): SQL {
  return sql`(
    select ${what} from contacts k join people p on p.id = k.person_id
    where k.customer_id = customers.id and k.for_collection)`
}

/** The facts of these columns as one value: what is not shown is not looked up. */
export function factsFor(columns: readonly CustomerColumn[]): SQL<Partial<ColumnFacts>> {
  const wanted = (Object.keys(FACTS) as (keyof ColumnFacts)[]).filter((fact) => columns.includes(fact))
  const pairs = wanted.map((fact) => sql`${sql.raw(`'${fact}'`)}, ${FACTS[fact]}`)
  return sql`json_build_object(${sql.join(pairs, sql`, `)})`
}
