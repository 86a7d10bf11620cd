import { eq, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { associations, contacts, customers, items, people, settings, users } from '@/db/schema'
import type { Role } from '@/db/schema/vocabulary'
import { provenActor } from '@/lib/auth/actor'
import type { Context } from '@/lib/context'
import { codeKey } from '@/lib/customers/rules'
import { companyOf } from '@/lib/system'

let serial = 0

/** The settings row every installation has. */
export async function makeSettings(db: Db, values: Partial<typeof settings.$inferInsert> = {}): Promise<void> {
  await db
    .insert(settings)
    .values({
      companyName: 'Test SA',
      currency: 'EUR',
      timeZone: 'Europe/Paris',
      country: 'FR',
      language: 'en',
      ...values,
    })
    .onConflictDoNothing()
}

export async function makeUser(
  db: Db,
  values: Partial<typeof users.$inferInsert> = {},
): Promise<typeof users.$inferSelect> {
  const number = ++serial
  const handle = values.handle ?? `user${number}`
  const [user] = await db
    .insert(users)
    .values({
      handle,
      email: `user${number}@test.example`,
      firstName: 'User',
      lastName: `N${number}`,
      role: 'collector',
      active: true,
      ...values,
    })
    .returning()
  await db.execute(
    sql`insert into user_handles (handle, user_id) values (${handle}, ${user!.id}) on conflict do nothing`,
  )
  return user!
}

/** A context on behalf of a user of that role; makes the user (and the settings) where none is given. */
export async function actingAs(
  db: Db,
  values: Partial<typeof users.$inferInsert> & { role: Role } = { role: 'administrator' },
  now = new Date('2026-11-22T10:00:00Z'),
): Promise<Context> {
  await makeSettings(db)
  return contextOf(db, await makeUser(db, values), now)
}

export async function contextOf(
  db: Db,
  user: typeof users.$inferSelect,
  now = new Date('2026-11-22T10:00:00Z'),
): Promise<Context> {
  const [company] = await db.select().from(settings).where(eq(settings.id, 1))
  return {
    db,
    now,
    company: companyOf(company!),
    actor: provenActor({
      kind: 'user',
      id: user.id,
      handle: user.handle,
      name: `${user.firstName} ${user.lastName}`,
      role: user.role as Role,
      language: 'en',
      theme: 'system',
      density: 'compact',
      shortcuts: user.shortcuts,
      customerColumns: user.customerColumns,
      timeZone: company!.timeZone,
      portfolioOnly: user.portfolioOnly,
      mayChangeMany: user.mayChangeMany,
      mayImport: user.mayImport,
      mayExport: user.mayExport,
    }),
  }
}

export async function makeCustomer(
  db: Db,
  values: Partial<typeof customers.$inferInsert> = {},
): Promise<typeof customers.$inferSelect> {
  const code = values.code ?? `C${String(++serial).padStart(5, '0')}`
  const [customer] = await db
    .insert(customers)
    .values({ name: `Customer ${code}`, country: 'FR', ...values, code, codeKey: codeKey(code) })
    .returning()
  await db.execute(sql`select refresh_customers(array[${customer!.id}]::bigint[])`)
  return customer!
}

export async function makeCustomers(
  db: Db,
  count: number,
  values: Partial<typeof customers.$inferInsert> = {},
): Promise<number[]> {
  const made: number[] = []
  for (let index = 0; index < count; index++) made.push((await makeCustomer(db, values)).id)
  return made
}

export async function makeContact(
  db: Db,
  customerId: number,
  person: Partial<typeof people.$inferInsert> = {},
  contact: Partial<typeof contacts.$inferInsert> = {},
): Promise<typeof contacts.$inferSelect> {
  const [made] = await db
    .insert(people)
    .values({ firstName: 'Ana', lastName: `Contact${++serial}`, ...person })
    .returning()
  const [row] = await db
    .insert(contacts)
    .values({ customerId, personId: made!.id, role: 'accountant', ...contact })
    .returning()
  await db.execute(sql`select refresh_customers(array[${customerId}]::bigint[])`)
  return row!
}

export async function makeAssociation(
  db: Db,
  customerId: number,
  userId: number,
  values: Partial<typeof associations.$inferInsert> = {},
): Promise<void> {
  await db.insert(associations).values({ customerId, userId, kind: 'sales', ...values })
}

export async function makeItem(
  db: Db,
  customerId: number,
  values: Partial<typeof items.$inferInsert> = {},
): Promise<void> {
  await db.insert(items).values({
    customerId,
    number: `F-${++serial}`,
    type: 'invoice',
    issueDate: '2026-09-01',
    dueDate: '2026-10-01',
    amount: '100',
    remaining: '100',
    currency: 'EUR',
    ...values,
  })
}
