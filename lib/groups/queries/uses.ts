import { type SQL, sql } from 'drizzle-orm'
import { ids } from '@/db/sql'
import type { Context } from '@/lib/context'

/** What works with a group. Views of others that are not shared have no name here, only a number. */
export type Uses = { views: string[]; hidden: number; rules: string[]; changes: number }

const NOTHING: Uses = { views: [], hidden: 0, rules: [], changes: 0 }

/** Whether a view `v` names a group `g`, by its slug or a former one. */
export const NAMED_BY_VIEW: SQL = sql`v.search ~ (
  select '(^|&)group=([^&]*,)?!?(' || string_agg(replace(s.slug, '.', '\\.'), '|') || ')(,|&|$)'
  from (select g.slug union all select former.slug from group_slugs former where former.group_id = g.id) s)`

/** The views, rules and running mass changes that work with each of these groups. */
export async function usesOf(ctx: Context, groupIds: readonly number[]): Promise<Map<number, Uses>> {
  if (groupIds.length === 0) return new Map()
  const open = sql`(v.shared or v.owner_id = ${ctx.actor.id})`
  const rows = await ctx.db.execute<Uses & { id: string }>(sql`
    select g.id, named.views, named.hidden, ruling.rules, running.changes
    from groups g
    cross join lateral (
      select coalesce(json_agg(v.name order by v.name) filter (where ${open}), '[]') as views,
             count(*) filter (where not ${open})::integer as hidden
      from views v where ${NAMED_BY_VIEW}
    ) named
    cross join lateral (
      select coalesce(json_agg(r.name order by r.name), '[]') as rules from rules r where ${holds(sql`r.gives`)}
    ) ruling
    cross join lateral (
      select count(*)::integer as changes from changes c
      where c.state in ('running', 'scheduled') and (${holds(sql`c.input`)} or exists (
        select from change_effects e where e.change_id = c.undo_of and e.fact = 'group' and e.subject = g.id))
    ) running
    where g.id = any(${ids(groupIds)})`)
  return new Map(rows.map(({ id, ...uses }) => [Number(id), uses]))
}

/** The same of one group. */
export async function usesOfOne(ctx: Context, groupId: number): Promise<Uses> {
  return (await usesOf(ctx, [groupId])).get(groupId) ?? NOTHING
}

/** Whether anything works with it. */
export const isUsed = ({ views, hidden, rules, changes }: Uses): boolean =>
  views.length + hidden + rules.length + changes > 0

/** Whether a column of jsonb names group `g` as what a rule or a change gives or takes. */
export const holds = (column: SQL): SQL => sql`${column} @> jsonb_build_object('groups', jsonb_build_array(g.id))`
