import { eq, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { changeChunks, changes } from '@/db/schema'

/**
 * As many customers as a test can have in time would be one chunk. Of a change that nobody has begun with, the set is cut anew;
 * contacts of one customer stay together, and where people are written those of one person.
 */
export async function cutSmall(db: Db, changeId: number, chunks: number): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`
      create temporary table cut on commit drop as
      with chosen as (
        select t.customer_id, t.contact_id,
          case when c.kind in ('contact_language', 'contact_domain') then min(t.customer_id) over (partition by k.person_id) else t.customer_id end as anchor
        from change_chunks f join changes c on c.id = f.change_id
        cross join lateral unnest(f.customer_ids, f.contact_ids) as t(customer_id, contact_id)
        left join contacts k on k.id = t.contact_id
        where f.change_id = ${changeId}
      ), cuts as (
        select anchor, ntile(${chunks}) over (order by anchor) - 1 as position from (select distinct anchor from chosen) anchors
      )
      select customer_id, contact_id, position from chosen join cuts using (anchor)`)
    await tx.execute(sql`delete from change_chunks where change_id = ${changeId}`)
    await tx.execute(sql`
      insert into change_chunks (change_id, position, customer_ids, contact_ids)
      select ${changeId}, position, array_agg(customer_id order by customer_id, contact_id),
        case when count(contact_id) > 0 then array_agg(contact_id order by customer_id, contact_id) end
      from cut group by position`)
  })
}

/** Begins a planned change as the worker finds it, in small chunks: everything but the work itself, also where so few would be done at once. */
export async function beginSmall(db: Db, key: string, chunks: number): Promise<number> {
  const [change] = await db.select().from(changes).where(eq(changes.key, key))
  if (change?.state !== 'planned') throw new Error(`the change is ${change?.state}`)
  const { id, undoOf, target } = change
  if (undoOf === null) {
    const { kind, ids } = target as { kind: string; ids: number[] }
    if (kind === 'contacts')
      await db.execute(sql`
        insert into change_chunks (change_id, position, customer_ids, contact_ids)
        select ${id}, 0, array_agg(customer_id order by customer_id, id), array_agg(id order by customer_id, id)
        from contacts where id = any(${sql.param(ids)}::bigint[])`)
    else await db.insert(changeChunks).values({ changeId: id, position: 0, customerIds: ids })
    await cutSmall(db, id, chunks)
  } else {
    await db.execute(sql`
      insert into change_chunks (change_id, position, customer_ids, contact_ids)
      select ${id}, position, customer_ids, contact_ids from change_chunks where change_id = ${undoOf} and done_at is not null`)
  }
  await db.update(changes).set({ state: 'running', startedAt: change.createdAt }).where(eq(changes.id, id))
  return id
}
