import { and, eq, inArray, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { contacts, customers, history, people, removedContacts } from '@/db/schema'
import { perform } from '@/lib/action'
import { planChangeAction } from '@/lib/changes/actions'
import { decideChange, draftChange, planChange, planUndo } from '@/lib/changes/commands/plan'
import { runChange } from '@/lib/changes/commands/run'
import type { KindName } from '@/lib/changes/kinds/registry'
import { countExceptions, getChange, listExceptions } from '@/lib/changes/queries/changes'
import { listJournal, sumJournal } from '@/lib/changes/queries/journal'
import { previewChange } from '@/lib/changes/queries/preview'
import { sampleContacts, warnOf } from '@/lib/changes/queries/preview-contacts'
import type { Selection } from '@/lib/changes/selection'
import { mergeContacts } from '@/lib/contacts/commands/merge'
import { markForCollection } from '@/lib/contacts/commands/star'
import { removeContact, updateContact } from '@/lib/contacts/commands/write'
import { PERSONAL } from '@/lib/contacts/rules'
import type { ContactSelection } from '@/lib/contacts/selection'
import type { Context } from '@/lib/context'
import { listCustomerHistory } from '@/lib/customers/queries/history'
import { carryOut } from '../support/changes'
import { beginSmall } from '../support/chunks'
import { asShown, erase } from '../support/contacts'
import { testDatabase } from '../support/database'
import { whereIsThere } from '../support/everywhere'
import { actingAs, makeContact, makeCustomer, makeCustomers, makeSettings } from '../support/make'

const { db } = testDatabase()
beforeAll(async () => makeSettings(db))

const those = (...ids: number[]): ContactSelection => ({ kind: 'contacts', ids })

async function finish(ctx: Context, key: string) {
  const done = await carryOut(db, ctx, key)
  expect(done.changed + done.already + done.notAllowed).toBe(done.seen.total)
  return done
}

async function doNow(ctx: Context, kind: KindName, given: unknown, ids: number[]) {
  const { key } = await planChange(ctx, kind, given, those(...ids))
  return finish(ctx, key)
}

const undo = async (ctx: Context, key: string) => finish(ctx, (await planUndo(ctx, key)).key)

/** The contacts that the preview of an undo shows. */
const shownOfUndo = async (ctx: Context, key: string) =>
  sampleContacts(ctx, await getChange(ctx, (await planUndo(ctx, key)).key))

/** Everything a change can turn about contacts and what follows from it, as text; how often a row was written aside. */
async function standing(customerIds: number[]): Promise<string> {
  const rows = await db.execute<{ line: string }>(sql`
    select concat_ws('|', c.id, c.reachable, s.words, k.id, k.person_id, k.role, k.our_role, k.for_collection, k.in_copy, k.comment, k.source,
      k.external_id, k.created_at, p.title, p.first_name, p.last_name, p.email, p.phone, p.phone_e164, p.mobile, p.mobile_e164, p.fax, p.language) as line
    from customers c join customer_search s on s.customer_id = c.id
    left join contacts k on k.customer_id = c.id left join people p on p.id = k.person_id
    where c.id = any(${sql.param(customerIds)}::bigint[]) order by c.id, k.id`)
  return rows.map(({ line }) => line).join('\n')
}

/**
 * Two customers with, of each kind, somebody it changes and somebody who is so already: from a file and by hand, of the ERP, with
 * the star and without, one person at both.
 */
async function mixed() {
  const [one, two] = [await makeCustomer(db), await makeCustomer(db)]
  const old = 'old.example'
  const starred = await makeContact(
    db,
    one.id,
    { email: `s${one.id}@${old}`, mobile: '06 12 34 56 78', mobileE164: '+33612345678', title: 'Dr.' },
    { role: 'buyer', forCollection: true, source: 'import', externalId: 'X-1', comment: 'Mornings' },
  )
  const plain = await makeContact(db, one.id, { email: `p${one.id}@new.example`, language: 'fr' })
  const erp = await makeContact(
    db,
    one.id,
    { email: `e${one.id}@${old}`, language: 'de' },
    { role: 'company', source: 'import', inCopy: true },
  )
  const shared = await makeContact(db, one.id, { email: `b${one.id}@${old}`, lastName: 'Both' }, { role: 'other' })
  const [again] = await db
    .insert(contacts)
    .values({ customerId: two.id, personId: shared.personId, role: 'executive', source: 'import' })
    .returning()
  const bare = await makeContact(db, two.id, { email: null }, { role: 'accountant' })
  await db.execute(sql`select refresh_customers(array[${one.id}, ${two.id}]::bigint[])`)
  const all = [starred, plain, erp, shared, again!, bare]
  return { one, two, starred, plain, erp, shared, again: again!, bare, ids: all.map(({ id }) => id) }
}

type Expected = { will: number; refused: number }
const KINDS: [KindName, Record<string, unknown>, Expected][] = [
  ['contact_role', { role: 'accountant' }, { will: 4, refused: 0 }],
  ['contact_language', { language: 'fr' }, { will: 5, refused: 0 }],
  ['contact_language', { language: 'none' }, { will: 2, refused: 0 }],
  ['contact_domain', { oldDomain: '@OLD.example', newDomain: 'new.example' }, { will: 3, refused: 1 }],
  ['contact_star', { role: 'accountant' }, { will: 2, refused: 0 }],
  ['contact_star', { reach: 'any' }, { will: 1, refused: 0 }],
  ['contact_remove', {}, { will: 5, refused: 1 }],
]

describe('every kind of change of contacts', () => {
  test.each(KINDS)(
    '%s %j: does what its preview says, is undone to the very rows, and its undo is undone',
    async (kind, given, expected) => {
      const ctx = await actingAs(db, { role: 'administrator' })
      const { one, two, ids } = await mixed()
      const customerIds = [one.id, two.id]
      const before = await standing(customerIds)
      const { key } = await planChange(ctx, kind, given, those(...ids))
      expect(await sampleContacts(ctx, await getChange(ctx, key))).toHaveLength(expected.will)
      const first = await finish(ctx, key)
      expect(first.seen).toMatchObject({ ...expected, total: 6, already: 6 - expected.will - expected.refused })
      expect(first).toMatchObject({ state: 'done', changed: expected.will, notAllowed: expected.refused })
      const after = await standing(customerIds)
      expect(after).not.toBe(before)
      const shown = await shownOfUndo(ctx, key)
      expect(shown).toHaveLength(expected.will)
      const back = await undo(ctx, key)
      expect(back).toMatchObject({ changed: expected.will, seen: { will: expected.will, moved: 0 } })
      expect(await standing(customerIds)).toBe(before)
      expect(await shownOfUndo(ctx, back.key)).toEqual(
        shown.map((one) => ({ ...one, before: one.after, after: one.before })),
      )
      const again = await undo(ctx, back.key)
      expect(again).toMatchObject({ changed: expected.will, seen: { will: expected.will } })
      expect(await standing(customerIds)).toBe(after)
      await undo(ctx, again.key)
      expect(await standing(customerIds)).toBe(before)
    },
  )
})

describe('what somebody did since', () => {
  const roleOf = async (id: number) => (await db.select().from(contacts).where(eq(contacts.id, id)))[0]
  const emailOf = async (id: number) =>
    (
      await db
        .select({ email: people.email })
        .from(people)
        .innerJoin(contacts, eq(contacts.personId, people.id))
        .where(eq(contacts.id, id))
    )[0]?.email

  test('stays when a role is taken back, and is listed; what only got a comment goes back and stays typed', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const { one, starred, plain, shared } = await mixed()
    const ids = [starred.id, plain.id, shared.id]
    const { key } = await doNow(ctx, 'contact_role', { role: 'client' }, ids)
    await updateContact(ctx, { ...(await asShown(ctx, one.id, plain.id)), role: 'executive' })
    await updateContact(ctx, { ...(await asShown(ctx, one.id, starred.id)), comment: 'Afternoons' })
    const back = await undo(ctx, key)
    expect(back).toMatchObject({ changed: 2, already: 1, seen: { will: 2, already: 1 } })
    expect(await countExceptions(ctx, back.id)).toMatchObject([{ reason: 'moved', count: 1 }])
    expect(await roleOf(plain.id)).toMatchObject({ role: 'executive' })
    expect(await roleOf(starred.id)).toMatchObject({ role: 'buyer', source: 'person', comment: 'Afternoons' })
  })

  test('a contact of a file that nobody wrote since is the file’s again', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const { starred } = await mixed()
    const { key } = await doNow(ctx, 'contact_domain', { oldDomain: 'old.example', newDomain: 'x.example' }, [
      starred.id,
    ])
    expect(await roleOf(starred.id)).toMatchObject({ source: 'person' })
    await undo(ctx, key)
    expect(await roleOf(starred.id)).toMatchObject({ source: 'import' })
  })

  test('an address that was typed anew keeps its domain', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const { one, starred, shared } = await mixed()
    const given = { oldDomain: 'old.example', newDomain: 'x.example' }
    const { key } = await doNow(ctx, 'contact_domain', given, [starred.id, shared.id])
    await updateContact(ctx, { ...(await asShown(ctx, one.id, starred.id)), email: 'me@other.example' })
    expect(await undo(ctx, key)).toMatchObject({ changed: 1, already: 1 })
    expect(await emailOf(starred.id)).toBe('me@other.example')
    expect(await emailOf(shared.id)).toBe(`b${one.id}@old.example`)
  })

  test('an address of another domain has no mark of the former one; who was removed comes back with theirs', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const { one, starred, plain, shared } = await mixed()
    await db.execute(sql`
      update people set undeliverable_since = now(), undeliverable_reason = 'Full', mobile_e164 = null
      where id in (${starred.personId}, ${plain.personId}, ${shared.personId})`)
    await db.execute(sql`select refresh_customers(array[${one.id}]::bigint[])`)
    const marks = async () =>
      (
        await db.execute<{ reason: string | null; reachable: boolean }>(sql`
          select undeliverable_reason as reason, reachable from contacts k join people p on p.id = k.person_id
          join customers c on c.id = k.customer_id where k.id in (${starred.id}, ${plain.id}) order by k.id`)
      ).map(({ reason, reachable }) => `${reason} ${reachable}`)
    expect(await marks()).toEqual(['Full false', 'Full false'])
    expect(await doNow(ctx, 'contact_star', {}, [plain.id, starred.id])).toMatchObject({ changed: 0 })
    await doNow(ctx, 'contact_domain', { oldDomain: 'old.example', newDomain: 'x.example' }, [starred.id])
    expect(await marks()).toEqual(['null true', 'Full true'])
    const removed = await doNow(ctx, 'contact_remove', {}, [plain.id])
    await undo(ctx, removed.key)
    expect(await marks()).toEqual(['null true', 'Full true'])
  })

  test('a star that went on to somebody else stays there', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const { starred, plain, shared } = await mixed()
    const { key } = await doNow(ctx, 'contact_star', { role: 'accountant' }, [plain.id])
    await markForCollection(ctx, { contactId: shared.id, marked: true })
    const back = await undo(ctx, key)
    expect(back).toMatchObject({ changed: 0, already: 1, seen: { will: 0 } })
    expect(await countExceptions(ctx, back.id)).toMatchObject([{ reason: 'moved', count: 1 }])
    expect([await roleOf(starred.id), await roleOf(shared.id)]).toMatchObject([
      { forCollection: false },
      { forCollection: true },
    ])
  })

  test('a star goes back to nobody who is there no more: the customer would be left without', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const { starred, plain } = await mixed()
    const { key } = await doNow(ctx, 'contact_star', { role: 'accountant' }, [plain.id])
    const [former] = await db.select().from(contacts).where(eq(contacts.id, starred.id))
    await removeContact(ctx, { contactId: starred.id, version: former!.version })
    expect(await undo(ctx, key)).toMatchObject({ changed: 0, already: 1 })
    expect(await roleOf(plain.id)).toMatchObject({ forCollection: true })
  })

  test('who was entered again meanwhile does not come back twice; who lost the star comes back without it', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const { one, starred, plain, shared } = await mixed()
    const { key } = await doNow(ctx, 'contact_remove', {}, [starred.id, shared.id])
    await db.insert(contacts).values({ customerId: one.id, personId: shared.personId, role: 'other' })
    await markForCollection(ctx, { contactId: plain.id, marked: true })
    const back = await undo(ctx, key)
    expect(back).toMatchObject({ changed: 1, already: 1, seen: { will: 1, already: 1 } })
    expect(await countExceptions(ctx, back.id)).toMatchObject([
      { reason: 'moved', count: 1 },
      { reason: 'partly', count: 1 },
    ])
    expect(await roleOf(starred.id)).toMatchObject({ forCollection: false, comment: 'Mornings', externalId: 'X-1' })
    expect(await db.$count(removedContacts, eq(removedContacts.customerId, one.id))).toBe(1)
  })

  test('contacts that are there no more when the work comes to them are listed, and the sum is the same', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const { plain, shared } = await mixed()
    const { key } = await planChange(ctx, 'contact_role', { role: 'client' }, those(plain.id, shared.id))
    const change = await getChange(ctx, key)
    await beginSmall(db, key, 1)
    await removeContact(ctx, { contactId: plain.id, version: plain.version })
    await runChange(db, change.id)
    expect(await getChange(ctx, key)).toMatchObject({ total: 2, changed: 1, notAllowed: 1 })
    expect(await countExceptions(ctx, change.id)).toMatchObject([{ reason: 'gone', count: 1 }])
  })
})

describe('people who are contacts of several customers', () => {
  test('change once, and each place that was not chosen is told of in its history', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const { one, two, shared } = await mixed()
    const { key } = await planChange(
      ctx,
      'contact_domain',
      { oldDomain: 'old.example', newDomain: 'x.example' },
      those(shared.id),
    )
    expect(await warnOf(ctx, await getChange(ctx, key))).toEqual([{ what: 'elsewhere', count: 1 }])
    const { id } = await finish(ctx, key)
    const told = await db
      .select()
      .from(history)
      .where(and(eq(history.changeId, id), eq(history.customerId, two.id)))
    expect(told).toMatchObject([
      {
        action: 'contact.updated',
        personId: shared.personId,
        old: { email: `b${one.id}@old.example` },
        new: { email: `b${one.id}@x.example` },
      },
    ])
    const [words] = await db.execute<{ words: string }>(
      sql`select words from customer_search where customer_id = ${two.id}`,
    )
    expect(words!.words).toContain('@x.example')
  })

  test('are parted where they are contacts outside the portfolio, which keeps them as they were and is not told of', async () => {
    const ctx = await actingAs(db, { role: 'collector', portfolioOnly: true })
    const { one, two, shared, again } = await mixed()
    const third = await makeCustomer(db, { collectorId: ctx.actor.id })
    await db.update(customers).set({ collectorId: ctx.actor.id }).where(eq(customers.id, one.id))
    await db.insert(contacts).values({ customerId: third.id, personId: shared.personId, role: 'other' })
    const { key } = await planChange(ctx, 'contact_language', { language: 'it' }, those(shared.id, again.id))
    expect(await previewChange(ctx, await getChange(ctx, key))).toMatchObject({ total: 1, will: 1 })
    expect(await warnOf(ctx, await getChange(ctx, key))).toEqual([{ what: 'elsewhere', count: 1 }])
    await finish(ctx, key)
    const rows = await db
      .select({ customerId: contacts.customerId, personId: contacts.personId, language: people.language })
      .from(contacts)
      .innerJoin(people, eq(people.id, contacts.personId))
      .where(and(inArray(contacts.customerId, [one.id, two.id, third.id]), eq(people.lastName, 'Both')))
      .orderBy(contacts.customerId)
    expect(rows.map(({ language }) => language)).toEqual(['it', null, 'it'])
    expect(rows[1]!.personId).toBe(shared.personId)
    expect(rows[0]!.personId).toBe(rows[2]!.personId)
    expect(rows[0]!.personId).not.toBe(shared.personId)
    expect(await undo(ctx, key)).toMatchObject({ changed: 1 })
    const shown = (await listCustomerHistory(ctx, one.id, 1)).rows
    expect(shown.map(({ action, old }) => [action, old])).toEqual([
      ['contact.updated', { language: 'it' }],
      ['contact.updated', { language: null }],
    ])
    const joined = await db
      .select({ personId: contacts.personId })
      .from(contacts)
      .where(inArray(contacts.customerId, [one.id, two.id, third.id]))
    expect(joined.filter(({ personId }) => personId === shared.personId)).toHaveLength(3)
    expect(await db.$count(people, eq(people.id, rows[0]!.personId))).toBe(0)

    const { key: last } = await planChange(ctx, 'contact_language', { language: 'el' }, those(shared.id))
    await finish(ctx, last)
    const manager = await actingAs(db, { role: 'credit_manager' })
    await updateContact(manager, { ...(await asShown(manager, one.id, shared.id)), title: 'Dr.' })
    expect(await undo(ctx, last)).toMatchObject({ changed: 1 })
    const [apart] = await db.select().from(contacts).where(eq(contacts.id, shared.id))
    expect(apart!.personId).not.toBe(shared.personId)
  })

  test('chosen at customers that many lie between are in one chunk, so that each counts as changed', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const first = await makeCustomer(db)
    const shared = await makeContact(db, first.id)
    const between = await makeCustomers(db, 3)
    const others = await Promise.all(between.map((id) => makeContact(db, id)))
    const last = await makeCustomer(db)
    const [again] = await db
      .insert(contacts)
      .values({ customerId: last.id, personId: shared.personId, role: 'other' })
      .returning()
    const ids = [shared.id, ...others.map(({ id }) => id), again!.id]
    const { key } = await planChange(ctx, 'contact_language', { language: 'sv' }, those(...ids))
    await finish(ctx, key)
    const change = await getChange(ctx, key)
    expect(change).toMatchObject({ changed: 5, already: 0 })
    expect(await undo(ctx, key)).toMatchObject({ changed: 5, already: 0 })
  })
})

describe('what a person is warned of', () => {
  test('reminders that stop, and customers where nobody fits', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const { ids, bare } = await mixed()
    const warned = async (kind: KindName, given: unknown, which: number[]) =>
      warnOf(ctx, await getChange(ctx, (await planChange(ctx, kind, given, those(...which))).key))
    expect(await warned('contact_remove', {}, ids)).toEqual([{ what: 'collectionLost', count: 1 }])
    expect(await warned('contact_remove', {}, [bare.id])).toEqual([])
    expect(await warned('contact_star', { role: 'client' }, ids)).toEqual([{ what: 'nobodyFits', count: 2 }])
    expect(await warned('contact_role', { role: 'client' }, ids)).toEqual([])
  })
})

describe('who may', () => {
  test('nobody changes contacts without the right to write them, nor many without the right to change many', async () => {
    const manager = await actingAs(db, { role: 'credit_manager' })
    const { ids } = await mixed()
    for (const values of [{ role: 'sales_manager' }, { role: 'executive', mayChangeMany: true }] as const) {
      const ctx = await actingAs(db, values)
      const input = { kind: 'contact_role', given: { role: 'client' }, selection: those(...ids) }
      await expect(perform(planChangeAction.plan, ctx, input)).rejects.toMatchObject({ code: 'forbidden' })
    }
    const input = { kind: 'contact_role', given: { role: 'client' }, selection: those(...ids) }
    expect(await perform(planChangeAction.plan, manager, input)).toHaveProperty('key')
  })

  test('what is for contacts is refused for customers, and the other way round', async () => {
    const ctx = await actingAs(db, { role: 'credit_manager' })
    const { one, ids } = await mixed()
    const mixedUp: [KindName, unknown, Selection][] = [
      ['contact_role', { role: 'client' }, { kind: 'ids', ids: [one.id] }],
      ['state', { state: 'archived' }, those(...ids)],
    ]
    for (const [kind, given, selection] of mixedUp) {
      await expect(planChange(ctx, kind, given, selection)).rejects.toMatchObject({ message: 'notValid' })
      const { key } = await draftChange(ctx, selection)
      const decision = { kind, given, startsOn: null, endsOn: null }
      await expect(decideChange(ctx, key, decision)).rejects.toMatchObject({ message: 'notValid' })
    }
  })

  test.each([
    ['contact_role', { role: 'company' }, 'contactRole'],
    ['contact_language', { language: 'French' }, 'language'],
    ['contact_domain', { oldDomain: 'a b', newDomain: 'x.example' }, 'mailDomain'],
    ['contact_domain', { oldDomain: 'x.example', newDomain: '＠X.Example' }, 'sameDomain'],
    ['contact_domain', { oldDomain: 'x.example', newDomain: `${'a'.repeat(190)}.example` }, 'tooLong'],
    ['contact_star', { role: 'boss' }, 'contactRole'],
  ] as [KindName, unknown, string][])('%s is not asked %j', async (kind, given, message) => {
    const ctx = await actingAs(db, { role: 'credit_manager' })
    const { ids } = await mixed()
    await expect(planChange(ctx, kind, given, those(...ids))).rejects.toMatchObject({ message })
  })

  test('an address that cannot be applied widens nothing', async () => {
    const ctx = await actingAs(db, { role: 'credit_manager' })
    for (const search of ['role=boss', 'colleague=nobody.at-all', 'list=7fk2m9qd'])
      await expect(draftChange(ctx, { kind: 'contactSearch', search, except: [] })).rejects.toMatchObject({
        message: 'brokenSearch',
      })
  })
})

describe('a person who is erased', () => {
  const WORDS = ['Qwortzky', 'zebrafish', 'Zbigniewa']

  test('is in no journal any more: neither what was removed nor the domain of an address; the rest of it can be undone', async () => {
    const ctx = await actingAs(db, { role: 'administrator' })
    const [one, two] = [await makeCustomer(db), await makeCustomer(db)]
    const person = { firstName: 'Zbigniewa', lastName: 'Qwortzky', email: 'zq@zebrafish.example' }
    const contact = await makeContact(db, one.id, person)
    const [elsewhere] = await db
      .insert(contacts)
      .values({ customerId: two.id, personId: contact.personId, role: 'other', comment: 'Qwortzky herself' })
      .returning()
    const other = await makeContact(db, two.id, { lastName: 'Plain', email: 'plain@zebrafish.example' })
    const moved = await doNow(ctx, 'contact_domain', { oldDomain: 'zebrafish.example', newDomain: 'x.example' }, [
      contact.id,
      other.id,
    ])
    const gone = await doNow(ctx, 'contact_remove', {}, [elsewhere!.id])
    await erase(ctx, contact.id)
    expect(await whereIsThere(db, WORDS[0]!)).toEqual([])
    expect(await whereIsThere(db, WORDS[2]!)).toEqual([])
    expect(
      (await listCustomerHistory(ctx, two.id, 1)).rows.map((row) => [row.action, row.new?.erased ?? null]),
    ).toContainEqual(['contact.removed', true])
    expect(await undo(ctx, gone.key)).toMatchObject({ changed: 0, already: 1, seen: { will: 0 } })
    expect(await undo(ctx, moved.key)).toMatchObject({ changed: 1, already: 1, seen: { will: 1 } })
    await undo(ctx, (await doNow(ctx, 'contact_remove', {}, [other.id])).key)
    await erase(ctx, other.id)
    expect(await whereIsThere(db, WORDS[1]!)).toEqual([])
    expect((await getChange(ctx, moved.key)).input).toMatchObject({ oldDomain: 'old.erased.invalid' })
  })

  test('takes a mail domain along that was theirs alone, and none that others have or had', async () => {
    const ctx = await actingAs(db, { role: 'administrator' })
    const one = await makeCustomer(db)
    const make = (email: string) => makeContact(db, one.id, { email })
    const domains = async (key: string) => {
      const { oldDomain, newDomain } = (await getChange(ctx, key)).input as Record<string, string>
      return [oldDomain, newDomain]
    }
    const replace = async (oldDomain: string, newDomain: string, ...chosen: { id: number }[]) =>
      (
        await doNow(
          ctx,
          'contact_domain',
          { oldDomain, newDomain },
          chosen.map(({ id }) => id),
        )
      ).key
    const [alone, friend] = [await make('u@umlautsson-private.example'), await make('f@free.example')]
    const parting = await replace('umlautsson-private.example', 'free.example', alone)
    const arriving = await replace('free.example', 'umlautsson-family.example', alone)
    const { key: waiting } = await planChange(
      ctx,
      'contact_domain',
      { oldDomain: 'free.example', newDomain: 'umlautsson-family.example' },
      those(friend.id),
    )
    await erase(ctx, alone.id)
    expect(await domains(parting)).toEqual(['old.erased.invalid', 'free.example'])
    expect(await domains(arriving)).toEqual(['free.example', 'new.erased.invalid'])
    expect(await domains(waiting)).toEqual(['free.example', 'umlautsson-family.example'])

    const [first, second] = [await make('a@firm-of-two.example'), await make('b@firm-of-two.example')]
    const both = await replace('firm-of-two.example', 'free.example', first, second)
    await erase(ctx, first.id)
    expect(await domains(both)).toEqual(['firm-of-two.example', 'free.example'])
  })

  test('who was parted by a change is erased with what they were before', async () => {
    const ctx = await actingAs(db, { role: 'collector', portfolioOnly: true })
    const [mine, theirs] = [await makeCustomer(db, { collectorId: ctx.actor.id }), await makeCustomer(db)]
    const contact = await makeContact(db, mine.id, { lastName: 'Umlautsson' })
    await db.insert(contacts).values({ customerId: theirs.id, personId: contact.personId, role: 'other' })
    const manager = await actingAs(db, { role: 'credit_manager' })
    await updateContact(manager, { ...(await asShown(manager, mine.id, contact.id)), comment: 'Umlautsson, the first' })
    await doNow(ctx, 'contact_language', { language: 'is' }, [contact.id])
    await erase(manager, contact.id)
    const left = await db.select().from(history).where(eq(history.customerId, mine.id))
    expect(JSON.stringify(left)).not.toContain('Umlautsson')
    expect(await db.$count(people, eq(people.lastName, 'Umlautsson'))).toBe(1)
  })
})

test('two who were merged after a change are undone as one', async () => {
  const ctx = await actingAs(db, { role: 'collector' })
  const { one, plain, shared } = await mixed()
  const { key } = await doNow(ctx, 'contact_language', { language: 'nl' }, [plain.id, shared.id])
  const [a, b] = [await asShown(ctx, one.id, plain.id), await asShown(ctx, one.id, shared.id)]
  await mergeContacts(ctx, {
    ...{ contactId: plain.id, otherId: shared.id },
    ...{ personVersion: a.personVersion, otherPersonVersion: b.personVersion },
    take: Object.fromEntries(PERSONAL.map((field) => [field, 'kept'])) as never,
  })
  const back = await undo(ctx, key)
  expect(back).toMatchObject({ changed: 1, already: 1 })
  expect(await asShown(ctx, one.id, plain.id)).toMatchObject({ language: 'fr' })
})

test('the history of a customer tells of each contact what was done, and by which change', async () => {
  const ctx = await actingAs(db, { role: 'collector' })
  const customer = await makeCustomer(db)
  const [ana, bo] = [
    await makeContact(
      db,
      customer.id,
      { firstName: 'Ana', lastName: 'Lang', email: 'a@old.example' },
      { forCollection: true },
    ),
    await makeContact(db, customer.id, { firstName: 'Bo', lastName: 'Kim', email: 'b@new.example' }, { role: 'buyer' }),
  ]
  const told = async () =>
    (await listCustomerHistory(ctx, customer.id, 1)).rows.map(({ action, about, old, new: now }) => ({
      action,
      about,
      old,
      new: now,
    }))
  const both = [ana.id, bo.id]
  const about = (name: string, action: string, old: unknown, now: unknown) => ({ action, about: name, old, new: now })
  await doNow(ctx, 'contact_role', { role: 'accountant' }, both)
  expect(await told()).toEqual([
    about('Bo Kim', 'contact.updated', { role: 'buyer', ourRole: null }, { role: 'accountant', ourRole: null }),
  ])
  await doNow(ctx, 'contact_domain', { oldDomain: 'old.example', newDomain: 'x.example' }, both)
  expect((await told())[0]).toEqual(
    about('Ana Lang', 'contact.updated', { email: '@old.example' }, { email: '@x.example' }),
  )
  const { key } = await doNow(ctx, 'contact_remove', {}, [ana.id])
  expect((await told())[0]).toMatchObject({
    action: 'contact.removed',
    old: { lastName: 'Lang', email: 'a@x.example', forCollection: true },
  })
  expect((await told())[1]).toMatchObject({ about: null, new: { contact: 'Ana Lang' } })
  await undo(ctx, key)
  expect((await told())[0]).toMatchObject({ action: 'contact.restored', about: 'Ana Lang' })
  const star = await doNow(ctx, 'contact_star', {}, [bo.id])
  expect((await told()).slice(0, 2).map(({ action, about }) => [action, about])).toEqual([
    ['contact.starred', 'Bo Kim'],
    ['contact.unstarred', 'Ana Lang'],
  ])
  expect(star).toMatchObject({ total: 1, changed: 1 })
})

test('the journal names each contact, sums up by what was turned, and tells a portfolio of its own alone', async () => {
  const ctx = await actingAs(db, { role: 'credit_manager' })
  const one = await makeCustomer(db)
  const two = await makeCustomer(db)
  const made = [
    await makeContact(db, one.id, { firstName: 'Ana', lastName: 'Lang' }, { role: 'buyer' }),
    await makeContact(db, one.id, { firstName: 'Bo', lastName: 'Kim' }, { role: 'buyer', source: 'import' }),
    await makeContact(db, two.id, { firstName: 'Cy', lastName: 'Oz' }, { role: 'company', source: 'import' }),
  ]
  const ids = made.map(({ id }) => id)
  const { id, key, createdBy } = await doNow(ctx, 'contact_role', { role: 'client' }, ids)
  const turned = { fact: 'contact_role', before: 'buyer', after: 'client' }
  expect(await sumJournal(ctx, id)).toEqual([
    { ...turned, about: null, count: 2 },
    { ...turned, before: 'company', about: null, count: 1 },
  ])
  const rows = (await listJournal(ctx, id, 1)).rows
  expect(rows.map(({ code, about, before }) => [code, about, before]).sort()).toEqual([
    [one.code, 'Ana Lang', 'buyer'],
    [one.code, 'Bo Kim', 'buyer'],
    [two.code, 'Cy Oz', 'company'],
  ])
  const kept = await actingAs(db, { role: 'administrator', portfolioOnly: true })
  await db.update(customers).set({ collectorId: kept.actor.id }).where(eq(customers.id, one.id))
  expect((await sumJournal(kept, id)).map(({ count }) => count)).toEqual([2])
  expect((await listJournal(kept, id, 1)).rows.map(({ about }) => about).sort()).toEqual(['Ana Lang', 'Bo Kim'])
  expect(createdBy).toBe(ctx.actor.id)
  await removeContact(ctx, { contactId: ids[0]!, version: 2 })
  const back = await undo(ctx, key)
  expect(await listExceptions(ctx, back.id, 'moved', 9)).toEqual([
    { code: one.code, name: one.name, contactId: ids[0], contact: null },
  ])
})
