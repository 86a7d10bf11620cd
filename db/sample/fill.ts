import { sql } from 'drizzle-orm'
import type { Db, Executor } from '../client'
import {
  associations,
  contacts,
  customerGroups,
  customers,
  groups,
  items,
  people,
  rates,
  settings,
  userHandles,
  users,
} from '../schema'
import { ids } from '../sql'
import { SAMPLE_GROUPS } from './groups'
import { makeSample, type Sample } from './make'
import { at } from './random'
import { makeRates } from './rates'
import { insertRows, takeIds } from './rows'
import { COLLEAGUES } from './users'

/**
 * Puts the sample company, Vauban Métal SA, into a database without customers; its settings replace those that are
 * there. Days are counted from `today`, so that debts are always alive; the same day gives the same rows.
 */
export async function fillSample(db: Db, today: string): Promise<void> {
  const sample = makeSample(today)
  await db.transaction(async (tx) => {
    await setCompany(tx, today)
    await insertRows(tx, rates, makeRates(today), sql`on conflict do nothing`)
    const userIds = await insertUsers(tx)
    const groupIds = await findGroups(tx)
    const customerIds = await insertCustomers(tx, sample, userIds, groupIds)
    await insertContacts(tx, sample, customerIds)
    await tx.execute(sql`select recount_customers(${ids(customerIds)}, ${today}::date)`)
    await tx.execute(sql`select refresh_customers(${ids(customerIds)})`)
  })
}

async function setCompany(tx: Executor, today: string): Promise<void> {
  const company = {
    companyName: 'Vauban Métal SA',
    currency: 'EUR',
    timeZone: 'Europe/Paris',
    country: 'FR',
    language: 'en',
    figuresOn: today,
    sample: true,
  }
  await tx
    .insert(settings)
    .values(company)
    .onConflictDoUpdate({ target: settings.id, set: { ...company, version: sql`${settings.version} + 1` } })
}

/** A handle somebody has already gets a number, as it would by hand. */
async function insertUsers(tx: Executor): Promise<number[]> {
  const userIds = await takeIds(tx, users, COLLEAGUES.length)
  const taken = new Set((await tx.select({ handle: userHandles.handle }).from(userHandles)).map((row) => row.handle))
  const rows = COLLEAGUES.map(({ user }, place) => ({
    ...user,
    id: at(userIds, place),
    handle: freeHandle(user.handle, taken),
  }))
  await insertRows(tx, users, rows)
  await insertRows(
    tx,
    userHandles,
    rows.map(({ handle, id }) => ({ handle, userId: id })),
  )
  return userIds
}

function freeHandle(handle: string, taken: Set<string>): string {
  let free = handle
  for (let number = 2; taken.has(free); number++) free = `${handle}${number}`
  return free
}

/** A group of that name may be there already: then it is the one. */
async function findGroups(tx: Executor): Promise<number[]> {
  await insertRows(tx, groups, SAMPLE_GROUPS, sql`on conflict do nothing`)
  const rows = await tx.select().from(groups)
  return SAMPLE_GROUPS.map(({ slug, name }) => {
    const found = rows.find((row) => row.slug === slug) ?? rows.find((row) => row.name === name)
    if (!found) throw new Error(`The group ${name} was neither written nor found.`)
    return found.id
  })
}

async function insertCustomers(tx: Executor, sample: Sample, userIds: number[], groupIds: number[]): Promise<number[]> {
  const customerIds = await takeIds(tx, customers, sample.customers.length)
  const idOf = (customer: number) => at(customerIds, customer)
  await insertRows(
    tx,
    customers,
    sample.customers.map(({ collector, ...row }, place) => ({
      id: idOf(place),
      ...row,
      collectorId: collector === null ? null : at(userIds, collector),
    })),
  )
  await insertRows(
    tx,
    items,
    sample.items.map(({ customer, ...row }) => ({ customerId: idOf(customer), ...row })),
  )
  await insertRows(
    tx,
    associations,
    sample.associations.map(({ customer, user, by, ...row }) => ({
      customerId: idOf(customer),
      userId: at(userIds, user),
      createdBy: by === null ? null : at(userIds, by),
      ...row,
    })),
  )
  await insertRows(
    tx,
    customerGroups,
    sample.memberships.map(({ customer, group, ...row }) => ({
      customerId: idOf(customer),
      groupId: at(groupIds, group),
      ...row,
    })),
  )
  return customerIds
}

async function insertContacts(tx: Executor, sample: Sample, customerIds: number[]): Promise<void> {
  const personIds = await takeIds(tx, people, sample.people.length)
  await insertRows(
    tx,
    people,
    sample.people.map((row, place) => ({ id: at(personIds, place), ...row })),
  )
  await insertRows(
    tx,
    contacts,
    sample.contacts.map(({ customer, person, ...row }) => ({
      customerId: at(customerIds, customer),
      personId: at(personIds, person),
      ...row,
    })),
  )
}
