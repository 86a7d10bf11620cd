import { today } from '@/lib/context'
import { MOST_COUNTED } from '@/lib/customers/queries/size'
import type { Criterion } from './criteria'
import { SIZE } from './first-page'

export type ByHand = { counted: string; listed: string; values: NonNullable<Criterion['values']>; day: string }

/**
 * What somebody would write by hand for the page of a search: how many there are and what they owe, and its rows, which
 * take the day after the values.
 */
export function byHand(criterion: Criterion): ByHand {
  const { ctx, values = [], order = 'c.code', outer = order, offset = 0, join = '' } = criterion
  const condition = whereOf(criterion)
  const day = `$${values.length + 1}::date`
  const counted = `
    select count(*)::integer as total, sum(not_due), sum(late_30), sum(late_60), sum(late_90), sum(late_over)
    from (select c.* from customers c ${join} where ${condition} limit ${MOST_COUNTED + 1}) c`
  const listed = `
    select c.id, c.code, c.name, c.city, c.country, c.state, c.overdue, c.balance,
           c.not_due, c.late_30, c.late_60, c.late_90, c.late_over,
           case when c.oldest_due < ${day} then ${day} - c.oldest_due end as late,
           concat_ws(' ', u.first_name, u.last_name) as collector, named.colleagues, named.colleague_count
    from (select c.* from customers c ${join} where ${condition} order by ${order} limit ${SIZE} offset ${offset}) c
    left join users u on u.id = c.collector_id
    left join lateral (
      select coalesce(json_agg(name order by place) filter (where place <= 2), '[]') as colleagues,
             count(*)::integer as colleague_count
      from (
        select concat_ws(' ', u.first_name, u.last_name) as name, row_number() over (order by u.last_name, u.id) as place
        from associations a join users u on u.id = a.user_id where a.customer_id = c.id
      ) named
    ) named on true
    order by ${outer}`
  return { counted, listed, values, day: today(ctx) }
}

/** The default of the page is the active customers. */
function whereOf({ state = 'active', where }: Criterion): string {
  return [`c.state = '${state}'`, where].filter(Boolean).join(' and ')
}
