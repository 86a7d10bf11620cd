import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { connect } from '@/db/client'
import { contacts, customers, history, people } from '@/db/schema'
import { mergeContacts } from '@/lib/contacts/commands/merge'
import { updateContact } from '@/lib/contacts/commands/write'
import type { MergeContacts } from '@/lib/contacts/input'
import { listContacts } from '@/lib/contacts/queries'
import { previewMerge } from '@/lib/contacts/queries/merge'
import { PERSONAL } from '@/lib/contacts/rules'
import { asShown } from '../support/contacts'
import { testDatabase } from '../support/database'
import { take } from '../support/import'
import { actingAs, makeAssociation, makeContact, makeCustomer, makeSettings } from '../support/make'
import { refusalOf } from '../support/refusal'

const { db, url } = testDatabase()
beforeAll(async () => makeSettings(db))

const from = (choices: Partial<MergeContacts['take']> = {}): MergeContacts['take'] => ({
  ...(Object.fromEntries(PERSONAL.map((field) => [field, 'kept'])) as MergeContacts['take']),
  ...choices,
})
const merge = (contactId: number, otherId: number, choices: Partial<MergeContacts['take']> = {}): MergeContacts => ({
  contactId,
  otherId,
  personVersion: 1,
  otherPersonVersion: 1,
  take: from(choices),
})
const said = async (customerId: number) =>
  db.select().from(history).where(eq(history.customerId, customerId)).orderBy(history.id)
const place = (customerId: number, personId: number, values = {}) =>
  db
    .insert(contacts)
    .values({ customerId, personId, role: 'buyer', ...values })
    .returning()

describe('merging two contacts', () => {
  test('leaves one person with the fields as chosen and the places of both, and says so at every customer concerned', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const [one, two, three] = [await makeCustomer(db), await makeCustomer(db), await makeCustomer(db)]
    const kept = await makeContact(db, one.id, {
      firstName: 'Ana',
      lastName: 'Lopez',
      phone: '1',
      email: 'old@merge.example',
    })
    const gone = await makeContact(
      db,
      two.id,
      { firstName: null, lastName: 'LOPEZ', email: 'ana@merge.example' },
      { forCollection: true },
    )
    await place(three.id, gone.personId, { comment: 'at three' })
    expect(await mergeContacts(ctx, merge(kept.id, gone.id, { email: 'gone' }))).toEqual({
      contactId: kept.id,
      customers: 3,
    })
    expect(await db.$count(people, eq(people.id, gone.personId))).toBe(0)
    const [person] = await db.select().from(people).where(eq(people.id, kept.personId))
    expect(person).toMatchObject({
      firstName: 'Ana',
      lastName: 'Lopez',
      phone: '1',
      email: 'ana@merge.example',
      version: 2,
    })
    expect(await listContacts(ctx, two.id)).toMatchObject([
      { id: gone.id, forCollection: true, email: 'ana@merge.example', alsoAt: 2 },
    ])
    expect(await listContacts(ctx, three.id)).toMatchObject([{ comment: 'at three', lastName: 'Lopez' }])
    expect((await said(one.id)).map(({ action }) => action)).toEqual(['contact.updated'])
    expect(await said(two.id)).toMatchObject([
      {
        action: 'contact.merged',
        personId: kept.personId,
        old: { lastName: 'LOPEZ', personId: gone.personId },
        new: { contact: 'Ana Lopez' },
      },
    ])
    expect((await said(three.id)).map(({ action }) => action)).toEqual(['contact.merged'])
    expect(await db.select({ reachable: customers.reachable }).from(customers).where(eq(customers.id, two.id))).toEqual(
      [{ reachable: true }],
    )
  })

  test('of one customer leaves one contact with what both had, and one star', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const { id } = await makeCustomer(db)
    const kept = await makeContact(db, id, { lastName: 'Twice', email: 'once@merge.example' }, { comment: 'first' })
    const gone = await makeContact(
      db,
      id,
      { lastName: 'Twice', email: 'twice@merge.example' },
      {
        forCollection: true,
        inCopy: true,
        comment: 'second',
        externalId: 'X9',
        source: 'import',
      },
    )
    await mergeContacts(ctx, merge(kept.id, gone.id, { email: 'gone' }))
    const rows = await db.select().from(contacts).where(eq(contacts.customerId, id))
    expect(rows).toMatchObject([
      { id: kept.id, forCollection: true, inCopy: true, comment: 'first\nsecond', externalId: 'X9', source: 'person' },
    ])
    expect(await db.select({ reachable: customers.reachable }).from(customers).where(eq(customers.id, id))).toEqual([
      { reachable: true },
    ])
    expect(await said(id)).toMatchObject([
      {
        action: 'contact.merged',
        old: { email: 'twice@merge.example', comment: 'second', forCollection: true },
        new: { email: 'twice@merge.example', comment: 'first\nsecond', forCollection: true },
      },
      { action: 'contact.updated', old: { email: 'once@merge.example' }, new: { email: 'twice@merge.example' } },
    ])
  })

  test('keeps what the ERP owns, which the next file finds again; two of the ERP are refused', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const file = (code: string) =>
      `code,name,contact_last_name,contact_email\n${code},Buyer,Compta,compta@merge.example\n`
    await take(db, 'customers', file('M1'))
    const [erp] = await db.select().from(contacts).where(eq(contacts.role, 'company'))
    const own = await makeContact(
      db,
      erp!.customerId,
      { lastName: 'Handmade', language: 'de' },
      { role: 'buyer', comment: 'kept' },
    )
    const preview = await previewMerge(ctx, own.id, erp!.id)
    expect(preview).toMatchObject({
      kept: { contactId: erp!.id, fromErp: true },
      gone: { contactId: own.id },
      problem: undefined,
    })
    expect(await refusalOf(mergeContacts(ctx, merge(own.id, erp!.id)))).toBe('mergeErp')
    expect(await refusalOf(mergeContacts(ctx, merge(erp!.id, own.id, { lastName: 'gone' })))).toBe('contactFromErp')
    await mergeContacts(ctx, merge(erp!.id, own.id, { language: 'gone' }))
    await take(db, 'customers', file('M1'))
    expect(await listContacts(ctx, erp!.customerId)).toMatchObject([
      {
        id: erp!.id,
        lastName: 'Compta',
        role: 'company',
        ourRole: 'buyer',
        language: 'de',
        comment: 'kept',
        source: 'import',
      },
    ])
    await take(db, 'customers', file('M2'))
    const [second] = (await db.select().from(contacts).where(eq(contacts.role, 'company'))).filter(
      ({ id }) => id !== erp!.id,
    )
    expect(await previewMerge(ctx, erp!.id, second!.id)).toMatchObject({ problem: 'mergeErp' })
    expect(await refusalOf(mergeContacts(ctx, { ...merge(erp!.id, second!.id), personVersion: 2 }))).toBe('mergeErp')
  })

  test('of somebody with themselves, or changed since they were compared, is refused', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const [one, two] = [await makeCustomer(db), await makeCustomer(db)]
    const kept = await makeContact(db, one.id)
    const [same] = await place(two.id, kept.personId)
    const other = await makeContact(db, two.id)
    expect(await refusalOf(mergeContacts(ctx, merge(kept.id, same!.id)))).toBe('mergeSame')
    await updateContact(ctx, { ...(await asShown(ctx, two.id, other.id)), title: 'Dr.' })
    expect(await refusalOf(mergeContacts(ctx, merge(kept.id, other.id)))).toBe('mergeMoved')
    expect(await refusalOf(mergeContacts(ctx, merge(kept.id, 2 ** 40)))).toBe('gone')
    expect(await db.$count(contacts, eq(contacts.customerId, two.id))).toBe(2)
  })

  test('within a portfolio touches only known customers: elsewhere both persons stay as they were', async () => {
    const ctx = await actingAs(db, { role: 'administrator' })
    const narrow = await actingAs(db, { role: 'collector', portfolioOnly: true })
    const [mine, also, foreign] = [await makeCustomer(db), await makeCustomer(db), await makeCustomer(db)]
    for (const { id } of [mine, also]) await makeAssociation(db, id, narrow.actor.id)
    const kept = await makeContact(db, mine.id, { lastName: 'Kept' })
    const gone = await makeContact(db, also.id, { lastName: 'Gone', email: 'gone@merge.example' })
    const hidden = await makeContact(db, foreign.id)
    await place(foreign.id, kept.personId)
    await place(foreign.id, gone.personId)
    expect(await previewMerge(narrow, kept.id, gone.id)).toMatchObject({
      kept: { places: [{ customerId: mine.id }] },
      gone: { places: [{ customerId: also.id }] },
    })
    expect(await previewMerge(narrow, kept.id, hidden.id)).toBeUndefined()
    expect(await refusalOf(mergeContacts(narrow, merge(kept.id, hidden.id)))).toBe('gone')
    expect(await mergeContacts(narrow, merge(kept.id, gone.id, { email: 'gone' }))).toEqual({
      contactId: kept.id,
      customers: 2,
    })
    const names = async (customerId: number) =>
      (await listContacts(ctx, customerId)).map(({ lastName, email }) => `${lastName} ${email ?? ''}`)
    expect([await names(mine.id), await names(also.id)]).toEqual([
      ['Kept gone@merge.example'],
      ['Kept gone@merge.example'],
    ])
    expect((await names(foreign.id)).sort()).toEqual(expect.arrayContaining(['Gone gone@merge.example', 'Kept ']))
    expect(await said(foreign.id)).toEqual([])
  })

  test('by two people at once, each the other way round, happens once, twenty times over', async () => {
    const other = connect(url)
    try {
      const here = await actingAs(db, { role: 'collector' })
      const there = { ...(await actingAs(db, { role: 'collector' })), db: other.db }
      for (let race = 0; race < 20; race++) {
        const [one, two] = [await makeCustomer(db), await makeCustomer(db)]
        const a = await makeContact(db, one.id, {}, { forCollection: true })
        const b = await makeContact(db, two.id, {}, { forCollection: true })
        const [twin] = await place(two.id, a.personId)
        const ends = await Promise.all(
          [mergeContacts(here, merge(a.id, b.id)), mergeContacts(there, merge(b.id, twin!.id))].map((work) =>
            work.then(
              () => 'merged',
              ({ message }: Error) => message,
            ),
          ),
        )
        expect(ends.sort().slice(-1)).toEqual(['merged'])
        expect(['gone', 'mergeSame', 'mergeMoved']).toContain(ends[0])
        const left = await db.select().from(contacts).where(eq(contacts.customerId, two.id))
        expect(left).toMatchObject([{ forCollection: true }])
        expect(await db.$count(contacts, eq(contacts.customerId, one.id))).toBe(1)
        expect(
          new Set(
            (await db.select().from(contacts))
              .filter(({ customerId }) => [one.id, two.id].includes(customerId))
              .map(({ personId }) => personId),
          ).size,
        ).toBe(1)
      }
    } finally {
      await other.close()
    }
  })

  test('beside somebody who changes the person keeps that change or is refused, never half of both', async () => {
    const other = connect(url)
    try {
      const here = await actingAs(db, { role: 'collector' })
      const there = { ...(await actingAs(db, { role: 'collector' })), db: other.db }
      for (let race = 0; race < 10; race++) {
        const { id } = await makeCustomer(db)
        const [a, b] = [await makeContact(db, id), await makeContact(db, id)]
        const shown = await asShown(here, id, b.id)
        const [merged, changed] = await Promise.all(
          [
            mergeContacts(here, merge(a.id, b.id)),
            updateContact(there, { ...shown, email: `race${race}@merge.example` }),
          ].map((work: Promise<unknown>) =>
            work.then(
              () => '',
              ({ message }: Error) => message,
            ),
          ),
        )
        expect([merged, changed].filter((problem) => problem === '')).toHaveLength(1)
        expect(merged === '' ? changed : merged).toBe(merged === '' ? 'gone' : 'mergeMoved')
      }
    } finally {
      await other.close()
    }
  })
})
