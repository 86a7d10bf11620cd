import { eq, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { connect } from '@/db/client'
import { contacts, customers, history, people } from '@/db/schema'
import { mergeContacts } from '@/lib/contacts/commands/merge'
import { unmergeContacts } from '@/lib/contacts/commands/unmerge'
import { updateContact } from '@/lib/contacts/commands/write'
import type { MergeContacts } from '@/lib/contacts/input'
import { listContacts } from '@/lib/contacts/queries'
import { previewMerge } from '@/lib/contacts/queries/merge'
import { previewUnmerge } from '@/lib/contacts/queries/unmerge'
import { PERSONAL } from '@/lib/contacts/rules'
import type { Context } from '@/lib/context'
import { asShown, erase } from '../support/contacts'
import { testDatabase } from '../support/database'
import { whereIsThere } from '../support/everywhere'
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
    expect(await mergeContacts(ctx, merge(kept.id, gone.id, { email: 'gone' }))).toMatchObject({
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
    expect(await mergeContacts(narrow, merge(kept.id, gone.id, { email: 'gone' }))).toMatchObject({
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

describe('taking a merge back', () => {
  /** All that is known of the contacts of these customers and of their people, but how often it was written. */
  async function standing(...customerIds: number[]): Promise<string> {
    const rows = await db.execute<{ line: string }>(sql`
      select ((to_jsonb(k) || to_jsonb(p)) - '{version,created_at}'::text[] || jsonb_build_object('contact', k.id, 'reachable', c.reachable, 'words', s.words))::text as line
      from contacts k join people p on p.id = k.person_id join customers c on c.id = k.customer_id
      join customer_search s on s.customer_id = c.id
      where k.customer_id in ${customerIds} order by k.id`)
    return rows.map(({ line }) => line).join('\n')
  }
  const mergeOf = async (ctx: Context, kept: number, gone: number, choices: Parameters<typeof merge>[2] = {}) => ({
    entry: (await mergeContacts(ctx, merge(kept, gone, choices))).merge!,
  })
  async function makeTwo() {
    const [one, two, both] = [await makeCustomer(db), await makeCustomer(db), await makeCustomer(db)]
    const kept = await makeContact(db, one.id, { lastName: 'Kept', email: 'kept@undo.example' })
    const gone = await makeContact(
      db,
      two.id,
      { lastName: 'Gone', mobile: '06 12 34 56 78', mobileE164: '+33612345678' },
      { forCollection: true, source: 'import', externalId: 'E1' },
    )
    await place(both.id, kept.personId, { comment: 'first', role: 'accountant' })
    await place(both.id, gone.personId, { comment: 'second', inCopy: true, forCollection: true, externalId: 'E2' })
    for (const { id } of [one, two, both]) await db.execute(sql`select refresh_customers(array[${id}]::bigint[])`)
    return { one, two, both, kept, gone, customerIds: [one.id, two.id, both.id] }
  }
  const CHOICES = { email: 'gone', mobile: 'gone', lastName: 'gone' } as const

  test('leaves everything as it was, and says so where it shows', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const { two, both, kept, gone, customerIds } = await makeTwo()
    const before = await standing(...customerIds)
    const undo = await mergeOf(ctx, kept.id, gone.id, CHOICES)
    expect(await previewUnmerge(ctx, undo.entry)).toMatchObject({
      ...{ problem: undefined, kept: 'Ana Kept', gone: 'Ana Gone' },
      fields: [
        { field: 'lastName', now: 'Gone', before: 'Kept' },
        { field: 'email', before: 'kept@undo.example' },
        { field: 'mobile', now: '06 12 34 56 78', before: null },
      ],
      places: expect.arrayContaining([
        expect.objectContaining({ twice: true }),
        expect.objectContaining({ twice: false }),
      ]),
    })
    expect(await unmergeContacts(ctx, undo)).toEqual({ customers: 2 })
    expect(await standing(...customerIds)).toBe(before)
    for (const { id } of [two, both])
      expect((await said(id)).findLast(({ action }) => action === 'contact.unmerged')).toMatchObject({
        ...{ personId: gone.personId, actorId: ctx.actor.id, old: { personId: kept.personId } },
        new: { contact: 'Ana Gone' },
      })
    expect((await previewUnmerge(ctx, undo.entry))?.problem).toBe('unmergeMoved')
    expect(await refusalOf(unmergeContacts(ctx, undo))).toBe('unmergeMoved')
  })

  test('gives each their address with what was known of it, which had gone along with the one that was chosen', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const markedOn = (day: string, undeliverableReason: string | null) => ({
      ...{ undeliverableSince: new Date(day), undeliverableReason },
    })
    const NONE = { undeliverableSince: null, undeliverableReason: null }
    const [LEFT, FULL] = [markedOn('2026-03-01', 'Left'), markedOn('2026-04-01', null)]
    for (const [mine, theirs, email, expected] of [
      [LEFT, FULL, 'gone', FULL],
      [LEFT, FULL, 'kept', LEFT],
      [LEFT, NONE, 'gone', NONE],
    ] as const) {
      const [one, two] = [await makeCustomer(db), await makeCustomer(db)]
      const kept = await makeContact(db, one.id, { email: 'one@undo.example', ...mine })
      const gone = await makeContact(db, two.id, { email: 'two@undo.example', ...theirs })
      const before = await standing(one.id, two.id)
      const undo = await mergeOf(ctx, kept.id, gone.id, { email })
      expect(await db.select().from(people).where(eq(people.id, kept.personId))).toMatchObject([expected])
      expect(await unmergeContacts(ctx, undo)).toEqual({ customers: 1 })
      expect(await standing(one.id, two.id)).toBe(before)
    }
  })

  test('is refused once either was changed, after thirty days, and to whoever neither did it nor manages', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const other = await actingAs(db, { role: 'collector' })
    const manager = await actingAs(db, { role: 'credit_manager' })
    const late = { ...ctx, now: new Date(ctx.now.getTime() + 31 * 24 * 60 * 60 * 1000) }
    const { one, both, kept, gone, customerIds } = await makeTwo()
    const undo = await mergeOf(ctx, kept.id, gone.id)
    expect(await refusalOf(unmergeContacts(other, undo))).toBe('unmergeOfOthers')
    expect(await refusalOf(unmergeContacts(late, undo))).toBe('tooLateToUnmerge')
    const [place] = await listContacts(ctx, both.id)
    await updateContact(ctx, { ...(await asShown(ctx, both.id, place!.id)), comment: 'changed' })
    const changed = await standing(...customerIds)
    expect(await refusalOf(unmergeContacts(manager, undo))).toBe('unmergeMoved')
    expect(await standing(...customerIds)).toBe(changed)

    const again = await makeTwo()
    const second = await mergeOf(ctx, again.kept.id, again.gone.id)
    await updateContact(ctx, { ...(await asShown(ctx, again.one.id, again.kept.id)), title: 'Dr.' })
    expect(await refusalOf(unmergeContacts(manager, second))).toBe('unmergeMoved')
    const third = await makeTwo()
    const { entry } = await mergeOf(ctx, third.kept.id, third.gone.id)
    expect(await unmergeContacts(manager, { entry })).toEqual({ customers: 2 })
    expect(await db.$count(contacts, eq(contacts.customerId, one.id))).toBe(1)
  })

  test('within a portfolio touches known customers only, and joins with the unknown what the merge had parted', async () => {
    const narrow = await actingAs(db, { role: 'collector', portfolioOnly: true })
    const [mine, also, foreign] = [await makeCustomer(db), await makeCustomer(db), await makeCustomer(db)]
    for (const { id } of [mine, also]) await makeAssociation(db, id, narrow.actor.id)
    const kept = await makeContact(db, mine.id, { lastName: 'Kept' })
    const gone = await makeContact(db, also.id, { lastName: 'Gone', email: 'gone@merge.example' })
    await place(foreign.id, kept.personId)
    await place(foreign.id, gone.personId)
    for (const { id } of [mine, also, foreign]) await db.execute(sql`select refresh_customers(array[${id}]::bigint[])`)
    const before = await standing(mine.id, also.id, foreign.id)
    const undo = await mergeOf(narrow, kept.id, gone.id, { email: 'gone' })
    const stranger = await actingAs(db, { role: 'collector', portfolioOnly: true })
    await makeAssociation(db, mine.id, stranger.actor.id)
    expect(await previewUnmerge(stranger, undo.entry)).toBeUndefined()
    expect(await refusalOf(unmergeContacts(stranger, undo))).toBe('gone')
    await unmergeContacts(narrow, undo)
    expect(await standing(mine.id, also.id, foreign.id)).toBe(before)
    expect(await said(foreign.id)).toEqual([])
  })

  test('does not bring back who was erased, and erasing one of the two afterwards leaves the other’s history', async () => {
    const ctx = await actingAs(db, { role: 'credit_manager' })
    const make = async (name: string) => {
      const contact = await makeContact(db, (await makeCustomer(db)).id, {
        lastName: name,
        email: `${name}@priv.example`,
      })
      const { customerId } = contact
      await updateContact(ctx, { ...(await asShown(ctx, customerId, contact.id)), title: `of ${name}` })
      return contact
    }
    const again = (kept: number, gone: number) => ({
      ...merge(kept, gone, { email: 'gone' }),
      ...{ personVersion: 2, otherPersonVersion: 2 },
    })
    const [kept, gone] = [await make('Xkeptx'), await make('Xgonex')]
    const { merge: entry } = await mergeContacts(ctx, again(kept.id, gone.id))
    await unmergeContacts(ctx, { entry: entry! })
    await erase(ctx, gone.id)
    expect(await whereIsThere(db, 'xgonex')).toEqual([])
    expect((await said(kept.customerId)).map((row) => row.new)).toContainEqual(
      expect.objectContaining({ title: 'of Xkeptx' }),
    )
    const [first, second] = [await make('Ykeepy'), await make('Ygoney')]
    const undone = await mergeContacts(ctx, again(first.id, second.id))
    await unmergeContacts(ctx, { entry: undone.merge! })
    await erase(ctx, first.id)
    expect(await whereIsThere(db, 'ykeepy')).toEqual([])
    expect((await said(second.customerId)).map((row) => row.new)).toContainEqual(
      expect.objectContaining({ title: 'of Ygoney' }),
    )
    const [third, fourth] = [await make('Zkeptz'), await make('Zgonez')]
    const last = await mergeContacts(ctx, again(third.id, fourth.id))
    await erase(ctx, third.id)
    for (const name of ['zkeptz', 'zgonez']) expect(await whereIsThere(db, name)).toEqual([])
    expect(await refusalOf(unmergeContacts(ctx, { entry: last.merge! }))).toBe('gone')
  })
})
