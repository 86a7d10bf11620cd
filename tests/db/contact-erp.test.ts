import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { contacts, history, people } from '@/db/schema'
import { perform } from '@/lib/action'
import { addContactAction, copyContactAction, updateContactAction } from '@/lib/contacts/actions'
import { copyContact } from '@/lib/contacts/commands/copy'
import { addContact, updateContact } from '@/lib/contacts/commands/write'
import { addContactInput } from '@/lib/contacts/input'
import { listContacts } from '@/lib/contacts/queries'
import { asShown } from '../support/contacts'
import { testDatabase } from '../support/database'
import { counts, customerOf, take } from '../support/import'
import { actingAs, makeCustomer, makeSettings } from '../support/make'
import { refusalOf } from '../support/refusal'

const { db } = testDatabase()
beforeAll(async () => makeSettings(db))

const HEADINGS =
  'code,name,contact_title,contact_first_name,contact_last_name,contact_email,contact_phone,contact_mobile'
const file = (code: string, contact: string) => `${HEADINGS}\n${code},Buyer ${code},${contact}\n`

/** A customer with the contact that a customers file gave it. */
async function fromErp(code: string, contact = 'Ms,Ana,Compta,ana@erp.example,01 99 00 11 22,06 39 98 00 11') {
  await take(db, 'customers', file(code, contact))
  const customer = await customerOf(db, code)
  const [row] = await db.select().from(contacts).where(eq(contacts.customerId, customer.id))
  return { customer, contactId: row!.id, personId: row!.personId }
}

describe('a contact of the ERP', () => {
  test('keeps what a person adds, whatever the next files say of it', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const { customer, contactId } = await fromErp('E1')
    const added = {
      language: 'de',
      fax: '01 99 00 11 23',
      role: 'accountant',
      inCopy: true,
      comment: 'Mornings.',
    } as const
    await updateContact(ctx, { ...(await asShown(ctx, customer.id, contactId)), ...added })
    const ours = { language: 'de', fax: '01 99 00 11 23', ourRole: 'accountant', inCopy: true, comment: 'Mornings.' }
    expect(await listContacts(ctx, customer.id)).toMatchObject([
      { ...ours, role: 'company', source: 'import', lockedByErp: true },
    ])

    expect(
      counts(await take(db, 'customers', file('E1', 'Ms,Ana,Compta,ana@erp.example,01 99 00 11 22,06 39 98 00 11'))),
    ).toBe('1 0 0 1 0')
    expect(counts(await take(db, 'customers', file('E1', 'Mr,Jean,Nouveau,jean@erp.example,,')))).toBe('1 0 1 0 0')
    expect(await listContacts(ctx, customer.id)).toMatchObject([
      { ...ours, id: contactId, lastName: 'Nouveau', email: 'jean@erp.example', role: 'company', source: 'import' },
    ])
    await take(db, 'customers', file('E1', 'Mr,Jean,Nouveau,jean@erp.example,,'), { blank: 'erase' })
    expect(await listContacts(ctx, customer.id)).toMatchObject([{ ...ours, mobile: null }])
  })

  test.each([
    ['title', 'Dr'],
    ['firstName', 'Anna'],
    ['lastName', 'Mine'],
    ['email', 'mine@ours.example'],
    ['phone', '01 99 00 99 99'],
    ['mobile', null],
  ] as const)('has its %s written by the ERP alone', async (field, value) => {
    const ctx = await actingAs(db, { role: 'administrator' })
    const { customer, contactId, personId } = await fromErp(`L${field}`)
    const [before] = await db.select().from(people).where(eq(people.id, personId))
    const wanted = { ...(await asShown(ctx, customer.id, contactId)), comment: 'with it', [field]: value }
    await expect(updateContact(ctx, wanted)).rejects.toMatchObject({
      code: 'conflict',
      message: 'contactFromErp',
      fields: { [field]: 'contactFromErp' },
    })
    expect(await db.select().from(people).where(eq(people.id, personId))).toEqual([before])
    expect(await listContacts(ctx, customer.id)).toMatchObject([{ comment: null }])
  })

  test('has a fax that is ours until a file brings one, and the ERP’s from then on', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const { customer, contactId, personId } = await fromErp('F1')
    const write = async (fax: string | null) =>
      updateContact(ctx, { ...(await asShown(ctx, customer.id, contactId)), fax })
    const faxed = async (fax: string, blank: 'keep' | 'erase' = 'keep') =>
      counts(
        await take(db, 'customers', `code,name,contact_last_name,contact_fax\nF1,Buyer F1,Compta,${fax}\n`, { blank }),
      )
    const shown = async () => (await listContacts(ctx, customer.id))[0]
    await write('01 99 00 11 23')
    expect([await faxed(''), await faxed('', 'erase')]).toEqual(['1 0 0 1 0', '1 0 0 1 0'])
    expect(await shown()).toMatchObject({ fax: '01 99 00 11 23', faxFromErp: false })

    expect([await faxed('01 99 00 11 29'), await faxed('01 99 00 11 29')]).toEqual(['1 0 1 0 0', '1 0 0 1 0'])
    expect(await shown()).toMatchObject({ fax: '01 99 00 11 29', faxFromErp: true })
    await expect(write('01 99 00 11 23')).rejects.toMatchObject({ fields: { fax: 'contactFromErp' } })
    const elsewhere = await makeCustomer(db)
    await db.insert(contacts).values({ customerId: elsewhere.id, personId, role: 'buyer' })
    expect((await listContacts(ctx, elsewhere.id))[0]).toMatchObject({ faxFromErp: true })
    expect(await faxed('', 'erase')).toBe('1 0 1 0 0')
    expect(await shown()).toMatchObject({ fax: null, faxFromErp: true })
  })

  test('is made by no form: its role is refused by hand, and a contact of ours needs another', async () => {
    const ctx = await actingAs(db, { role: 'administrator' })
    const { id } = await makeCustomer(db)
    const given = { customerId: id, role: 'company', lastName: 'Lang' }
    await expect(perform(addContactAction.plan, ctx, given)).rejects.toMatchObject({ fields: { role: 'contactRole' } })
    const { contactId } = await addContact(ctx, addContactInput.parse({ ...given, role: 'buyer' }))
    const shown = await asShown(ctx, id, contactId)
    await expect(perform(updateContactAction.plan, ctx, { ...shown, role: 'company' })).rejects.toMatchObject({
      fields: { role: 'contactRole' },
    })
    await expect(updateContact(ctx, { ...shown, role: null })).rejects.toMatchObject({
      fields: { role: 'contactRole' },
    })
    expect(await listContacts(ctx, id)).toMatchObject([{ role: 'buyer', version: 1 }])
  })
})

describe('an own copy of a contact of the ERP', () => {
  test('has the star and no lock; the ERP keeps its own, which later files change alone', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const { customer, contactId } = await fromErp('K1')
    const copied = await copyContact(ctx, { contactId, version: 1 })
    expect(copied).toMatchObject({ movedFrom: 'Ana Compta' })
    await updateContact(ctx, {
      ...(await asShown(ctx, customer.id, copied.contactId)),
      email: 'right@buyer.example',
      emailMeant: null,
    })
    await take(db, 'customers', file('K1', 'Ms,Ana,Compta,new@erp.example,,'))
    expect(await listContacts(ctx, customer.id)).toMatchObject([
      {
        id: copied.contactId,
        email: 'right@buyer.example',
        forCollection: true,
        role: 'other',
        source: 'person',
        lockedByErp: false,
      },
      {
        id: contactId,
        email: 'new@erp.example',
        forCollection: false,
        role: 'company',
        source: 'import',
        lockedByErp: true,
      },
    ])
    const said = await db.select().from(history).where(eq(history.customerId, customer.id)).orderBy(history.id)
    expect(said.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['contact.copied', 'contact.starred', 'contact.updated']),
    )
  })

  test('is made of nothing but such a contact, and of none that changed meanwhile', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const { customer, contactId } = await fromErp('K2')
    expect(await refusalOf(copyContact(ctx, { contactId, version: 7 }))).toBe('changedMeanwhile')
    const own = await copyContact(ctx, { contactId, version: 1 })
    expect(await refusalOf(copyContact(ctx, { contactId: own.contactId, version: 2 }))).toBe('contactIsOurs')
    const outsider = await actingAs(db, { role: 'collector', portfolioOnly: true })
    await expect(perform(copyContactAction.plan, outsider, { contactId, version: 2 })).rejects.toMatchObject({
      message: 'gone',
    })
    expect(await listContacts(ctx, customer.id)).toHaveLength(2)
  })
})
