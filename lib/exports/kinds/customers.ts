import { sql } from 'drizzle-orm'
import { customers as table } from '@/db/schema'
import { FAX_BROUGHT } from '@/lib/contacts/rules'
import { today } from '@/lib/context'
import { readCustomerAddress } from '@/lib/customers/filter'
import { wholeOrder } from '@/lib/customers/queries/list'
import { selected } from '@/lib/customers/queries/selected'
import { customersIn, type Kind, listed, mention, selectOf, shown } from './kind'

/** First what a customers file takes, in its order; then what we know besides, which such a file leaves out. */
export const customers: Kind = {
  right: 'customers.read',
  async find(ctx, target) {
    const condition = (await selected(ctx, customersIn(target))) ?? sql`true`
    const columns = [
      ...ERP,
      ...CONTACT,
      FAX,
      BLOCKED,
      ...FIGURES,
      shown('days_late', 'number', 9, daysLate(today(ctx))),
    ]
    const { filter, view } = readCustomerAddress(target.kind === 'search' ? target.search : '')
    return {
      columns,
      rows: {
        select: selectOf(columns),
        from: sql`${table} left join users collector on collector.id = ${table.collectorId} ${COMPANY_CONTACT} where ${condition}`,
        order: wholeOrder(filter, view),
      },
    }
  },
}

/** Of the contact that stands for the company itself, which is the one a customers file writes. */
const COMPANY_CONTACT = sql`left join lateral (
  select p.* from contacts k join people p on p.id = k.person_id
  where k.customer_id = customers.id and k.role = 'company' and k.source = 'import' order by k.id limit 1) contact on true`

const GROUPS = listed(
  sql`g.name`,
  sql`from customer_groups m join groups g on g.id = m.group_id where m.customer_id = customers.id`,
  sql`g.name, g.id`,
)

/** Each user is looked up by itself: joined, all of them would be read for every customer. */
const COLLEAGUES = listed(
  mention('u'),
  sql`from associations a cross join lateral (select * from users where users.id = a.user_id offset 0) u
      where a.customer_id = customers.id`,
  sql`u.last_name, u.id`,
)

const ERP = [
  shown('code', 'code', 14, sql`${table.code}`),
  shown('name', 'text', 32, sql`${table.name}`),
  shown('trading_name', 'text', 24, sql`${table.tradingName}`),
  shown('legal_id', 'code', 18, sql`${table.legalId}`),
  shown('vat_number', 'code', 18, sql`${table.vatNumber}`),
  shown('street', 'text', 28, sql`${table.street}`),
  shown('zip', 'code', 10, sql`${table.zip}`),
  shown('city', 'text', 20, sql`${table.city}`),
  shown('region', 'text', 16, sql`${table.region}`),
  shown('country', 'code', 8, sql`${table.country}`),
  shown('language', 'code', 9, sql`${table.language}`),
  shown('payment_term', 'text', 18, sql`${table.paymentTerm}`),
  shown('payment_means', 'text', 18, sql`${table.paymentMeans}`),
  shown('credit_limit', 'amount', 14, sql`${table.creditLimit}`),
  shown('currency', 'code', 9, sql`${table.currency}`),
  shown('groups', 'text', 20, GROUPS),
  shown('collector', 'text', 26, mention('collector')),
  shown('colleagues', 'text', 30, COLLEAGUES),
]

const CONTACT = (
  [
    ['title', 'text', 10],
    ['first_name', 'text', 14],
    ['last_name', 'text', 18],
    ['email', 'text', 28],
    ['phone', 'phone', 18],
    ['mobile', 'phone', 18],
  ] as const
).map(([name, type, width]) => shown(`contact_${name}`, type, width, sql.raw(`contact.${name}`)))

/** One that is ours stays ours when the list comes back as a file. */
const FAX = shown(
  'contact_fax',
  'phone',
  18,
  sql`case when ${FAX_BROUGHT} = any(${table.erpFields}) then contact.fax end`,
)

/** Whoever is archived is neither: an import must not bring them back. */
const BLOCKED = shown(
  'blocked',
  'yesNo',
  8,
  sql`case ${table.state} when 'blocked' then true when 'active' then false end`,
)

const FIGURES = [
  shown('state', 'code', 10, sql`${table.state}`),
  shown('balance', 'amount', 14, sql`${table.balance}`),
  shown('overdue', 'amount', 14, sql`${table.overdue}`),
  shown('not_due', 'amount', 14, sql`${table.notDue}`),
  shown('late_1_to_30', 'amount', 14, sql`${table.late30}`),
  shown('late_31_to_60', 'amount', 14, sql`${table.late60}`),
  shown('late_61_to_90', 'amount', 14, sql`${table.late90}`),
  shown('late_over_90', 'amount', 14, sql`${table.lateOver}`),
  shown('open_items', 'number', 11, sql`${table.openItems}`),
  shown('comment', 'text', 30, sql`${table.comment}`),
  shown('oldest_due', 'date', 12, sql`${table.oldestDue}`),
]

const daysLate = (day: string) =>
  sql`case when ${table.oldestDue} < ${day}::date then ${day}::date - ${table.oldestDue} end`
