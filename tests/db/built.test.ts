import { setTimeout as pause } from 'node:timers/promises'
import { eq, sql } from 'drizzle-orm'
import { afterAll, expect, test } from 'vitest'
import { builtOnce } from '@/db/built'
import { connect } from '@/db/client'
import { users } from '@/db/schema'
import { testDatabase } from '../support/database'

const { sql: other, url } = testDatabase()
const { db, close } = connect(url, { max: 2, kept: 1 })

afterAll(close)

let built = 0
const nameOf = builtOnce((on) => {
  built++
  return on
    .select({ name: users.lastName, pid: sql<number>`pg_backend_pid()` })
    .from(users)
    .where(eq(users.id, sql.placeholder('id')))
    .prepare('name')
})
const plansOf = builtOnce((on) =>
  on
    .select({ anew: sql<number>`custom_plans::integer`, kept: sql<number>`generic_plans::integer` })
    .from(sql`pg_prepared_statements`)
    .where(sql`statement like 'select "last_name"%' and ${sql.placeholder('on')}`)
    .prepare('plans'),
)
const nina = async () => {
  const [row] = await other<{ id: number }[]>`
    insert into users (handle, first_name, last_name, email, role)
    values ('nina', 'Nina', 'Roux', 'nina@encours.example', 'collector') on conflict (handle) do update set handle = 'nina' returning id`
  return row?.id
}

test('a statement built once is planned once for whatever values it has', async () => {
  const id = await nina()
  built = 0
  for (const asked of [id, 0, id]) await nameOf(db).execute({ id: asked })
  expect(built).toBe(1)
  expect(await plansOf(db).execute({ on: true })).toEqual([{ anew: 0, kept: 3 }])
})

test('within a transaction it sees what the transaction wrote', async () => {
  const id = await nina()
  const names = await db.transaction(async (tx) => {
    await tx
      .update(users)
      .set({ lastName: 'Renard' })
      .where(eq(users.id, Number(id)))
    return nameOf(tx).execute({ id })
  })
  expect(names).toMatchObject([{ name: 'Renard' }])
})

test('its connections outlive being cut, as the others do', async () => {
  const id = await nina()
  const [before] = await nameOf(db).execute({ id })
  await other`select pg_terminate_backend(${before?.pid ?? 0})`
  await pause(50)
  const [after] = await nameOf(db).execute({ id })
  expect(after?.name).toBe(before?.name)
  expect(after?.pid).not.toBe(before?.pid)
})
