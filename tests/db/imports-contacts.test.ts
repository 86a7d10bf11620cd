import { stringify } from 'csv-stringify/sync'
import { eq, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { contacts, history, people } from '@/db/schema'
import { testDatabase } from '../support/database'
import { contactsOf, counts, customerOf, emptied, reasons, rowsOf, take } from '../support/import'
import { makeContact, makeCustomer, makeSettings } from '../support/make'

const { db } = testDatabase()

beforeAll(async () => {
  await makeSettings(db)
})

beforeEach(async () => {
  await emptied(db)
  await makeCustomer(db, { code: 'C1', name: 'One' })
  await makeCustomer(db, { code: 'C2', name: 'Two', country: 'DE' })
})

const file = (headings: string, ...lines: string[]) => [`customer_code,${headings}`, ...lines, ''].join('\n')

test('contacts are made, with their numbers as somebody in the customer’s country dials them', async () => {
  const content = file(
    'last_name,first_name,external_id,title,role,email,phone,mobile,fax,language,for_collection,in_copy,comment',
    'C1,Laurent,Sophie,P1,Mme,Comptable,Sophie@One.example,01 42 68 53 00,,,fr,oui,non,"calls, mornings"',
    'c2,Weiß,Anke,,,finance_director,,089 1234561,,,,0,1,',
  )
  expect(counts(await take(db, 'contacts', content))).toBe('2 2 0 0 0')
  expect(await db.select().from(people).orderBy(people.id)).toMatchObject([
    { lastName: 'Laurent', email: 'sophie@one.example', phone: '01 42 68 53 00', phoneE164: '+33142685300' },
    { lastName: 'Weiß', phoneE164: '+49891234561', language: null },
  ])
  expect(await db.select().from(contacts).orderBy(contacts.id)).toMatchObject([
    {
      role: 'accountant',
      forCollection: true,
      inCopy: false,
      externalId: 'P1',
      source: 'import',
      comment: 'calls, mornings',
    },
    { role: 'finance_director', forCollection: false, inCopy: true },
  ])
  expect(await customerOf(db, 'C1')).toMatchObject({ reachable: true })
  const before = await rowsOf(db)
  expect(counts(await take(db, 'contacts', content))).toBe('2 0 0 2 0')
  expect(await rowsOf(db)).toEqual(before)
})

test('a contact is found by external_id, else by address, else by name and phone', async () => {
  await take(
    db,
    'contacts',
    file(
      'last_name,first_name,external_id,email,phone',
      'C1,A,Ana,P1,a@one.example,',
      'C1,B,Bo,,b@one.example,',
      'C1,C,Cy,,,01 42 68 53 00',
    ),
  )
  const second = file(
    'last_name,first_name,external_id,email,phone,title',
    'C1,Aa,Ana,P1,new@one.example,,Ms',
    'C1,B,Bob,,b@one.example,,Mr',
    'C1,C,Cy,P3,c@one.example,+33 1 42 68 53 00,Dr',
    'C1,A,Ana,P9,a@one.example,,new',
  )
  expect(counts(await take(db, 'contacts', second))).toBe('4 1 3 0 0')
  expect((await contactsOf(db, 'C1')).map(({ name, email }) => [name, email])).toEqual([
    ['Ana Aa', 'new@one.example'],
    ['Bob B', 'b@one.example'],
    ['Cy C', 'c@one.example'],
    ['Ana A', 'a@one.example'],
  ])
  expect(counts(await take(db, 'contacts', second))).toBe('4 0 0 4 0')
})

test('another address takes along that messages to the former one came back; the same address does not', async () => {
  const sent = (email: string, phone: string) =>
    take(db, 'contacts', file('last_name,external_id,email,phone,for_collection', `C1,A,P1,${email},${phone},1`))
  await sent('a@one.example', '')
  await db.execute(sql`update people set undeliverable_since = now(), undeliverable_reason = 'Full'`)
  await db.execute(sql`select refresh_customers(array(select id from customers))`)
  const stands = async () => [
    (await db.select().from(people))[0]?.undeliverableReason,
    (await customerOf(db, 'C1'))?.reachable,
  ]
  expect(counts(await sent('a@one.example', '01 42 68 53 00'))).toBe('1 0 1 0 0')
  expect(await stands()).toEqual(['Full', false])
  expect(counts(await sent('b@one.example', '01 42 68 53 00'))).toBe('1 0 1 0 0')
  expect(await stands()).toEqual([null, true])
})

test('blank cells keep what is there, and erase it where that is asked for', async () => {
  await take(db, 'contacts', file('last_name,phone,comment,in_copy', 'C1,Laurent,01 42 68 53 00,x,1'))
  const blank = file('last_name,phone,comment,in_copy', 'C1,Laurent,,,')
  expect(counts(await take(db, 'contacts', blank))).toBe('1 0 0 1 0')
  expect(counts(await take(db, 'contacts', blank, { blank: 'erase' }))).toBe('1 0 1 0 0')
  expect(await db.select().from(people)).toMatchObject([{ phone: null, phoneE164: null, version: 2 }])
  expect(await db.select().from(contacts)).toMatchObject([{ comment: null, inCopy: false, role: 'other', version: 2 }])
  expect(await db.select().from(history).where(eq(history.action, 'contact.updated'))).toMatchObject([
    {
      old: { phone: '01 42 68 53 00', comment: 'x', inCopy: true },
      new: { phone: null, comment: null, inCopy: false },
    },
  ])
})

test('rows that cannot be taken say why', async () => {
  const result = await take(
    db,
    'contacts',
    file(
      'last_name,role,email,external_id',
      'C9,Laurent,,,',
      'C1,,,,',
      'C1,Laurent,company,,',
      'C1,Laurent,king,,',
      'C1,Laurent,,a@b@c,',
      'C1,Laurent,,a@one.example,P1',
      'C1,Other,,b@one.example,P1',
      'C1,Third,,A@one.example,',
      'C1,Same,,,',
      'C1,sàme,,,',
    ),
  )
  expect(counts(result)).toBe('10 2 0 0 8')
  expect(reasons(result)).toMatchObject({
    2: 'There is no customer with the code “C9”.',
    3: 'last_name is empty; it is needed.',
    4: 'The role company comes with the customers file only.',
    5: 'role: king is not a role of a contact.',
    6: 'email: a@b@c is not an e-mail address we can write to.',
    8: 'Line 7 is about the same contact.',
    9: 'Line 7 is about the same contact.',
    11: 'Line 10 is about the same contact.',
  })
})

test('a contact that fits two is nobody’s', async () => {
  const { id } = await customerOf(db, 'C1')
  for (const phone of ['01 42 68 53 00', '01 42 68 53 01']) {
    await makeContact(db, id, { firstName: 'Ana', lastName: 'Lopez', phone }, { source: 'import' })
  }
  const result = await take(db, 'contacts', file('last_name,first_name,title', 'C1,Lopez,Ana,Ms'))
  expect(reasons(result)).toEqual({
    2: 'More than one contact of this customer fits. Give an external_id or the e-mail address.',
  })
  const known = file('last_name,first_name,phone,title', 'C1,Lopez,Ana,01 42 68 53 01,Ms')
  expect(counts(await take(db, 'contacts', known))).toBe('1 0 1 0 0')
})

test.each([
  ['by its number from now on leaves the next row to make another', ['P1,,', ',,'], '2 1 1 0 0'],
  ['without a phone is not the one of a row that made one with it', [',,01 42 68 53 00', ',,'], '2 1 0 1 0'],
  ['by its phone is the same one however that is written', [',,01 42 68 53 00', ',,0142685300'], '2 1 0 0 1'],
])('a contact that is found %s, and again', async (_, rows, first) => {
  const headings = 'last_name,first_name,external_id,email,phone'
  await take(db, 'contacts', file(headings, 'C1,Laurent,Ana,,a@one.example,'))
  const content = file(headings, ...rows.map((row) => `C1,Laurent,Ana,${row}`))
  const done = await take(db, 'contacts', content)
  expect(counts(done)).toBe(first)
  const before = await rowsOf(db)
  const rejected = Object.keys(reasons(done)).length
  expect(counts(await take(db, 'contacts', content))).toBe(`2 0 0 ${2 - rejected} ${rejected}`)
  expect(await rowsOf(db)).toEqual(before)
})

describe('what a person made', () => {
  const hand = { firstName: 'Ana', lastName: 'Lopez', email: 'ana@one.example', phone: '1234' }

  test('is confirmed where the file says the same, and else rejects the row', async () => {
    const { id } = await customerOf(db, 'C1')
    await makeContact(db, id, hand, { role: 'buyer' })
    const before = await rowsOf(db)
    const same = file('last_name,first_name,email,role', 'C1,Lopez,Ana,ana@one.example,buyer')
    expect(counts(await take(db, 'contacts', same))).toBe('1 0 0 1 0')
    const other = await take(
      db,
      'contacts',
      file('last_name,first_name,email,phone', 'C1,Lopez,Ana,ana@one.example,5678'),
    )
    expect(reasons(other)).toEqual({
      2: 'This contact was entered here by a person, who keeps it up to date; the file says something else.',
    })
    expect(await rowsOf(db)).toEqual(before)
  })

  test('is confirmed although a row before finds them by their address, and is rejected', async () => {
    const { id } = await customerOf(db, 'C1')
    await makeContact(db, id, hand)
    const before = await rowsOf(db)
    const content = file('last_name,first_name,email', 'C1,Laurent,Ana,ana@one.example', 'C1,Lopez,Ana,')
    const result = await take(db, 'contacts', content)
    expect([counts(result), Object.keys(reasons(result))]).toEqual(['2 0 0 1 1', ['2']])
    expect(await rowsOf(db)).toEqual(before)
  })

  test('rejects every row that would find them, and is there for the one that confirms them', async () => {
    const { id } = await customerOf(db, 'C1')
    await makeContact(db, id, { lastName: 'Lopez' })
    const lines = ['a', 'b', 'c'].map((name) => `C1,Lopez,Ana,${name}@one.example`)
    const content = file('last_name,first_name,email', ...lines, 'C1,Lopez,Ana,', 'C1,Lopez,Ana,d@one.example')
    for (const expected of ['5 1 0 1 3', '5 0 0 2 3']) {
      const result = await take(db, 'contacts', content)
      expect([counts(result), Object.keys(reasons(result))]).toEqual([expected, ['2', '3', '4']])
    }
  })

  test('is not changed through another customer either', async () => {
    const [one, two] = [await customerOf(db, 'C1'), await customerOf(db, 'C2')]
    const shared = await makeContact(db, one.id, hand, { source: 'import' })
    await db.insert(contacts).values({ customerId: two.id, personId: shared.personId, role: 'buyer' })
    expect(counts(await take(db, 'contacts', file('last_name,email', 'C1,Other,ana@one.example')))).toBe('1 0 0 0 1')
  })

  test('keeps the star, and the row is taken without it', async () => {
    const { id } = await customerOf(db, 'C1')
    await makeContact(db, id, hand, { forCollection: true })
    const content = file('last_name,email,for_collection', 'C1,Laurent,l@one.example,1')
    const result = await take(db, 'contacts', content)
    expect(counts(result)).toBe('1 1 0 0 0')
    expect(result.remarks.first).toEqual([{ line: 2, remark: 'starStays', facts: { name: 'Ana Lopez' } }])
    expect((await contactsOf(db, 'C1')).map(({ name, starred }) => [name, starred])).toEqual([
      ['Ana Lopez', true],
      ['Laurent', false],
    ])
    expect(counts(await take(db, 'contacts', content))).toBe('1 0 0 1 0')
  })
})

describe('the contact for collection', () => {
  const stars = async () => (await contactsOf(db, 'C1')).filter(({ starred }) => starred).map(({ name }) => name)
  const lines = (...wanted: string[]) =>
    file('last_name,external_id,for_collection', ...wanted.map((mark, index) => `C1,N${index},P${index},${mark}`))

  test('moves, in one file or the next, and the one who had it is said in the history', async () => {
    expect(counts(await take(db, 'contacts', lines('1', '', '')))).toBe('3 3 0 0 0')
    expect(counts(await take(db, 'contacts', lines('', '1', '')))).toBe('3 0 2 1 0')
    expect(await stars()).toEqual(['N1'])
    expect(counts(await take(db, 'contacts', lines('', '1', '')))).toBe('3 0 0 3 0')
    expect(counts(await take(db, 'contacts', lines('0', '0', '')))).toBe('3 0 1 2 0')
    expect(await stars()).toEqual([])
    const said = await db
      .select()
      .from(history)
      .where(eq(history.customerId, (await customerOf(db, 'C1')).id))
      .orderBy(history.id)
    expect(said.filter(({ action }) => action.includes('star')).map(({ action, old }) => [action, old])).toEqual([
      ['contact.starred', null],
      ['contact.unstarred', null],
      ['contact.starred', { contact: 'N0', personId: expect.any(Number) }],
      ['contact.unstarred', null],
    ])
  })

  test('marked twice for one customer is nobody: both lines are named', async () => {
    const result = await take(db, 'contacts', lines('1', '', '1'))
    expect(counts(result)).toBe('3 1 0 0 2')
    expect(reasons(result)[2]).toBe(
      'Lines 2, 4 are each marked as the contact for collection of this customer; only one can be.',
    )
    expect(reasons(result)[4]).toBe(reasons(result)[2])
  })

  test('leaves the company’s own contact when a row asks for it', async () => {
    await take(db, 'customers', 'code,name,contact_last_name\nC1,One,Office\n')
    await take(db, 'contacts', lines('1'))
    expect(await contactsOf(db, 'C1')).toMatchObject([
      { name: 'Office', role: 'company', starred: false },
      { name: 'N0', role: 'other', starred: true },
    ])
  })
})

describe('by what a contact is found, as chosen', () => {
  const known = file(
    'last_name,first_name,external_id,email,phone',
    'C1,A,Ana,P1,office@one.example,01 42 68 53 00',
    'C1,B,Bo,,,',
  )
  /** Taken twice: what the first did, and that the second does nothing. */
  const twice = async (content: string, options: Parameters<typeof take>[3]) => {
    const first = await take(db, 'contacts', content, options)
    const before = await rowsOf(db)
    const still = first.offered - first.rejected
    expect(counts(await take(db, 'contacts', content, options))).toBe(
      [first.offered, 0, 0, still, first.rejected].join(' '),
    )
    expect(await rowsOf(db)).toEqual(before)
    return first
  }

  test('by name and phone, people who share a mailbox are several', async () => {
    const shared = file(
      'last_name,first_name,email,phone,for_collection',
      'C1,Laurent,Sophie,office@one.example,,1',
      'C1,Lopez,Ana,office@one.example,01 42 68 53 00,',
      'C1,Lopez,Ana,other@one.example,+33 1 42 68 53 00,',
      'C1,Lopez,Ana,office@one.example,01 42 68 53 01,',
      'C1,LOPEZ,ana,office@one.example,,',
    )
    expect(reasons(await take(db, 'contacts', shared, { take: 'known' }))).toMatchObject({
      3: 'Line 2 is about the same contact.',
    })
    expect(await contactsOf(db, 'C1')).toEqual([])
    const result = await twice(shared, { match: 'name' })
    expect(counts(result)).toBe('5 3 0 0 2')
    expect(reasons(result)).toEqual({
      4: 'Line 3 is about the same contact.',
      6: 'Line 3 is about the same contact.',
    })
    const moved = file('last_name,first_name,email', 'C1,Laurent,Sophie,sophie@one.example')
    expect(counts(await twice(moved, { match: 'name' }))).toBe('1 0 1 0 0')
    const anybody = await take(db, 'contacts', file('last_name,first_name', 'C1,Lopez,Ana'), { match: 'name' })
    expect(reasons(anybody)[2]).toBe('More than one contact of this customer fits, as contacts are found in this file.')
  })

  test('by e-mail address alone, one without it is new unless it stands here just so', async () => {
    await take(db, 'contacts', known)
    const content = file(
      'last_name,first_name,external_id,email,phone,title',
      'C1,Renamed,Ana,P9,office@one.example,,',
      'C1,A,Ana,,,01 42 68 53 00,',
      'C1,B,Bo,,,,',
      'C1,B,Bo,,bo@one.example,,',
    )
    expect(counts(await twice(content, { match: 'email' }))).toBe('4 2 1 1 0')
    expect(counts(await twice(file('last_name,first_name,title', 'C1,B,Bo,Mr'), { match: 'email' }))).toBe('1 1 0 0 0')
  })

  test('by external_id alone, neither address nor name finds anybody; and another’s is not taken over', async () => {
    await take(db, 'contacts', known)
    const content = file(
      'last_name,first_name,external_id,email',
      'C1,Renamed,Ana,P1,',
      'C1,A,Ana,P2,office@one.example',
      'C1,A,Ana,,office@one.example',
      'C1,B,Bo,,',
    )
    expect(counts(await twice(content, { match: 'external_id' }))).toBe('4 2 1 1 0')
    const taken = await take(db, 'contacts', file('last_name,external_id', 'C1,New,P1'), { match: 'name' })
    expect(reasons(taken)).toEqual({ 2: 'external_id: P1 is another contact’s of this customer.' })
  })

  test('an external_id that one row gives up and another asks for stays where it is, and is said of both', async () => {
    await take(db, 'contacts', file('last_name,external_id,email', 'C1,A,P1,a@one.example', 'C1,B,P2,b@one.example'))
    const content = file(
      'last_name,external_id,email',
      'C1,A,P2,a@one.example',
      'C1,B,P3,b@one.example',
      'C1,C,P4,c@one.example',
    )
    const result = await twice(content, { match: 'email' })
    expect(counts(result)).toBe('3 1 0 0 2')
    expect(reasons(result)).toEqual({
      2: 'external_id: P2 is another contact’s of this customer.',
      3: 'This contact has the external_id P2, which line 2 gives to another one. Import this line in a file of its own first.',
    })
    const alone = file('last_name,external_id,email', 'C1,B,P3,b@one.example')
    expect(counts(await twice(alone, { match: 'email' }))).toBe('1 0 1 0 0')
    expect(counts(await twice(content, { match: 'email' }))).toBe('3 0 1 2 0')
  })

  test('only new ones, or only known ones: the others stay as they are, and the star with them', async () => {
    await take(db, 'contacts', file('last_name,external_id,for_collection', 'C1,A,P1,1', 'C1,C,P3,'))
    await makeContact(db, (await customerOf(db, 'C1')).id, { lastName: 'Hand', email: 'hand@one.example' })
    const content = file(
      'last_name,external_id,email,title,for_collection',
      'C1,A,P1,,Ms,',
      'C1,B,P2,,Mr,1',
      'C1,Hand,,hand@one.example,Dr,',
    )
    const before = await rowsOf(db)
    const one = await take(db, 'contacts', content.replaceAll('P2', 'P3'), { take: 'known', match: 'email' })
    expect([counts(one), await rowsOf(db)]).toEqual(['3 0 0 2 1', before])
    const added = await twice(content, { take: 'new' })
    expect(counts(added)).toBe('3 1 0 2 0')
    expect(added.remarks.first).toEqual([
      { line: 2, remark: 'knownLeft', facts: {} },
      { line: 3, remark: 'starStaysKnown', facts: { name: 'A' } },
      { line: 4, remark: 'knownLeft', facts: {} },
    ])
    const next = file('last_name,external_id,title,for_collection', 'C1,B,P2,Dr,1', 'C1,D,P4,,')
    const updated = await twice(next, { take: 'known' })
    expect(counts(updated)).toBe('2 0 1 1 0')
    expect(updated.remarks.first).toEqual([{ line: 3, remark: 'newLeft', facts: {} }])
    expect((await contactsOf(db, 'C1')).map(({ name, starred }) => [name, starred])).toEqual([
      ['A', false],
      ['C', false],
      ['Ana Hand', false],
      ['B', true],
    ])
  })
})

test('whatever a file holds, every row is accounted for, and a second time nothing is written', async () => {
  const pick = (...values: string[]) => fc.constantFrom(...values)
  const headings = [
    'customer_code',
    'last_name',
    'first_name',
    'external_id',
    'email',
    'phone',
    'for_collection',
    'role',
    'comment',
  ]
  const line = fc.tuple(
    pick('C1', 'C1', 'C2', 'C9'),
    pick('Lopez', 'López', 'Laurent', ''),
    pick('Ana', 'ANA', ''),
    pick('', '', 'P1', 'P2'),
    pick('', 'a@one.example', 'b@one.example', 'bad'),
    pick('', '01 42 68 53 00', '0142685300', '0142685301'),
    pick('', '', '1', '0', 'maybe'),
    pick('', 'buyer', 'company', 'Acheteur'),
    pick('', 'x'),
  )
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { maxLength: 6 }),
      fc.array(line, { maxLength: 6 }),
      fc.constantFrom('keep' as const, 'erase' as const),
      async (first, second, blank) => {
        await emptied(db)
        const one = await makeCustomer(db, { code: 'C1' })
        await makeCustomer(db, { code: 'C2' })
        await makeContact(
          db,
          one.id,
          { firstName: 'Ana', lastName: 'Laurent', email: 'b@one.example' },
          { role: 'buyer' },
        )
        const [hand] = await contactsOf(db, 'C1')
        for (const rows of [first, second]) {
          const content = stringify([headings, ...rows.map((cells) => [...cells])], { quoted: true })
          const { offered, created, updated, unchanged, rejected, back } = await take(db, 'contacts', content, {
            blank,
          })
          expect(created + updated + unchanged + rejected).toBe(offered)
          expect(back.slice(1)).toHaveLength(rejected)
          const before = await rowsOf(db)
          expect(counts(await take(db, 'contacts', content, { blank }))).toBe(
            [offered, 0, 0, offered - rejected, rejected].join(' '),
          )
          expect(await rowsOf(db)).toEqual(before)
        }
        expect(await contactsOf(db, 'C1')).toContainEqual(hand)
      },
    ),
    { numRuns: process.env.ENCOURS_TEST_AGAIN ? 8 : 20 },
  )
}, 120_000)
