import { and, eq, inArray, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { connect } from '@/db/client'
import { contacts, customerSearch, customers, history, people } from '@/db/schema'
import { perform } from '@/lib/action'
import { addContactAction } from '@/lib/contacts/actions'
import { copyContact } from '@/lib/contacts/commands/copy'
import { markForCollection } from '@/lib/contacts/commands/star'
import { addContact, removeContact, updateContact } from '@/lib/contacts/commands/write'
import { addContactInput } from '@/lib/contacts/input'
import { listContacts } from '@/lib/contacts/queries'
import { readToday } from '@/lib/customers/queries/today'
import { asShown } from '../support/contacts'
import { testDatabase } from '../support/database'
import { actingAs, makeAssociation, makeContact, makeCustomer, makeSettings } from '../support/make'
import { refusalOf } from '../support/refusal'

const { db, url } = testDatabase()
beforeAll(async () => makeSettings(db))

const typed = (customerId: number, values: Record<string, unknown> = {}) =>
  addContactInput.parse({ customerId, role: 'accountant', lastName: 'Lang', ...values })

const starred = async (customerId: number) =>
  (
    await db
      .select()
      .from(contacts)
      .where(and(eq(contacts.customerId, customerId), contacts.forCollection))
  ).map(({ id }) => id)
const personOf = async (contactId: number) => {
  const [row] = await db
    .select({ person: people, contact: contacts })
    .from(contacts)
    .innerJoin(people, eq(people.id, contacts.personId))
    .where(eq(contacts.id, contactId))
  return row
}
const said = async (customerId: number) =>
  (await db.select().from(history).where(eq(history.customerId, customerId)).orderBy(history.id)).map(
    ({ action }) => action,
  )

describe('adding a contact', () => {
  test('keeps the numbers as typed, and beside them as dialled from the customer’s country', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const { id } = await makeCustomer(db, { country: 'DE' })
    const { contactId } = await addContact(ctx, typed(id, { phone: '0201 55501', mobile: '+33 6 12 34 56 78' }))
    expect(await personOf(contactId)).toMatchObject({
      person: {
        phone: '0201 55501',
        phoneE164: '+4920155501',
        mobile: '+33 6 12 34 56 78',
        mobileE164: '+33612345678',
      },
      contact: { source: 'person', role: 'accountant', forCollection: false },
    })
  })

  test('makes the customer found by it and, with the star, reachable', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const { id } = await makeCustomer(db)
    await addContact(ctx, typed(id, { lastName: 'Šimůnková', email: 'ZITA@Buyer.example', forCollection: true }))
    const [search] = await db.select().from(customerSearch).where(eq(customerSearch.customerId, id))
    expect(search?.words).toContain('simunkova zita@buyer.example')
    expect(await db.select({ reachable: customers.reachable }).from(customers).where(eq(customers.id, id))).toEqual([
      { reachable: true },
    ])
    expect(await said(id)).toEqual(['contact.added', 'contact.starred'])
  })

  test('names each field that cannot be taken', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const given = {
      customerId: 1,
      role: 'company',
      lastName: ' ',
      email: 'a@b@c',
      phone: '1'.repeat(51),
      mobile: 'n/a',
    }
    await expect(perform(addContactAction.plan, ctx, given)).rejects.toMatchObject({
      code: 'invalid',
      fields: { role: 'contactRole', lastName: 'required', email: 'email', phone: 'tooLong', mobile: 'phoneDigits' },
    })
  })
})

describe('an address that another contact of the customer has', () => {
  test('is asked back with whose it is, and taken once it is meant', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const { id } = await makeCustomer(db)
    await makeContact(db, id, { firstName: 'Petra', lastName: 'Lang', email: 'desk@buyer.example' })
    await expect(addContact(ctx, typed(id, { email: 'Desk@Buyer.example' }))).rejects.toMatchObject({
      code: 'conflict',
      message: 'contactEmailTwice',
      values: { name: 'Petra Lang' },
      fields: { email: 'contactEmailTwice' },
    })
    expect(await said(id)).toEqual([])
    const other = typed(id, { email: 'desk@buyer.example', emailMeant: 'old@buyer.example' })
    expect(await refusalOf(addContact(ctx, other))).toBe('contactEmailTwice')
    await addContact(ctx, typed(id, { email: 'Desk@Buyer.example', emailMeant: 'Desk@Buyer.example' }))
    expect(await listContacts(ctx, id)).toHaveLength(2)
  })

  test('is not asked about where it stays as it was, nor at another customer', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const [one, two] = [await makeCustomer(db), await makeCustomer(db)]
    const contact = await makeContact(db, one.id, { email: 'desk@buyer.example' })
    const twin = await makeContact(db, one.id, { email: 'desk@buyer.example' })
    await updateContact(ctx, { ...(await asShown(ctx, one.id, twin.id)), comment: 'the same desk' })
    await updateContact(ctx, { ...(await asShown(ctx, one.id, contact.id)), email: 'own@buyer.example' })
    const back = { ...(await asShown(ctx, one.id, contact.id)), email: 'desk@buyer.example' }
    expect(await refusalOf(updateContact(ctx, back))).toBe('contactEmailTwice')
    await addContact(ctx, typed(two.id, { email: 'desk@buyer.example' }))
  })
})

describe('the mark for collection', () => {
  test('moves in one step, and says whose it was', async () => {
    const ctx = await actingAs(db, { role: 'sales_manager' })
    const { id } = await makeCustomer(db)
    const first = await makeContact(db, id, { firstName: 'Jonas', lastName: 'Weber' }, { forCollection: true })
    const second = await makeContact(db, id, { email: 'p.lang@buyer.example' })
    expect(await markForCollection(ctx, { contactId: second.id, marked: true })).toEqual({ movedFrom: 'Jonas Weber' })
    expect(await starred(id)).toEqual([second.id])
    expect((await personOf(first.id))?.contact.version).toBe(2)
    expect(await markForCollection(ctx, { contactId: second.id, marked: true })).toEqual({ movedFrom: null })
    expect(await said(id)).toEqual(['contact.starred'])
  })

  test('is asked for on the first page wherever reminders reach nobody, within the portfolio', async () => {
    const ctx = await actingAs(db, { role: 'collector', portfolioOnly: true })
    const found = async () => (await readToday(ctx)).noCollection.count
    for (const person of [{}, { phone: '01', phoneE164: '+33199000001' }, { mobile: 'n° 12' }]) {
      const { id } = await makeCustomer(db)
      await makeAssociation(db, id, ctx.actor.id)
      await makeContact(db, id, person, { forCollection: true })
    }
    await makeCustomer(db)
    expect(await found()).toBe(3)
    const reached = await makeCustomer(db)
    await makeAssociation(db, reached.id, ctx.actor.id)
    expect(await found()).toBe(4)
    const { contactId } = await addContact(ctx, typed(reached.id, { mobile: '06 39 98 00 01', forCollection: 'on' }))
    expect(await found()).toBe(3)
    await removeContact(ctx, { contactId, version: 2 })
    expect(await found()).toBe(4)
  })

  test('is one a customer by constraint, whoever writes', async () => {
    const { id } = await makeCustomer(db)
    await makeContact(db, id, {}, { forCollection: true })
    await expect(makeContact(db, id, {}, { forCollection: true })).rejects.toMatchObject({
      constraint_name: 'contacts_for_collection_key',
    })
  })

  test('wanted by two at once is one’s in the end, twenty times over, and neither sees an error', async () => {
    const other = connect(url)
    try {
      const [here, there] = [
        await actingAs(db, { role: 'collector' }),
        { ...(await actingAs(db, { role: 'collector' })), db: other.db },
      ]
      for (let race = 0; race < 20; race++) {
        const { id } = await makeCustomer(db)
        const pair = [await makeContact(db, id), await makeContact(db, id)]
        await makeContact(db, id, {}, { forCollection: race % 2 === 0 })
        await Promise.all([
          markForCollection(here, { contactId: pair[0]!.id, marked: true }),
          markForCollection(there, { contactId: pair[1]!.id, marked: true }),
        ])
        const [holder, ...more] = await starred(id)
        expect(more).toEqual([])
        expect(pair.map((contact) => contact.id)).toContain(holder)
      }
    } finally {
      await other.close()
    }
  })
})

describe('changing a contact', () => {
  test('of somebody who is contact of several customers changes what all of them find', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const [one, two] = [await makeCustomer(db), await makeCustomer(db)]
    const contact = await makeContact(db, one.id, { lastName: 'Oldname' })
    await db.insert(contacts).values({ customerId: two.id, personId: contact.personId, role: 'buyer' })
    expect(await listContacts(ctx, one.id)).toMatchObject([{ alsoAt: 1 }])
    await updateContact(ctx, { ...(await asShown(ctx, one.id, contact.id)), lastName: 'Newname', comment: 'only here' })
    const words = await db
      .select({ words: customerSearch.words })
      .from(customerSearch)
      .where(sql`${customerSearch.customerId} in (${one.id}, ${two.id})`)
    expect(words.map((row) => row.words.includes('newname'))).toEqual([true, true])
    expect([await said(one.id), await said(two.id)]).toEqual([['contact.updated'], ['contact.updated']])
    const [elsewhere] = await db.select().from(history).where(eq(history.customerId, two.id))
    expect(elsewhere).toMatchObject({ old: { lastName: 'Oldname' }, new: { lastName: 'Newname' } })
    expect(elsewhere?.new).not.toHaveProperty('comment')
  })

  test('that somebody changed meanwhile, or whose person was, writes nothing', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const { id } = await makeCustomer(db)
    const contact = await makeContact(db, id, { lastName: 'First' })
    const shown = await asShown(ctx, id, contact.id)
    await updateContact(ctx, { ...shown, lastName: 'Second' })
    expect(await refusalOf(updateContact(ctx, { ...shown, lastName: 'Third' }))).toBe('changedMeanwhile')
    const { version } = await asShown(ctx, id, contact.id)
    expect(await refusalOf(updateContact(ctx, { ...shown, version, lastName: 'Third' }))).toBe('changedMeanwhile')
    expect(await refusalOf(removeContact(ctx, { contactId: contact.id, version: 1 }))).toBe('changedMeanwhile')
    expect((await personOf(contact.id))?.person.lastName).toBe('Second')
    expect(await said(id)).toEqual(['contact.updated'])
  })

  test('that a contacts file brought makes it ours; saving it as it is does not', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const { id } = await makeCustomer(db)
    const contact = await makeContact(db, id, {}, { source: 'import', externalId: 'X1' })
    await updateContact(ctx, await asShown(ctx, id, contact.id))
    expect((await personOf(contact.id))?.contact).toMatchObject({ source: 'import', version: 1 })
    await updateContact(ctx, { ...(await asShown(ctx, id, contact.id)), phone: '01 23 45 67 89' })
    expect((await personOf(contact.id))?.contact).toMatchObject({ source: 'person', externalId: 'X1' })
  })

  test('is removed by nobody who comes from the ERP, but the star may go to another, and back', async () => {
    const ctx = await actingAs(db, { role: 'administrator' })
    const { id } = await makeCustomer(db)
    const erp = await makeContact(
      db,
      id,
      { firstName: null, lastName: 'Accounts' },
      { source: 'import', role: 'company', forCollection: true },
    )
    const own = await makeContact(db, id, { lastName: 'Own' })
    expect(await refusalOf(removeContact(ctx, { contactId: erp.id, version: 1 }))).toBe('contactFromErp')
    expect(await markForCollection(ctx, { contactId: own.id, marked: true })).toEqual({ movedFrom: 'Accounts' })
    expect(await starred(id)).toEqual([own.id])
    expect(await markForCollection(ctx, { contactId: erp.id, marked: true })).toEqual({ movedFrom: 'Ana Own' })
    expect(await starred(id)).toEqual([erp.id])
    expect((await personOf(erp.id))?.contact).toMatchObject({ source: 'import', role: 'company' })
  })
})

describe('an address from which messages come back', () => {
  const stateOf = async (...ids: number[]) =>
    (await db.select().from(customers).where(inArray(customers.id, ids)).orderBy(customers.id)).map(
      ({ reachable }) => reachable,
    )
  const markOf = async (contactId: number) => {
    const { undeliverableSince, undeliverableReason } = (await personOf(contactId))!.person
    return undeliverableSince && { since: undeliverableSince, why: undeliverableReason }
  }
  const BACK = 'back@marked.example'
  async function makeMarked(person: Partial<typeof people.$inferInsert> = {}) {
    const ctx = await actingAs(db, { role: 'collector' })
    const [one, two] = [await makeCustomer(db), await makeCustomer(db)]
    const file = { forCollection: true, source: 'import', externalId: 'X1' } as const
    const contact = await makeContact(db, one.id, { email: BACK, ...person }, file)
    const there = { customerId: two.id, personId: contact.personId, role: 'buyer', forCollection: true }
    await db.insert(contacts).values(there)
    await db.execute(sql`select refresh_customers(array[${two.id}]::bigint[])`)
    const shown = () => asShown(ctx, one.id, contact.id)
    const mark = async (values = {}) =>
      updateContact(ctx, { ...(await shown()), undeliverable: BACK, undeliverableReason: 'Mailbox full', ...values })
    return { ctx, one, two, contact, shown, mark }
  }

  test('reaches nobody wherever the person is the one for collection, unless by mobile, and it is nothing the file must yield to', async () => {
    const { ctx, one, two, contact, mark } = await makeMarked()
    expect(await stateOf(one.id, two.id)).toEqual([true, true])
    expect(await mark()).toMatchObject({ elsewhere: 1 })
    expect(await stateOf(one.id, two.id)).toEqual([false, false])
    expect(await markOf(contact.id)).toEqual({ since: ctx.now, why: 'Mailbox full' })
    expect((await personOf(contact.id))?.contact).toMatchObject({ source: 'import', version: 1 })
    expect((await listContacts(ctx, two.id))[0]).toMatchObject({ undeliverableReason: 'Mailbox full' })
    for (const { id } of [one, two]) {
      const [entry] = await db.select().from(history).where(eq(history.customerId, id))
      expect(entry).toMatchObject({
        ...{ action: 'contact.updated', old: { undeliverable: false, undeliverableReason: null } },
        new: { undeliverable: true, undeliverableReason: 'Mailbox full' },
      })
      expect(Object.keys(entry?.old ?? {})).toHaveLength(2)
    }
    const later = { ...ctx, now: new Date(ctx.now.getTime() + 60_000) }
    const seen = await asShown(ctx, one.id, contact.id)
    await updateContact(later, { ...seen, undeliverableReason: 'Left the company', mobile: '06 39 98 00 01' })
    expect(await markOf(contact.id)).toEqual({ since: ctx.now, why: 'Left the company' })
    expect(await stateOf(one.id, two.id)).toEqual([true, true])
    await mark({ undeliverable: '', mobile: null })
    expect(await markOf(contact.id)).toBeNull()
    expect(await stateOf(one.id, two.id)).toEqual([true, true])
  })

  test('is that address alone: another one is typed without the mark, and one that is gone cannot have it', async () => {
    const { ctx, contact, shown, mark } = await makeMarked()
    const before = await shown()
    await mark()
    expect(await refusalOf(updateContact(ctx, { ...before, undeliverable: '' }))).toBe('changedMeanwhile')
    await updateContact(ctx, { ...(await shown()), comment: 'still the same' })
    expect(await markOf(contact.id)).not.toBeNull()
    const { undeliverable: _, ...silent } = await shown()
    await updateContact(ctx, { ...silent, comment: 'a page of before' })
    expect(await markOf(contact.id)).not.toBeNull()
    await mark({ email: 'new@marked.example' })
    expect(await markOf(contact.id)).toBeNull()
    await mark()
    expect(await markOf(contact.id)).toBeNull()
    await mark({ email: BACK })
    await mark()
    await updateContact(ctx, { ...(await shown()), email: null })
    expect(await markOf(contact.id)).toBeNull()
    const told = await db.select().from(history).where(eq(history.personId, contact.personId)).orderBy(history.id)
    expect(told.at(-1)?.new).toMatchObject({ email: null, undeliverable: false })
    const bare = db.execute(sql`update people set undeliverable_since = now() where id = ${contact.personId}`)
    await expect(bare).rejects.toThrow('people_undeliverable_check')
  })

  test('of the ERP is ours to mark, and goes with a copy', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const { id } = await makeCustomer(db)
    const erp = { role: 'company', source: 'import', forCollection: true } as const
    const contact = await makeContact(db, id, { email: BACK }, erp)
    await updateContact(ctx, { ...(await asShown(ctx, id, contact.id)), undeliverable: BACK })
    expect(await stateOf(id)).toEqual([false])
    const copy = await copyContact(ctx, { contactId: contact.id, version: 1 })
    expect(await markOf(copy.contactId)).toEqual({ since: ctx.now, why: null })
    expect(await stateOf(id)).toEqual([false])
  })

  test('is marked for known customers alone: elsewhere the person stays as they were', async () => {
    const ctx = await actingAs(db, { role: 'collector', portfolioOnly: true })
    const { one, two, contact } = await makeMarked()
    await makeAssociation(db, one.id, ctx.actor.id)
    await updateContact(ctx, { ...(await asShown(ctx, one.id, contact.id)), undeliverable: BACK })
    expect(await markOf(contact.id)).toMatchObject({ since: ctx.now })
    expect(await stateOf(one.id, two.id)).toEqual([false, true])
    await updateContact(ctx, { ...(await asShown(ctx, one.id, contact.id)), lastName: 'Renamed' })
    expect(await markOf(contact.id)).toMatchObject({ since: ctx.now })
  })
})

describe('removing a contact', () => {
  test('removes the person too once they are nobody’s contact', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const [one, two] = [await makeCustomer(db), await makeCustomer(db)]
    const contact = await makeContact(db, one.id, { email: 'ana@buyer.example' }, { forCollection: true })
    const [twin] = await db
      .insert(contacts)
      .values({ customerId: two.id, personId: contact.personId, role: 'buyer' })
      .returning()
    await removeContact(ctx, { contactId: contact.id, version: 1 })
    expect(await db.$count(people, eq(people.id, contact.personId))).toBe(1)
    expect(await db.select({ reachable: customers.reachable }).from(customers).where(eq(customers.id, one.id))).toEqual(
      [{ reachable: false }],
    )
    await removeContact(ctx, { contactId: twin!.id, version: 1 })
    expect(await db.$count(people, eq(people.id, contact.personId))).toBe(0)
    const [entry] = await db.select().from(history).where(eq(history.customerId, one.id))
    expect(entry).toMatchObject({ action: 'contact.removed', old: { firstName: 'Ana', forCollection: true } })
  })
})

describe('within a portfolio', () => {
  test('contacts of other customers do not exist, to read, write or count', async () => {
    const ctx = await actingAs(db, { role: 'collector', portfolioOnly: true })
    const [mine, foreign] = [await makeCustomer(db), await makeCustomer(db)]
    await makeAssociation(db, mine.id, ctx.actor.id)
    const own = await makeContact(db, mine.id)
    const theirs = await makeContact(db, foreign.id)
    await db.insert(contacts).values({ customerId: foreign.id, personId: own.personId, role: 'buyer' })
    expect(await listContacts(ctx, foreign.id)).toEqual([])
    expect(await listContacts(ctx, mine.id)).toMatchObject([{ id: own.id, alsoAt: 0 }])
    expect(await refusalOf(addContact(ctx, typed(foreign.id)))).toBe('gone')
    expect(await refusalOf(removeContact(ctx, { contactId: theirs.id, version: 1 }))).toBe('gone')
    expect(await refusalOf(markForCollection(ctx, { contactId: theirs.id, marked: true }))).toBe('gone')
    expect(await refusalOf(markForCollection(ctx, { contactId: 2 ** 40, marked: true }))).toBe('gone')
    expect(await db.$count(contacts, eq(contacts.customerId, foreign.id))).toBe(2)
  })
})
