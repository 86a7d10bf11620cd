import { and, isNull, sql } from 'drizzle-orm'
import { customers, items as table } from '@/db/schema'
import { today } from '@/lib/context'
import { selected } from '@/lib/customers/queries/selected'
import { daysLate, worth } from '@/lib/items/queries'
import { customersIn, type Kind, selectOf, shown } from './kind'

/**
 * The open items of the customers found: what an items file takes, then what an item counts for, and how late it is.
 */
export const items: Kind = {
  right: 'customers.read',
  async find(ctx, target) {
    const condition = and(await selected(ctx, customersIn(target)), isNull(table.clearedDate))
    const columns = [
      ...COLUMNS,
      shown('customer_name', 'text', 32, sql`${customers.name}`),
      shown('remaining_in_main_currency', 'amount', 14, worth(ctx)),
      shown('main_currency', 'code', 9, sql`${ctx.company.currency}::text`),
      shown('days_late', 'number', 9, daysLate(today(ctx))),
    ]
    return {
      columns,
      rows: {
        select: selectOf(columns),
        from: sql`${table} join ${customers} on ${customers.id} = ${table.customerId} where ${condition}`,
        order: sql`${customers.code}, ${table.dueDate}, ${table.id}`,
      },
    }
  },
}

const COLUMNS = [
  shown('customer_code', 'code', 14, sql`${customers.code}`),
  shown('number', 'code', 16, sql`${table.number}`),
  shown('type', 'code', 14, sql`${table.type}`),
  shown('issue_date', 'date', 12, sql`${table.issueDate}`),
  shown('due_date', 'date', 12, sql`${table.dueDate}`),
  shown('amount', 'amount', 14, sql`${table.amount}`),
  shown('currency', 'code', 9, sql`${table.currency}`),
  shown('remaining', 'amount', 14, sql`${table.remaining}`),
  shown('order_number', 'code', 16, sql`${table.orderNumber}`),
  shown('cleared_date', 'date', 12, sql`${table.clearedDate}`),
]
