import { eq, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { connect } from '@/db/client'
import { contacts, customerSearch, erasures, history } from '@/db/schema'
import { perform } from '@/lib/action'
import { eraseContactAction } from '@/lib/contacts/actions'
import { holdErasures } from '@/lib/contacts/commands/erase'
import { mergeContacts } from '@/lib/contacts/commands/merge'
import { markForCollection } from '@/lib/contacts/commands/star'
import { addContact, removeContact, updateContact } from '@/lib/contacts/commands/write'
import { addContactInput } from '@/lib/contacts/input'
import { listContacts } from '@/lib/contacts/queries'
import { previewErasure } from '@/lib/contacts/queries/merge'
import { PERSONAL } from '@/lib/contacts/rules'
import { asShown, erase } from '../support/contacts'
import { testDatabase } from '../support/database'
import { whereIsThere } from '../support/everywhere'
import { contactsOf, counts, customerOf, take } from '../support/import'
import { actingAs, makeAssociation, makeContact, makeCustomer, makeSettings } from '../support/make'
import { refusalOf } from '../support/refusal'

const { db, url } = testDatabase()
beforeAll(async () => makeSettings(db))

const typed = (customerId: number, values: Record<string, unknown> = {}) =>
  addContactInput.parse({ customerId, role: 'accountant', lastName: 'Lang', ...values })

describe('a person who is erased on request', () => {
  test('is in no table any more, whatever was done with them: changed, moved, merged, followed, removed elsewhere', async () => {
    const ctx = await actingAs(db, { role: 'credit_manager' })
    const [one, two, three] = [await makeCustomer(db), await makeCustomer(db), await makeCustomer(db)]
    const words = {
      firstName: 'Zbigniewa',
      lastName: 'Qwortzky',
      email: 'zq@zebrafish.example',
      mobile: '06 39 98 77 66',
      phone: '01 99 00 77 66',
    }
    const first = await addContact(ctx, typed(one.id, { ...words, comment: 'calls herself Zibi', forCollection: 'on' }))
    await updateContact(ctx, {
      ...(await asShown(ctx, one.id, first.contactId)),
      lastName: 'Qwortzky-Maidenlong',
      title: 'Dr.',
    })
    const twin = await addContact(
      ctx,
      typed(two.id, { firstName: 'Z.', lastName: 'Qwortzky', email: 'other@zebrafish.example' }),
    )
    const shown = await asShown(ctx, one.id, first.contactId)
    const take = Object.fromEntries(PERSONAL.map((field) => [field, 'kept'])) as never
    await mergeContacts(ctx, {
      ...{ contactId: first.contactId, otherId: twin.contactId, take },
      ...{ personVersion: shown.personVersion, otherPersonVersion: 1 },
    })
    const { contactId: _, version: __, ...again } = await asShown(ctx, one.id, first.contactId)
    const third = await addContact(ctx, {
      ...again,
      role: 'buyer',
      forCollection: false,
      customerId: three.id,
      sameAs: first.contactId,
    })
    await removeContact(ctx, { contactId: third.contactId, version: 1 })
    const next = await makeContact(db, one.id, { firstName: 'Stays', lastName: 'Here' })
    await markForCollection(ctx, { contactId: next.id, marked: true })
    const before = await db.$count(history)
    for (const word of ['qwortzky', 'zebrafish', '98 77 66', 'zibi'])
      expect((await whereIsThere(db, word)).length).toBeGreaterThan(0)

    const preview = await previewErasure(ctx, first.contactId)
    expect(preview?.places.map(({ customerId }) => customerId).sort()).toEqual([one.id, two.id].sort())
    const erased = await erase(ctx, first.contactId)
    expect(erased).toEqual({ customers: 2, entries: preview?.entries })
    for (const word of [
      'qwortzky',
      'maidenlong',
      'zbigniewa',
      'zebrafish',
      '98 77 66',
      '639987766',
      '990077',
      'zibi',
      'herself',
    ])
      expect({ word, tables: await whereIsThere(db, word) }).toEqual({ word, tables: [] })
    expect(await db.$count(history)).toBe(before + 2)
    const told = await db.select().from(history).where(eq(history.customerId, one.id)).orderBy(history.id)
    expect(told.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['contact.added', 'contact.updated', 'contact.erased']),
    )
    expect(told[0]).toMatchObject({ actorId: ctx.actor.id, new: { role: 'accountant', erased: true } })
    expect(
      told.find(({ action, personId }) => action === 'contact.starred' && personId === next.personId),
    ).toMatchObject({
      old: { erased: true },
      new: { contact: 'Stays Here' },
    })
    expect(await listContacts(ctx, one.id)).toMatchObject([{ id: next.id, forCollection: true }])
    const [search] = await db.select().from(customerSearch).where(eq(customerSearch.customerId, two.id))
    expect(search).toMatchObject({ hasContact: false, hasEmail: false })
  })

  test('leaves others alone: those of the same customer, and those who have the same name elsewhere', async () => {
    const ctx = await actingAs(db, { role: 'administrator' })
    const [one, two] = [await makeCustomer(db), await makeCustomer(db)]
    const gone = await addContact(ctx, typed(one.id, { firstName: 'Same', lastName: 'Name' }))
    await addContact(ctx, typed(one.id, { firstName: 'Other', lastName: 'Person', email: 'other@stays.example' }))
    await addContact(ctx, typed(two.id, { firstName: 'Same', lastName: 'Name', forCollection: 'on' }))
    const before = await db.select().from(history).where(eq(history.customerId, two.id))
    await erase(ctx, gone.contactId)
    expect(await db.select().from(history).where(eq(history.customerId, two.id))).toEqual(before)
    const kept = await db.select().from(history).where(eq(history.customerId, one.id)).orderBy(history.id)
    expect(kept[1]).toMatchObject({
      action: 'contact.added',
      new: { lastName: 'Person', email: 'other@stays.example' },
    })
    expect(await listContacts(ctx, one.id)).toHaveLength(1)
  })

  test('is erased by managers alone, who confirm that it was asked for and see the whole company', async () => {
    const manager = await actingAs(db, { role: 'credit_manager' })
    const narrow = await actingAs(db, { role: 'credit_manager', portfolioOnly: true })
    const { id } = await makeCustomer(db)
    await makeAssociation(db, id, narrow.actor.id)
    const { id: contactId } = await makeContact(db, id)
    const given = { contactId, personVersion: 1, asked: 'on' }
    for (const ctx of [
      narrow,
      await actingAs(db, { role: 'collector' }),
      await actingAs(db, { role: 'sales_manager' }),
    ])
      expect(await refusalOf(perform(eraseContactAction.plan, ctx, given))).toBe('forbidden')
    expect(await refusalOf(perform(eraseContactAction.plan, manager, { ...given, asked: '' }))).toBe('eraseUnasked')
    expect(await refusalOf(perform(eraseContactAction.plan, manager, { ...given, personVersion: 2 }))).toBe(
      'changedMeanwhile',
    )
    expect(await db.$count(contacts, eq(contacts.id, contactId))).toBe(1)
  })

  test('is not erased while a file is being taken in, which may know them', async () => {
    const ctx = await actingAs(db, { role: 'administrator' })
    const { id } = await makeCustomer(db)
    const { id: contactId } = await makeContact(db, id)
    const other = connect(url)
    try {
      await other.db.transaction(async (tx) => {
        await holdErasures({ ...ctx, db: tx })
        expect(await refusalOf(erase(ctx, contactId))).toBe('eraseWhileImporting')
      })
    } finally {
      await other.close()
    }
    await erase(ctx, contactId)
    expect(await db.$count(contacts, eq(contacts.id, contactId))).toBe(0)
  })
})

describe('the files that come after', () => {
  const HEADINGS = 'code,name,contact_first_name,contact_last_name,contact_email,contact_mobile'

  test('of customers do not bring back whom they named: by address, by mobile, by name; the customer is taken', async () => {
    const ctx = await actingAs(db, { role: 'administrator' })
    const row = (code: string, contact: string, name = 'Buyer') => `${HEADINGS}\n${code},${name},${contact}\n`
    await take(db, 'customers', row('F1', 'Ines,Forgotten,ines@erased.example,06 39 98 55 44'))
    const customer = await customerOf(db, 'F1')
    const [contact] = await db.select().from(contacts).where(eq(contacts.customerId, customer.id))
    await erase(ctx, contact!.id)
    const again = [
      'Ines,Forgotten,ines@erased.example,06 39 98 55 44',
      'I.,F.,INES@Erased.example,',
      'Somebody,Else,,+33 6 39 98 55 44',
      'FORGOTTEN,Inès,,',
    ]
    for (const cells of again) {
      const result = await take(db, 'customers', row('F1', cells, 'Buyer renamed'))
      expect({ cells, erased: result.erased, rejected: result.rejected, contacts: await contactsOf(db, 'F1') }).toEqual(
        {
          ...{ cells, erased: 1, rejected: 0, contacts: [] },
        },
      )
      expect(result.remarks).toEqual({ first: [{ line: 2, remark: 'erased', facts: {} }], total: 1 })
      expect((await customerOf(db, 'F1')).name).toBe('Buyer renamed')
    }
    expect((await take(db, 'customers', row('F2', again[1]!))).erased).toBe(1)
    await db.execute(sql`update erasures set hint = null`)
    expect((await take(db, 'customers', row('F2', again[1]!))).erased).toBe(1)
    expect(await contactsOf(db, 'F2')).toEqual([])
    const namesake = await take(db, 'customers', row('F3', 'Ines,Forgotten,,'))
    expect([namesake.erased, (await contactsOf(db, 'F3')).length]).toEqual([0, 1])
    expect((await take(db, 'customers', row('F1', 'New,Person,new@buyer.example,'))).erased).toBe(0)
    expect(await contactsOf(db, 'F1')).toMatchObject([{ name: 'New Person', starred: true }])
    await take(db, 'customers', row('F1', 'Ines,Forgotten,ines@erased.example,'), { blank: 'erase' })
    expect(await contactsOf(db, 'F1')).toMatchObject([{ name: 'New Person', email: 'new@buyer.example' }])
  })

  test('of contacts do not either, also by the number they had there, and count such rows as unchanged', async () => {
    const ctx = await actingAs(db, { role: 'administrator' })
    await take(db, 'customers', 'code,name\nG1,Buyer\n')
    const heading = 'customer_code,first_name,last_name,email,external_id,for_collection\n'
    const file = `${heading}G1,Ola,Vergessen,ola@gone.example,77,1\nG1,Per,Bleibt,per@stays.example,78,0\n`
    expect(counts(await take(db, 'contacts', file))).toBe('2 2 0 0 0')
    const customer = await customerOf(db, 'G1')
    const found = (await listContacts(ctx, customer.id)).find(({ lastName }) => lastName === 'Vergessen')
    await erase(ctx, found!.id)
    const result = await take(db, 'contacts', file)
    expect([counts(result), result.erased]).toEqual(['2 0 0 2 0', 1])
    expect((await take(db, 'contacts', `${heading}G1,Renamed,Entirely,,77,1\n`)).erased).toBe(1)
    expect((await take(db, 'contacts', `${heading}G1,Ola,Vergessen,,,1\n`)).erased).toBe(1)
    const companyRow = 'customer_code,first_name,last_name,external_id,role\nG1,Ola,Vergessen,77,company\n'
    expect((await take(db, 'contacts', companyRow)).erased).toBe(1)
    expect(await contactsOf(db, 'G1')).toMatchObject([{ name: 'Per Bleibt', starred: false }])
  })

  test('are told by hashes that say nothing of anybody, made with a key of this installation', async () => {
    const rows = await db.select().from(erasures)
    expect(rows.length).toBeGreaterThan(3)
    expect(rows.every(({ hash }) => /^[0-9a-f]{64}$/.test(hash))).toBe(true)
    const [one] = await db.execute<{ hashes: string[] }>(
      sql`select array_agg(hash) as hashes from erasure_marks('X', 'A B', 'a@b.example', '06 39 98 55 44', null)`,
    )
    await db.execute(sql`update erasure_keys set key = key || 'x'`)
    const [other] = await db.execute<{ hashes: string[] }>(
      sql`select array_agg(hash) as hashes from erasure_marks('X', 'A B', 'a@b.example', '06 39 98 55 44', null)`,
    )
    expect(one!.hashes).toHaveLength(3)
    expect(one!.hashes.some((hash) => other!.hashes.includes(hash))).toBe(false)
  })
})

describe('the history', () => {
  test('is rewritten by nothing but an erasure, which touches entries of contacts only', async () => {
    const ctx = await actingAs(db, { role: 'administrator' })
    const { id } = await makeCustomer(db)
    await db
      .insert(history)
      .values({ action: 'customer.updated', customerId: id, old: { name: 'kept' }, new: { name: 'kept too' } })
    const rows = await db.select().from(history).where(eq(history.customerId, id))
    const [done] = await db.execute<{ n: number }>(
      sql`select erase_history(array[${rows[0]!.id}]::bigint[], '{}') as n`,
    )
    expect(done?.n).toBe(0)
    expect(await db.select().from(history).where(eq(history.customerId, id))).toEqual(rows)
    const { contactId } = await addContact(ctx, typed(id))
    await erase(ctx, contactId)
    await expect(db.execute(sql`update history set new = '{}' where customer_id = ${id}`)).rejects.toMatchObject({
      message: 'history is append-only',
    })
  })
})
