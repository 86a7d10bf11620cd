import { and, eq, isNotNull, sql } from 'drizzle-orm'
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { changeChunks, changes, contacts } from '@/db/schema'
import { planChange, planUndo } from '@/lib/changes/commands/plan'
import { runChange } from '@/lib/changes/commands/run'
import { startChange } from '@/lib/changes/commands/start'
import type { KindName } from '@/lib/changes/kinds/registry'
import { getChange } from '@/lib/changes/queries/changes'
import { previewChange } from '@/lib/changes/queries/preview'
import { CHUNK } from '@/lib/changes/rules'
import type { Selection } from '@/lib/changes/selection'
import { type Context, enqueue } from '@/lib/context'
import { startWorker, type Worker } from '@/lib/jobs/worker'
import { beginSmall } from '../support/chunks'
import { testDatabase } from '../support/database'
import { actingAs, makeCustomer, makeSettings } from '../support/make'
import { numbersOf, sumOf, type Wish } from '../support/numbers'

const { db, url } = testDatabase()
let worker: Worker | undefined

beforeAll(async () => {
  await makeSettings(db)
  vi.spyOn(console, 'log').mockImplementation(() => undefined)
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
})
beforeEach(async () => {
  await db.execute(sql`truncate customers, people, contacts, changes cascade`)
})
afterEach(async () => {
  await worker?.stop()
  worker = undefined
})

/** Around what is done at once, what fits on a page, and what the worker does. */
const SIZES = [1, 49, 50, 51, 999]
const FOREIGN = 20

/**
 * So many contacts, three a customer, of customers of this collector, and others of nobody's. Every third is an accountant who is
 * written to in French, every fifth the ERP's, every fourth of the old domain, every seventh shares a person with the one before.
 */
async function makeContactsOf(collectorId: number, count: number): Promise<void> {
  const all = count + FOREIGN
  await db.execute(sql`
    insert into customers (code, code_key, name, collector_id)
    select 'N' || n, 'N' || n, 'Customer ' || n, case when (n - 1) * 3 < ${count} then ${collectorId}::bigint end
    from generate_series(1, ${Math.ceil(all / 3)}::integer) n order by n`)
  await db.execute(sql`
    insert into people (last_name, email, language)
    select 'N' || n, 'n' || n || '@' || case when n % 4 = 0 then 'old.example' else 'new.example' end, case when n % 3 = 0 then 'fr' end
    from generate_series(1, ${all}::integer) n order by n`)
  await db.execute(sql`
    insert into contacts (customer_id, person_id, role, source, comment)
    select c.id, p.id, case when n % 5 = 0 then 'company' when n % 3 = 0 then 'accountant' else 'buyer' end,
      case when n % 5 = 0 then 'import' else 'person' end, case when n <= ${count} then 'mine' end
    from generate_series(1, ${all}::integer) n
    join customers c on c.code = 'N' || ((n + 2) / 3)
    join people p on p.last_name = 'N' || case when n % 7 = 0 and n % 3 = 1 then n - 1 else n end order by n`)
  await db.execute(
    sql`update customers set collector_id = ${collectorId} where id in (select customer_id from contacts where comment = 'mine')`,
  )
  await db.execute(
    sql`update contacts set comment = 'mine' where customer_id in (select id from customers where collector_id = ${collectorId})`,
  )
  await db.execute(sql`select refresh_customers(array(select id from customers))`)
}

/** All of them, as a search finds them and as somebody ticks them. */
async function selections(): Promise<Selection[]> {
  const rows = await db.execute<{ id: string }>(sql`select id from contacts order by hashint8extended(id, 3)`)
  return [
    { kind: 'contactSearch', search: '', except: [] },
    { kind: 'contacts', ids: rows.map(({ id }) => Number(id)) },
  ]
}

const KINDS: [KindName, Record<string, unknown>][] = [
  ['contact_role', { role: 'accountant' }],
  ['contact_language', { language: 'fr' }],
  ['contact_domain', { oldDomain: 'old.example', newDomain: 'x.example' }],
  ['contact_star', { role: 'accountant' }],
  ['contact_remove', {}],
]

describe.each([
  { who: 'somebody who sees all', portfolioOnly: false },
  { who: 'somebody kept to a portfolio', portfolioOnly: true },
])('to $who, the number on the button', ({ portfolioOnly }) => {
  test.each(SIZES)(
    'is what was changed, already so and not allowed, of %i contacts, and so is that of the undo',
    async (count) => {
      const ctx = await actingAs(db, { role: 'credit_manager', portfolioOnly })
      for (const [at, [kind, given]] of KINDS.entries()) {
        await db.execute(sql`truncate customers, people, contacts, changes cascade`)
        await makeContactsOf(ctx.actor.id, count)
        const seen = portfolioOnly ? await db.$count(contacts, eq(contacts.comment, 'mine')) : await db.$count(contacts)
        const selection = (await selections())[(at + count) % 2]!
        const { promised, done } = await numbersOf(ctx, db, { kind, given, selection })
        expect({ kind, ...promised }).toMatchObject({ kind, button: seen })
        expect({ kind, ...done }).toEqual({ kind, ...promised })
        expect(sumOf(done)).toBe(seen)
        await undoes(ctx, done.changed)
      }
    },
  )

  test('is never 0: there is nothing to press, and nothing is written', async () => {
    const ctx = await actingAs(db, { role: 'credit_manager', portfolioOnly })
    await makeContactsOf(ctx.actor.id, 0)
    await db.execute(sql`update customers set collector_id = null`)
    const foreign = (await selections())[1] as { kind: 'contacts'; ids: number[] }
    const none: Selection[] = [
      { kind: 'contactSearch', search: 'country=PT', except: [] },
      { kind: 'contacts', ids: portfolioOnly ? foreign.ids : [999_999_999] },
    ]
    for (const selection of none)
      for (const [kind, given] of KINDS)
        await expect(planChange(ctx, kind, given, selection)).rejects.toMatchObject({ message: 'nobodySelected' })
    expect(await db.$count(changes)).toBe(0)
  })

  /** The change there is goes back as its preview says. */
  async function undoes(ctx: Context, changed: number): Promise<void> {
    if (changed === 0) return
    const [only] = await db.select().from(changes)
    const { key } = await planUndo(ctx, only!.key)
    const undo = await getChange(ctx, key)
    const seen = await previewChange(ctx, undo)
    await startChange(ctx, key, seen)
    await runChange(db, undo.id)
    const after = await getChange(ctx, key)
    expect(after).toMatchObject({ state: 'done', changed: seen.will, total: seen.total })
    expect(after.changed + after.already + after.notAllowed).toBe(after.total)
    expect(after.changed).toBe(changed)
  }
})

describe('between preview and start, and between start and work', () => {
  test('another set of contacts is asked about again, and nothing was done', async () => {
    const ctx = await actingAs(db, { role: 'credit_manager' })
    await makeContactsOf(ctx.actor.id, 30)
    const wish = { kind: 'contact_role', given: { role: 'client' }, selection: (await selections())[0]! } as const
    const pressed = numbersOf(ctx, db, wish, async (start) => {
      await db.execute(sql`delete from contacts where id = (select min(id) from contacts)`)
      await start()
    })
    await expect(pressed).rejects.toMatchObject({ message: 'setMoved', values: { before: 50, now: 49 } })
    expect(await db.$count(contacts, eq(contacts.role, 'client'))).toBe(0)
  })

  test('a portfolio that shrinks leaves the lost contacts alone, and the sum is the same', async () => {
    const ctx = await actingAs(db, { role: 'credit_manager', portfolioOnly: true })
    await makeContactsOf(ctx.actor.id, 30)
    const { key } = await planChange(ctx, 'contact_remove', {}, (await selections())[1]!)
    const { total, id } = await getChange(ctx, key)
    await db.execute(sql`
      insert into change_chunks (change_id, position, customer_ids, contact_ids)
      select ${id}, 0, array_agg(customer_id order by customer_id, id), array_agg(id order by customer_id, id) from contacts where comment = 'mine'`)
    await db.update(changes).set({ state: 'running' }).where(eq(changes.id, id))
    const [lost] = await db.execute<{ id: string }>(
      sql`select id from customers where collector_id is not null order by id limit 1`,
    )
    const lostContacts = await db.$count(contacts, eq(contacts.customerId, Number(lost!.id)))
    await db.execute(sql`update customers set collector_id = null where id = ${lost!.id}`)
    await runChange(db, id)
    const after = await getChange(ctx, key)
    expect(after.changed + after.already + after.notAllowed).toBe(total)
    expect(await db.$count(contacts, eq(contacts.customerId, Number(lost!.id)))).toBe(lostContacts)
  })
})

describe('a worker that is killed', () => {
  test.each(KINDS)(
    '%s: every contact is done once, whichever chunk it was at, and the undo likewise',
    async (kind, given) => {
      const ctx = await actingAs(db, { role: 'credit_manager' })
      await makeContactsOf(ctx.actor.id, 40)
      const ids = ((await selections())[1] as { ids: number[] }).ids
      const standing = () =>
        db.execute(sql`
        select k.id, k.role, k.our_role, k.for_collection, k.source, p.email, p.language
        from contacts k join people p on p.id = k.person_id order by k.id`)
      const before = await standing()
      const { key } = await planChange(ctx, kind, given, { kind: 'contacts', ids })
      const { will } = await previewChange(ctx, await getChange(ctx, key))
      const id = await beginSmall(db, key, 1)
      await cutByPerson(id)
      await workThrough(id)
      const done = await getChange(ctx, key)
      expect(done).toMatchObject({ state: 'done', changed: will, total: 60 })
      const undo = await planUndo(ctx, key)
      const undoId = await beginSmall(db, undo.key, 1)
      await workThrough(undoId)
      expect(await getChange(ctx, undo.key)).toMatchObject({ state: 'done', changed: will })
      expect(await standing()).toEqual(before)
    },
  )

  /** Killed after a chunk, and within the next; then a worker takes over a job that was tried as often as may be. */
  async function workThrough(id: number): Promise<void> {
    let chunks = 0
    const afterOne = { throwIfAborted: () => expect(chunks++, 'killed').toBe(0) } as unknown as AbortSignal
    await expect(runChange(db, id, afterOne)).rejects.toThrow('killed')
    const within = db.transaction(async (tx) => {
      await runChange(tx as unknown as typeof db, id)
      throw new Error('killed')
    })
    await expect(within).rejects.toThrow('killed')
    const begun = await db.$count(changeChunks, and(eq(changeChunks.changeId, id), isNotNull(changeChunks.doneAt)))
    expect(begun).toBe(1)
    const ctx = await actingAs(db, { role: 'collector' })
    await enqueue(ctx, 'changes.run', { changeId: id }, `change ${id}`, 3600)
    await db.execute(sql`update graphile_worker._private_jobs set attempts = 25 where key = ${`change ${id}`}`)
    worker = await startWorker(url)
    const state = async () => (await db.select().from(changes).where(eq(changes.id, id)))[0]?.state
    await expect.poll(state, { timeout: 10_000 }).toBe('done')
    await worker.stop()
    worker = undefined
  }

  /** In chunks of a few customers, those of one person together as they are frozen. */
  async function cutByPerson(id: number): Promise<void> {
    await db.execute(sql`
      with frozen as (
        delete from change_chunks where change_id = ${id} returning customer_ids, contact_ids
      ), chosen as (
        select t.customer_id, t.contact_id, min(t.customer_id) over (partition by k.person_id) as anchor
        from frozen cross join lateral unnest(customer_ids, contact_ids) as t(customer_id, contact_id) join contacts k on k.id = t.contact_id
      ), placed as (
        select *, (dense_rank() over (order by anchor) - 1) / 5 as chunk from chosen
      )
      insert into change_chunks (change_id, position, customer_ids, contact_ids)
      select ${id}, chunk + 1, array_agg(customer_id order by customer_id, contact_id), array_agg(contact_id order by customer_id, contact_id)
      from placed group by chunk`)
  }
})

test('people who are contacts of customers in different chunks are written once and counted for each', async () => {
  const ctx = await actingAs(db, { role: 'credit_manager' })
  const first = await makeCustomer(db)
  const count = CHUNK + 5
  await db.execute(sql`
    insert into people (last_name) select 'P' || n from generate_series(1, ${count}::integer) n order by n`)
  await db.execute(sql`
    insert into customers (code, code_key, name) select 'M' || n, 'M' || n, 'Many ' || n from generate_series(1, ${count}::integer) n order by n`)
  await db.execute(sql`
    insert into contacts (customer_id, person_id, role) select c.id, p.id, 'other' from customers c join people p on ('M' || substr(p.last_name, 2)) collate "C" = c.code order by c.id`)
  await db.execute(sql`
    insert into contacts (customer_id, person_id, role) select ${first.id}, id, 'other' from people where last_name = ${`P${count}`}`)
  const wish: Wish = {
    kind: 'contact_language',
    given: { language: 'it' },
    selection: { kind: 'contactSearch', search: '', except: [] },
  }
  const { promised, done } = await numbersOf(ctx, db, wish)
  expect(done).toEqual(promised)
  expect(done).toMatchObject({ button: count + 1, changed: count + 1 })
  const [cut] = await db.execute<{ chunks: number; apart: number }>(sql`
    select count(*)::integer as chunks, (
      select count(distinct position)::integer from change_chunks cross join lateral unnest(contact_ids) as frozen(contact_id)
      join contacts k on k.id = frozen.contact_id join people p on p.id = k.person_id where p.last_name = ${`P${count}`}) as apart
    from change_chunks`)
  expect(cut).toEqual({ chunks: 2, apart: 1 })
})
