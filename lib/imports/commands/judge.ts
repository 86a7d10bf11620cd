import { sql } from 'drizzle-orm'
import type { Kind, Run } from '../kinds/kind'
import type { Plan } from '../queries/imports'
import { fatesOf } from '../where'
import { hideRows, makeFates, noteWork, showRows, sortFates } from './rows'

export type Fates = Pick<Plan, 'create' | 'update' | 'unchanged' | 'reject'>

/** Works out what would become of each row that was staged, and answers how many there are of each fate. */
export async function judgeAll(run: Run, kind: Kind): Promise<Fates> {
  const { ctx, importId } = run
  const fates = fatesOf(importId)
  await showRows(ctx, importId)
  await noteWork(ctx)
  await ctx.db.execute(sql`
    create temporary table import_judged (
      n integer not null, own boolean not null, before jsonb not null, after jsonb not null
    ) on commit drop`)
  await ctx.db.execute(sql`create temporary table import_left (id bigint primary key) on commit drop`)
  await makeFates(ctx, importId)
  await kind.judge(run)
  await ctx.db.execute(sql`
    insert into ${fates}
    select d.n, case when d.created then 'create' when j.n is not null then 'update' else 'unchanged' end, d.customer_id,
           d.contact_id, j.own_before, j.own_after, j.before, j.after
    from import_done d
    join import_rows r on r.n = d.n and r.problem is null
    left join (${merged()}) j on j.n = d.n and not d.created
    order by d.n`)
  // What the file leaves out and would end has no row of its own: it stands before the first, by its id.
  await ctx.db.execute(sql`
    insert into ${fates} (n, fate, customer_id) select -row_number() over (order by id), 'left', id from import_left`)
  await sortFates(ctx, importId)
  const [counts] = await ctx.db.execute<Fates>(sql`
    select count(*) filter (where fate = 'create')::integer as create,
           count(*) filter (where fate = 'update')::integer as update,
           count(*) filter (where fate = 'unchanged')::integer as unchanged,
           (select count(*)::integer from import_rows where problem is not null) as reject
    from ${fates}`)
  await hideRows(ctx)
  return counts ?? { create: 0, update: 0, unchanged: 0, reject: 0 }
}

/** Rows of which several things differ are one. */
const merged = () => sql`
  select n, jsonb_join(before) filter (where own) as own_before, jsonb_join(after) filter (where own) as own_after,
         jsonb_join(before) as before, jsonb_join(after) as after
  from import_judged group by n`
