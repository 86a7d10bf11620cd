import { eq, sql } from 'drizzle-orm'
import { beforeAll, expect, test } from 'vitest'
import { fillSample } from '@/db/sample/fill'
import { removeSample } from '@/db/sample/remove'
import { contacts, customers, groups, history, people, settings, users } from '@/db/schema'
import { testDatabase } from '../support/database'
import { makeAssociation, makeCustomer, makeSettings, makeUser } from '../support/make'

const TODAY = '2026-11-22'
const { db } = testDatabase()

/** Everything the sample wrote, without the identities and in an order of its own. */
async function contentHash(): Promise<string> {
  const [row] = await db.execute<{ content: string }>(sql`
    select md5(string_agg(line::text, ' ' order by line::text)) as content from (
      select to_jsonb(c) - '{id,collector_id}'::text[] || jsonb_build_object('by', u.handle) as line
      from customers c left join users u on u.id = c.collector_id
      union all select to_jsonb(i) - '{id,customer_id}'::text[] || jsonb_build_object('of', c.code)
      from items i join customers c on c.id = i.customer_id
      union all select to_jsonb(p) - 'id' || to_jsonb(k) - '{id,customer_id,person_id}'::text[] || jsonb_build_object('of', c.code)
      from contacts k join people p on p.id = k.person_id join customers c on c.id = k.customer_id
      union all select to_jsonb(a) - '{customer_id,user_id,created_by}'::text[] || jsonb_build_object('of', c.code, 'who', u.handle)
      from associations a join customers c on c.id = a.customer_id join users u on u.id = a.user_id
      union all select to_jsonb(u) - 'id' from users u
      union all select to_jsonb(r) from rates r
    ) wrote(line)`)
  return row!.content
}

async function counts(): Promise<Record<string, number>> {
  const [row] = await db.execute<Record<string, string>>(sql`select
    (select count(*) from customers) as customers, (select count(*) from people) as people,
    (select count(*) from contacts) as contacts, (select count(*) from items) as items,
    (select count(*) from associations) as associations, (select count(*) from users) as users,
    (select count(*) from groups) as groups, (select count(*) from rates) as rates,
    (select count(*) from customer_search) as searched, (select count(*) from history) as history`)
  return Object.fromEntries(Object.entries(row!).map(([key, value]) => [key, Number(value)]))
}

let administrator: typeof users.$inferSelect
beforeAll(async () => {
  await makeSettings(db, { companyName: 'My company' })
  administrator = await makeUser(db, { role: 'administrator', passwordHash: 'x', email: 'admin@encours.example' })
  await fillSample(db, TODAY)
})

test('removing the sample company leaves what a person added, takes all that came with it, and lets it come again', async () => {
  const before = await contentHash()
  const [collector] = await db.select().from(users).where(eq(users.handle, 'marie.dupont'))
  const [seller] = await db.select().from(users).where(eq(users.handle, 'jean-luc.moreau'))
  const [invited] = await db.select().from(users).where(eq(users.handle, 'tom.berg'))
  const [named] = await db.select().from(users).where(eq(users.handle, 'ana.novak'))
  await db.update(users).set({ passwordHash: 'chosen' }).where(eq(users.id, invited!.id))
  const { id: own } = await makeCustomer(db, { code: 'OURS-1', name: 'Ours', collectorId: collector!.id })
  await makeAssociation(db, own, seller!.id)
  const [person] = await db.insert(people).values({ lastName: 'Kept' }).returning()
  await db.insert(contacts).values({ customerId: own, personId: person!.id, role: 'accountant', forCollection: true })
  const [sampled] = await db.select().from(customers).where(eq(customers.code, '00123'))
  const [lent] = await db.insert(people).values({ lastName: 'Lent' }).returning()
  const [gone] = await db.insert(people).values({ lastName: 'Gone' }).returning()
  await db.insert(contacts).values([
    { customerId: sampled!.id, personId: lent!.id, role: 'buyer' },
    { customerId: own, personId: lent!.id, role: 'buyer' },
    { customerId: sampled!.id, personId: gone!.id, role: 'buyer' },
  ])
  await db.execute(
    sql`insert into customer_groups (customer_id, group_id) select ${own}, id from groups where slug = 'export'`,
  )
  await db.insert(history).values([
    { action: 'contact.created', customerId: sampled!.id, personId: gone!.id, actorId: administrator.id },
    { action: 'customer.updated', customerId: sampled!.id, actorId: administrator.id },
    { action: 'customer.created', customerId: own, actorId: administrator.id },
    { action: 'customer.updated', customerId: own, actorId: named!.id },
  ])

  expect(await removeSample(db)).toEqual({ customers: 2_000, users: 21 })

  expect(await db.select({ code: customers.code }).from(customers)).toEqual([{ code: 'OURS-1' }])
  expect(
    (await db.select({ name: people.lastName }).from(people).orderBy(people.lastName)).map((row) => row.name),
  ).toEqual(['Kept', 'Lent'])
  expect((await db.select({ slug: groups.slug }).from(groups)).map((row) => row.slug)).toEqual(['export'])
  const left = await db.select({ handle: users.handle, active: users.active }).from(users).orderBy(users.handle)
  expect(left).toEqual([
    { handle: 'ana.novak', active: false },
    { handle: 'jean-luc.moreau', active: false },
    { handle: 'marie.dupont', active: false },
    { handle: 'tom.berg', active: true },
    { handle: administrator.handle, active: true },
  ])
  expect(await counts()).toMatchObject({ contacts: 2, items: 0, associations: 1, rates: 0 })
  const kept = await db.select({ action: history.action }).from(history).orderBy(history.id)
  expect(kept.map((row) => row.action)).toEqual([
    'customer.created',
    'customer.updated',
    ...Array(3).fill('user.updated'),
  ])
  expect((await db.select().from(settings))[0]).toMatchObject({ sample: false })
  expect(await removeSample(db)).toEqual({ customers: 0, users: 0 })

  await db.delete(customers)
  await db.delete(people)
  await db.delete(groups)
  await db.delete(users).where(sql`${users.id} <> ${administrator.id}`)
  await fillSample(db, TODAY)
  expect(await contentHash()).toBe(before)
  expect(await removeSample(db)).toEqual({ customers: 2_000, users: 25 })
  expect(await counts()).toMatchObject({ customers: 0, people: 0, users: 1, groups: 0, searched: 0 })
})
