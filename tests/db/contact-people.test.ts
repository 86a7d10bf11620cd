import { and, eq, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { aboutOf } from '@/app/_blocks/history-words'
import { associations, contacts, history, people } from '@/db/schema'
import { addContact, removeContact, updateContact } from '@/lib/contacts/commands/write'
import { addContactInput, nearQuestion } from '@/lib/contacts/input'
import { listContacts } from '@/lib/contacts/queries'
import { previewMerge } from '@/lib/contacts/queries/merge'
import { findNear } from '@/lib/contacts/queries/near'
import type { Context } from '@/lib/context'
import { listCustomerHistory } from '@/lib/customers/queries/history'
import { asShown } from '../support/contacts'
import { testDatabase } from '../support/database'
import { take } from '../support/import'
import { actingAs, makeAssociation, makeContact, makeCustomer, makeSettings } from '../support/make'
import { refusalOf } from '../support/refusal'

const { db } = testDatabase()
beforeAll(async () => makeSettings(db))

const typed = (customerId: number, values: Record<string, unknown> = {}) =>
  addContactInput.parse({ customerId, role: 'accountant', lastName: 'Lang', ...values })
const said = async (customerId: number) =>
  (await db.select().from(history).where(eq(history.customerId, customerId)).orderBy(history.id)).map(
    ({ action }) => action,
  )
/** Why each person found is near, in order. */
async function near(ctx: Context, customerId: number, asked: Record<string, unknown>) {
  const answer = await findNear(ctx, nearQuestion.parse({ customerId, ...asked }))
  return answer!.people.map(
    ({ why, person, here, customers }) => `${why} ${person.lastName} ${here ? 'here' : 'elsewhere'} ${customers}`,
  )
}
/** The contact of one customer made a contact of another too, as the form does it. */
async function share(ctx: Context, from: { customerId: number; id: number }, customerId: number, values = {}) {
  const { contactId, version: _, ...shown } = await asShown(ctx, from.customerId, from.id)
  return addContact(ctx, { ...shown, role: 'buyer', forCollection: false, customerId, sameAs: contactId, ...values })
}

describe('who is known already', () => {
  test('is told by the same address, the same number in any notation, a near name: here and elsewhere', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const [here, there] = [await makeCustomer(db), await makeCustomer(db)]
    const phones = {
      phone: '+33 1 99 00 71 23',
      phoneE164: '+33199007123',
      mobile: '06 39 98 12 34',
      mobileE164: '+33639981234',
    }
    await makeContact(db, here.id, { firstName: 'Petra', lastName: 'Langlois', email: 'petra@near.example', ...phones })
    await makeContact(db, there.id, { firstName: 'Zoë', lastName: 'Vandenbroucke', email: 'zoe@near.example' })
    expect(await near(ctx, here.id, { email: 'PETRA@near.example' })).toEqual(['email Langlois here 1'])
    for (const phone of [
      '01.99.00.71.23',
      '0033199007123',
      '+33 (0)1 99 00 71 23',
      '０１ ９９ ００ ７１ ２３',
      '0639981234',
    ])
      expect({ phone, found: await near(ctx, there.id, { phone }) }).toEqual({
        phone,
        found: ['phone Langlois elsewhere 1'],
      })
    expect(await near(ctx, there.id, { phone: '02 99 00 71 23' })).toEqual([])
    expect(await near(ctx, here.id, { firstName: 'Pétra', lastName: 'Langlais' })).toEqual(['name Langlois here 1'])
    for (const [firstName, lastName] of [
      ['zoe', 'vandenbroucke'],
      ['Vandenbroucke', 'Zoé'],
      ['Zoe', 'Vandenbrouke'],
    ])
      expect(await near(ctx, here.id, { firstName, lastName })).toEqual(['name Vandenbroucke elsewhere 1'])
    expect(await near(ctx, here.id, { firstName: 'Quite', lastName: 'Another' })).toEqual([])
    expect(await near(ctx, here.id, {})).toEqual([])
  })

  test('is told once, for what says most, and never of the contact that is being changed', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const [here, there] = [await makeCustomer(db), await makeCustomer(db)]
    const own = await makeContact(db, here.id, { firstName: 'Ida', lastName: 'Sorensen', email: 'ida@once.example' })
    await share(ctx, own, there.id)
    const asked = { email: 'ida@once.example', firstName: 'Ida', lastName: 'Sorensen' }
    expect(await near(ctx, here.id, asked)).toEqual(['email Sorensen here 2'])
    expect(await near(ctx, here.id, { ...asked, contactId: own.id })).toEqual([])
  })

  test('of a hundred who share a switchboard is told of five', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const { id } = await makeCustomer(db)
    for (let index = 0; index < 100; index++) await makeContact(db, id, { phone: '0188', phoneE164: '+33188000000' })
    expect(await near(ctx, id, { phone: '01 88 00 00 00' })).toHaveLength(5)
  })

  test('stays within the portfolio: others are neither named nor counted, and their customers do not exist', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const narrow = await actingAs(db, { role: 'collector', portfolioOnly: true })
    const [mine, foreign] = [await makeCustomer(db), await makeCustomer(db)]
    await makeAssociation(db, mine.id, narrow.actor.id)
    const shared = await makeContact(db, mine.id, { firstName: 'Uta', lastName: 'Geteilt', email: 'uta@scope.example' })
    await share(ctx, shared, foreign.id)
    const secret = {
      firstName: 'Only',
      lastName: 'Foreigner',
      email: 'only@scope.example',
      phone: '01',
      phoneE164: '+33155000001',
    }
    const theirs = await makeContact(db, foreign.id, secret)
    const asked = { email: secret.email, phone: secret.phoneE164, firstName: 'Only', lastName: 'Foreigner' }
    expect(await near(ctx, mine.id, asked)).toEqual(['email Foreigner elsewhere 1'])
    expect(await near(narrow, mine.id, asked)).toEqual([])
    expect(await near(narrow, mine.id, { email: 'uta@scope.example' })).toEqual(['email Geteilt here 1'])
    expect(await refusalOf(findNear(narrow, nearQuestion.parse({ customerId: foreign.id, ...asked })))).toBe('gone')
    const [elsewhere] = await db
      .select({ id: contacts.id })
      .from(contacts)
      .where(and(eq(contacts.personId, shared.personId), eq(contacts.customerId, foreign.id)))
    const guessed = { email: 'uta@scope.example', contactId: elsewhere!.id }
    expect(await near(narrow, mine.id, guessed)).toEqual(['email Geteilt here 1'])
    const linked = share(ctx, theirs, mine.id).then(() => 'linked')
    expect(await linked).toBe('linked')
    expect(await refusalOf(addContact(narrow, { ...typed(mine.id), sameAs: theirs.id, personVersion: 1 }))).toBe('gone')
  })

  test('is asked for as often as somebody types, and no more', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const { id } = await makeCustomer(db)
    await db.execute(sql`delete from throttles`)
    const ask = () =>
      findNear(ctx, nearQuestion.parse({ customerId: id })).then(
        () => 'answered',
        ({ message }: Error) => message,
      )
    const answers: string[] = []
    for (let index = 0; index < 125; index++) answers.push(await ask())
    expect(answers.filter((answer) => answer === 'tooManyQuestions')).toHaveLength(5)
  })
})

describe('one person at several customers', () => {
  test('is one person with many places: what is typed on the way is corrected everywhere, and said', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const [one, two] = [await makeCustomer(db), await makeCustomer(db)]
    const first = await makeContact(
      db,
      one.id,
      { lastName: 'Shared', email: 'old@shared.example' },
      { forCollection: true },
    )
    const added = await share(ctx, first, two.id, {
      email: 'new@shared.example',
      forCollection: true,
      comment: 'also here',
    })
    expect(added).toMatchObject({ elsewhere: 1, movedFrom: null })
    expect([await said(one.id), await said(two.id)]).toEqual([
      ['contact.updated'],
      ['contact.added', 'contact.starred'],
    ])
    expect(await listContacts(ctx, one.id)).toMatchObject([
      { email: 'new@shared.example', forCollection: true, comment: null, alsoAt: 1 },
    ])
    expect(await listContacts(ctx, two.id)).toMatchObject([
      { id: added.contactId, role: 'buyer', forCollection: true, comment: 'also here' },
    ])
    expect(await db.$count(people, eq(people.lastName, 'Shared'))).toBe(1)
    const again = await updateContact(ctx, {
      ...(await asShown(ctx, two.id, added.contactId)),
      email: 'last@shared.example',
    })
    expect(again).toMatchObject({ elsewhere: 1 })
    expect(await listContacts(ctx, one.id)).toMatchObject([{ email: 'last@shared.example' }])
  })

  test('is a contact of each customer once, and used as it was when it was shown', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const [one, two] = [await makeCustomer(db), await makeCustomer(db)]
    const first = await makeContact(db, one.id, { lastName: 'Once' })
    expect(await refusalOf(share(ctx, first, two.id, { personVersion: 3 }))).toBe('changedMeanwhile')
    await share(ctx, first, two.id)
    expect(await refusalOf(share(ctx, first, two.id))).toBe('contactAlready')
    expect(await refusalOf(share(ctx, first, one.id))).toBe('contactAlready')
    expect(await db.$count(contacts, eq(contacts.personId, first.personId))).toBe(2)
  })

  test('who keeps a number as typed keeps how it is dialled, whichever country the next customer is in', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const [one, two] = [await makeCustomer(db, { country: 'FR' }), await makeCustomer(db, { country: 'DE' })]
    const { contactId } = await addContact(ctx, typed(one.id, { phone: '01 99 00 71 23' }))
    const added = await share(ctx, { customerId: one.id, id: contactId }, two.id, { title: 'Dr.' })
    expect(await listContacts(ctx, two.id)).toMatchObject([{ id: added.contactId, phoneE164: '+33199007123' }])
  })

  test('whom the ERP names at one of them is named by the ERP at all, also after the next file', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const file = (email: string) => `code,name,contact_last_name,contact_email\nP1,Buyer,Compta,${email}\n`
    await take(db, 'customers', file('a@erp.example'))
    const [erp] = await db
      .select()
      .from(contacts)
      .where(and(eq(contacts.role, 'company')))
    const other = await makeCustomer(db)
    const { contactId } = await share(ctx, erp!, other.id)
    const shown = await asShown(ctx, other.id, contactId)
    expect(await refusalOf(updateContact(ctx, { ...shown, email: 'mine@ours.example' }))).toBe('contactFromErp')
    await updateContact(ctx, { ...shown, role: 'other', language: 'fr' })
    await take(db, 'customers', file('b@erp.example'))
    expect(await listContacts(ctx, other.id)).toMatchObject([
      { email: 'b@erp.example', language: 'fr', role: 'other', source: 'person', lockedByErp: true },
    ])
  })
})

describe('a person shared with customers outside the portfolio', () => {
  test('is changed for the known customers, all of them, and stays as it was for the others', async () => {
    const ctx = await actingAs(db, { role: 'administrator' })
    const narrow = await actingAs(db, { role: 'collector', portfolioOnly: true })
    const [mine, also, foreign] = [await makeCustomer(db), await makeCustomer(db), await makeCustomer(db)]
    for (const { id } of [mine, also]) await makeAssociation(db, id, narrow.actor.id)
    const first = await makeContact(db, mine.id, { lastName: 'Before', email: 'a@split.example' })
    await share(ctx, first, also.id)
    await share(ctx, first, foreign.id)
    const untouched = await said(foreign.id)
    const shown = await asShown(narrow, mine.id, first.id)
    expect(await updateContact(narrow, { ...shown, lastName: 'After' })).toMatchObject({ elsewhere: 1 })
    expect(await refusalOf(updateContact(narrow, { ...shown, lastName: 'Late' }))).toBe('changedMeanwhile')
    const names = async (customerId: number) =>
      (await listContacts(ctx, customerId)).map(({ lastName, alsoAt }) => `${lastName} ${alsoAt}`)
    expect([await names(mine.id), await names(also.id), await names(foreign.id)]).toEqual([
      ['After 1'],
      ['After 1'],
      ['Before 0'],
    ])
    expect(await said(foreign.id)).toEqual(untouched)
    expect((await listContacts(narrow, mine.id)).map(({ alsoAt }) => alsoAt)).toEqual([1])
  })

  test('looks after a change as one does who is shared with nobody else: no version and no number tells', async () => {
    const ctx = await actingAs(db, { role: 'administrator' })
    const narrow = await actingAs(db, { role: 'collector', portfolioOnly: true })
    const told = async (hidden: boolean) => {
      const [mine, also, foreign] = [await makeCustomer(db), await makeCustomer(db), await makeCustomer(db)]
      for (const { id } of [mine, also]) await makeAssociation(db, id, narrow.actor.id)
      const first = await makeContact(db, mine.id, { lastName: 'Told' })
      const second = await share(ctx, first, also.id)
      if (hidden) await share(ctx, first, foreign.id)
      const kept = await updateContact(narrow, { ...(await asShown(narrow, mine.id, first.id)), fax: '1234' })
      const third = await makeCustomer(db)
      await makeAssociation(db, third.id, narrow.actor.id)
      const shown = await asShown(narrow, mine.id, first.id)
      const added = await addContact(narrow, {
        ...{
          ...shown,
          role: 'buyer' as const,
          customerId: third.id,
          sameAs: first.id,
          title: 'Dr.',
          forCollection: false,
        },
      })
      const rows = [...(await listContacts(narrow, mine.id)), ...(await listContacts(narrow, also.id))]
      const preview = await previewMerge(narrow, first.id, second.contactId)
      return {
        answers: [kept, added].map(({ movedFrom, elsewhere }) => ({ movedFrom, elsewhere })),
        rows: rows.map(({ id: _, phoneE164: __, ...row }) => row),
        preview: [preview?.problem, Object.keys(preview?.kept ?? {}), preview?.kept.personVersion],
        history: (await listCustomerHistory(narrow, mine.id, 1)).rows.map(({ action, about }) => `${action} ${about}`),
      }
    }
    const alone = await told(false)
    expect(await told(true)).toEqual(alone)
    expect(alone.preview[1]).not.toContain('personId')
  })

  test('is called in the history by the name that was known, not by the one they have elsewhere since', async () => {
    const ctx = await actingAs(db, { role: 'administrator' })
    const narrow = await actingAs(db, { role: 'collector', portfolioOnly: true })
    const [mine, foreign] = [await makeCustomer(db), await makeCustomer(db)]
    await makeAssociation(db, mine.id, narrow.actor.id)
    const first = await makeContact(db, mine.id, { lastName: 'Known' })
    const elsewhere = await share(ctx, first, foreign.id)
    await updateContact(ctx, { ...(await asShown(ctx, mine.id, first.id)), comment: 'calls on Mondays' })
    await removeContact(narrow, await asShown(narrow, mine.id, first.id))
    await updateContact(ctx, { ...(await asShown(ctx, foreign.id, elsewhere.contactId)), lastName: 'Secret' })
    const names = async (reader: Context) =>
      (await listCustomerHistory(reader, mine.id, 1)).rows.map((row) => `${row.action} ${aboutOf(row)}`)
    expect(await names(narrow)).toEqual(['contact.removed Ana Known', 'contact.updated Ana Known'])
    expect(await names(ctx)).toEqual(['contact.removed Ana Secret', 'contact.updated Ana Secret'])
  })

  test('who leaves the portfolio while somebody types is written no more', async () => {
    const narrow = await actingAs(db, { role: 'collector', portfolioOnly: true })
    const { id } = await makeCustomer(db)
    await makeAssociation(db, id, narrow.actor.id)
    const contact = await makeContact(db, id, { lastName: 'Held' })
    const shown = await asShown(narrow, id, contact.id)
    await db.delete(associations).where(eq(associations.customerId, id))
    expect(await refusalOf(updateContact(narrow, { ...shown, lastName: 'Written' }))).toBe('gone')
    expect(await refusalOf(addContact(narrow, typed(id)))).toBe('gone')
    expect(await db.$count(people, eq(people.lastName, 'Held'))).toBe(1)
    expect(await said(id)).toEqual([])
  })

  test('keeps the place as the only thing written where nothing of the person changes', async () => {
    const ctx = await actingAs(db, { role: 'administrator' })
    const narrow = await actingAs(db, { role: 'collector', portfolioOnly: true })
    const [mine, foreign] = [await makeCustomer(db), await makeCustomer(db)]
    await makeAssociation(db, mine.id, narrow.actor.id)
    const first = await makeContact(db, mine.id, { lastName: 'Whole' })
    await share(ctx, first, foreign.id)
    await updateContact(narrow, { ...(await asShown(narrow, mine.id, first.id)), comment: 'only here' })
    expect(await db.$count(contacts, eq(contacts.personId, first.personId))).toBe(2)
  })
})
