import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'

/** How each of these customers stands in all that a change can turn, in their order, whoever they are and whichever change it was. */
export async function standingOf(db: Db, ids: readonly number[]): Promise<string[]> {
  const rows = await db.execute<{ line: string }>(sql`
    select concat_ws(' | ', c.state, c.collector_id, case when c.collector_withheld then 'nobody' end, case when c.collector_id = c.collector_rule_user_id then 'by ' || c.collector_rule_id end, c.city,
      (select string_agg(concat_ws(' ', a.user_id, a.kind, a.source, a.rule_id, a.pinned), ', ' order by a.user_id) from associations a where a.customer_id = c.id),
      (select 'not ' || string_agg(w.user_id::text, ', ' order by w.user_id) from withheld w where w.customer_id = c.id),
      (select 'in ' || string_agg(concat_ws(' ', g.group_id, g.source, g.rule_id), ', ' order by g.group_id) from customer_groups g where g.customer_id = c.id),
      (select 'out ' || string_agg(w.group_id::text, ', ' order by w.group_id) from withheld_groups w where w.customer_id = c.id)) as line
    from unnest(${sql.param(ids)}::bigint[]) with ordinality as wanted(id, place) join customers c using (id) order by place`)
  return rows.map(({ line }) => line)
}
