import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Db, Executor } from '../client'
import {
  associations,
  changeEffects,
  changes,
  contacts,
  customerGroups,
  customers,
  groups,
  history,
  people,
  rates,
  rules,
  settings,
  tokens,
  userHandles,
  users,
  withheld,
  withheldGroups,
} from '../schema'
import { anyOf, ids } from '../sql'
import { makeCodes } from './codes'
import { SAMPLE_GROUPS } from './groups'
import { RATES } from './rates'
import { COLLEAGUES } from './users'

/**
 * Takes the sample company away: its customers with all that is theirs, then its people, groups, rates and colleagues
 * as far as nothing else holds on to them. What a person added beside it stays. A colleague whom something still names
 * becomes inactive; one who has been given a password belongs to somebody by now and stays as is.
 */
export async function removeSample(db: Db): Promise<{ customers: number; users: number }> {
  return db.transaction(async (tx) => {
    const [company] = await tx.select({ sample: settings.sample }).from(settings).for('update')
    if (!company?.sample) return { customers: 0, users: 0 }
    await tx.execute(sql`set local encours.rewrite_history = 'on'`)
    const removed = await removeCustomers(tx)
    await removeGroups(tx)
    const users = await removeUsers(tx)
    await removeRates(tx)
    await tx.update(settings).set({ sample: false, version: sql`${settings.version} + 1` })
    return { customers: removed, users }
  })
}

async function removeCustomers(tx: Executor): Promise<number> {
  const rows = await tx
    .select({ id: customers.id })
    .from(customers)
    .where(anyOf(customers.code, makeCodes()))
    .orderBy(customers.id)
    .for('update')
  const customerIds = rows.map((row) => row.id)
  if (customerIds.length === 0) return 0
  const known = await tx.execute<{ id: string }>(sql`
    select ${contacts.personId} as id from ${contacts} where ${anyOf(contacts.customerId, customerIds)}
    union select ${history.personId} from ${history}
          where ${anyOf(history.customerId, customerIds)} and ${history.personId} is not null`)
  await tx.delete(history).where(anyOf(history.customerId, customerIds))
  await tx.delete(customers).where(anyOf(customers.id, customerIds))
  await removePeople(
    tx,
    known.map((row) => Number(row.id)),
  )
  return customerIds.length
}

/** Of these people, those who are nobody's contact any more. */
async function removePeople(tx: Executor, personIds: number[]): Promise<void> {
  await tx.execute(sql`
    with gone as (
      delete from ${people}
      where ${people.id} = any(${ids(personIds)})
        and not exists (select from ${contacts} where ${contacts.personId} = ${people.id})
      returning ${people.id}
    )
    delete from ${history} using gone where ${history.personId} = gone.id`)
}

async function removeGroups(tx: Executor): Promise<void> {
  await tx.delete(groups).where(
    sql`${anyOf(
      groups.slug,
      SAMPLE_GROUPS.map((group) => group.slug),
    )} and not exists (select from ${customerGroups} where ${customerGroups.groupId} = ${groups.id})`,
  )
}

/** The rates of the sample are known by their value; somebody who entered the same one for a day loses nothing true. */
async function removeRates(tx: Executor): Promise<void> {
  for (const [currency, values] of Object.entries(RATES)) {
    await tx.delete(rates).where(and(eq(rates.currency, currency), inArray(rates.rate, [...values])))
  }
}

/** Each on its own: which tables hold on to a user is for the foreign keys to say, also for those yet to come. */
async function removeUsers(tx: Executor): Promise<number> {
  let removed = 0
  for (const { id, mentioned } of await findUsers(tx)) {
    if (!mentioned && (await isDeleted(tx, id))) removed += 1
    else await deactivate(tx, id)
  }
  return removed
}

async function findUsers(tx: Executor): Promise<{ id: number; mentioned: boolean }[]> {
  const born = new Map(COLLEAGUES.map(({ user }) => [user.handle, Date.parse(user.createdAt)]))
  const rows = await tx
    .select({ id: users.id, handle: userHandles.handle, createdAt: users.createdAt, mentioned: MENTIONED })
    .from(users)
    .innerJoin(userHandles, eq(userHandles.userId, users.id))
    .where(isNull(users.passwordHash))
    .orderBy(users.id)
  const found = rows.filter((row) => born.get(row.handle.replace(/\d+$/, '')) === row.createdAt.getTime())
  return [...new Map(found.map(({ id, mentioned }) => [id, { id, mentioned }])).values()]
}

/** Where a user is named without a foreign key. */
const MENTIONED = sql<boolean>`(
  exists (select from ${history} where ${history.actorId} = ${users.id})
  or exists (select from ${associations} where ${associations.createdBy} = ${users.id})
  or exists (select from ${withheld} where ${withheld.by} = ${users.id})
  or exists (select from ${withheldGroups} where ${withheldGroups.by} = ${users.id})
  or exists (select from ${changeEffects} where ${changeEffects.fact} = 'association' and ${changeEffects.subject} = ${users.id})
  or exists (select from ${changeEffects} where ${changeEffects.fact} = 'collector' and to_jsonb(${users.id})
    in (${changeEffects.before}, ${changeEffects.before} -> 'userId', ${changeEffects.after}, ${changeEffects.after} -> 'userId'))
  or exists (select from ${rules} where to_jsonb(${users.id}) = ${rules.gives} -> 'collector' or ${rules.gives} -> 'colleagues' @> to_jsonb(${users.id}))
  or exists (select from ${tokens} where ${tokens.createdBy} = ${users.id})
  or exists (select from ${changes} where ${changes.input} -> 'colleagues' @> to_jsonb(${users.id}))
)`

async function isDeleted(tx: Executor, id: number): Promise<boolean> {
  try {
    await tx.transaction((attempt) => attempt.delete(users).where(eq(users.id, id)))
  } catch (error) {
    if (isHeld(error)) return false
    throw error
  }
  await tx.delete(history).where(eq(history.userId, id))
  return true
}

function isHeld(error: unknown): boolean {
  const cause = error instanceof Error ? (error.cause ?? error) : error
  return cause instanceof Error && 'code' in cause && cause.code === '23503'
}

async function deactivate(tx: Executor, id: number): Promise<void> {
  const changed = await tx
    .update(users)
    .set({ active: false, version: sql`${users.version} + 1` })
    .where(and(eq(users.id, id), users.active))
    .returning({ id: users.id })
  if (changed.length > 0)
    await tx
      .insert(history)
      .values({ action: 'user.updated', userId: id, old: { active: true }, new: { active: false } })
}
