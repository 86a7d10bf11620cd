/// <reference types="vitest/importMeta" />
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { changes, codeListCodes, codeLists, history, views } from '@/db/schema'
import { type Action, perform } from '@/lib/action'
import type { Context } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import { testDatabase } from '../support/database'
import { actingAs, makeAssociation, makeContact, makeCustomer, makeSettings, makeUser } from '../support/make'

vi.mock('next/cache', () => ({ revalidatePath: () => undefined }))
// What opens sessions and sets cookies needs a browser; what it decides is tested elsewhere.
vi.mock('@/lib/auth/session', () => ({
  currentContext: async () => undefined,
  renewSession: async () => 'open',
  beginSecondFactor: async () => undefined,
  begunSecret: async () => undefined,
}))
vi.mock('@/lib/env.mjs', () => ({
  readRunningEnv: () => ({ authSecret: 'x'.repeat(40), appUrl: 'http://localhost:3000' }),
}))

const { db } = testDatabase()
type Plan = Action<unknown>['plan']
type Input = Record<string, unknown>
/** What an argument names, taken from the world of somebody else, or from nowhere. */
type Target = {
  customerId: number
  code: string
  contactId: number
  /** The entry of the history that tells of a merge. */
  merge: number
  userId: number
  list: string
  view: string
  change: string
}

let kept: Context
let own: Target
let foreign: Target
const nowhere: Target = {
  ...{ customerId: 999_999_001, code: 'NOWHERE', contactId: 999_999_002, merge: 999_999_004, userId: 999_999_003 },
  ...{ list: 'nowhere99999', view: 'nowhere-at-all', change: 'nowhere999' },
}
const plans = new Map<string, Plan>()
const counted = { arguments: 0, cases: 0, refused: 0, leaks: 0, hostile: 0 }

/** A customer with all that can hang on it, and what its owner keeps for themselves. */
async function makeWorld(ownerId: number, of: number): Promise<Target> {
  const customer = await makeCustomer(db, { collectorId: of })
  const contact = await makeContact(db, customer.id, { email: `c${customer.id}@x.example` })
  await makeAssociation(db, customer.id, ownerId)
  const list = `list${customer.id}`.padEnd(8, 'x')
  await db.insert(codeLists).values({ id: list, createdBy: ownerId, pasted: 1 })
  const codes = { listId: list, position: 1, code: customer.code, codeKey: customer.code }
  await db.insert(codeListCodes).values(codes)
  const view = `view-${customer.id}`
  await db.insert(views).values({ slug: view, name: view, ownerId, search: 'country=FR' })
  await db.execute(sql`insert into view_slugs (slug, view_id) select slug, id from views where slug = ${view}`)
  const change = `change${customer.id}`.padEnd(8, 'x')
  await db.insert(changes).values({
    ...{ key: change, kind: 'associate', input: { colleagues: [ownerId] }, total: 1, fingerprint: 'x' },
    ...{ target: { kind: 'ids', ids: [customer.id] }, createdBy: ownerId },
  })
  const gone = { ...PERSON, id: contact.personId + 1_000_000, version: 1 }
  const undo = { gone, kept: { ...PERSON, id: contact.personId, version: 1 }, version: 1 }
  const [merge] = await db
    .insert(history)
    .values({
      ...{ action: 'contact.merged', actorId: ownerId, customerId: customer.id, personId: contact.personId },
      ...{
        old: { personId: gone.id },
        new: { undo: { ...undo, moved: { id: contact.id, version: 1, source: 'person' } } },
      },
    })
    .returning({ id: history.id })
  const ids = { customerId: customer.id, contactId: contact.id, merge: merge!.id, userId: ownerId }
  return { ...ids, code: customer.code, list, view, change }
}

beforeAll(async () => {
  await makeSettings(db)
  kept = await actingAs(db, { role: 'credit_manager', portfolioOnly: true, mayChangeMany: true, mayImport: true })
  const other = await makeUser(db, { role: 'collector' })
  own = await makeWorld(kept.actor.id, kept.actor.id)
  foreign = await makeWorld(other.id, other.id)
  for (const load of Object.values(import.meta.glob('../../lib/*/actions.ts'))) {
    for (const action of Object.values((await load()) as Record<string, Action<unknown>>)) {
      plans.set(action.plan.name, action.plan)
    }
  }
})

afterAll(() => {
  console.log(
    `arguments ${counted.arguments} · cases ${counted.cases} · refused ${counted.refused} · leaks ${counted.leaks} · hostile values ${counted.hostile}`,
  )
})

const PERSON = { firstName: 'Ana', lastName: 'Merged', email: 'ana@x.example' }
const person = { role: 'accountant', lastName: 'New', firstName: 'Ana' }
const read = { version: 1, personVersion: 1 }
const ids = (id: number) => ({ selection: { kind: 'ids', ids: [id] } })
const contactIds = (id: number) => ({ selection: { kind: 'contacts', ids: [id] } })
const ROLE = { kind: 'contact_role', given: { role: 'buyer' } }
const given = (to: Target) => ({ kind: 'associate', given: { colleagues: [to.userId] } })

/**
 * For every action the input that would be good if `t` were one's own: one input for each argument that names something.
 * `nobody`: nothing of anybody's can be named. `not mine`: whoever is kept to a portfolio does not get through the door.
 */
const TABLE: Record<string, ((t: Target, mine: Target) => Input)[] | 'nobody' | 'not mine'> = {
  'associations.associate': [({ customerId }, mine) => ({ customerId, userId: mine.userId })],
  'associations.disassociate': [({ customerId, userId }) => ({ customerId, userId })],
  'associations.pin': [({ customerId, userId }) => ({ customerId, userId, pinned: true })],
  'associations.update': [({ customerId, userId }) => ({ customerId, userId, kind: 'other', seen: 'sales' })],
  'changes.decide': [({ change }, mine) => ({ key: change, ...given(mine) })],
  'changes.draft': [
    ({ customerId }) => ids(customerId),
    ({ code }) => ({ selection: { kind: 'search', search: `code=${code}` } }),
    ({ userId }) => ({ selection: { kind: 'portfolio', userId } }),
    ({ contactId }) => contactIds(contactId),
    ({ code }) => ({ selection: { kind: 'contactSearch', search: `code=${code}` } }),
  ],
  'changes.plan': [
    ({ customerId }, mine) => ({ ...given(mine), ...ids(customerId) }),
    ({ code }, mine) => ({ ...given(mine), selection: { kind: 'search', search: `code=${code}` } }),
    ({ contactId }) => ({ kind: 'contact_remove', given: {}, ...contactIds(contactId) }),
    ({ code }) => ({ ...ROLE, selection: { kind: 'contactSearch', search: `code=${code}` } }),
  ],
  'changes.start': [({ change }) => ({ key: change, fingerprint: 'x', total: 1 })],
  'changes.continue': [({ change }) => ({ key: change })],
  'changes.stop': [({ change }) => ({ key: change })],
  'changes.undo': [({ change }) => ({ key: change })],
  'contacts.add': [
    ({ customerId }) => ({ customerId, ...person }),
    ({ contactId }, mine) => ({ customerId: mine.customerId, ...person, sameAs: contactId, personVersion: 1 }),
  ],
  'contacts.copy': [({ contactId }) => ({ contactId, version: 1 })],
  'contacts.erase': 'not mine',
  'contacts.markForCollection': [({ contactId }) => ({ contactId, marked: true })],
  'contacts.merge': [
    ({ contactId }, mine) => ({
      contactId,
      otherId: mine.contactId,
      personVersion: 1,
      otherPersonVersion: 1,
      take: TAKE,
    }),
    ({ contactId }, mine) => ({
      contactId: mine.contactId,
      otherId: contactId,
      personVersion: 1,
      otherPersonVersion: 1,
      take: TAKE,
    }),
  ],
  'contacts.remove': [({ contactId }) => ({ contactId, version: 1 })],
  'contacts.unmerge': [({ merge }) => ({ entry: merge })],
  'contacts.update': [({ contactId }) => ({ contactId, ...read, ...person })],
  'customers.chooseColumns': 'nobody',
  'customers.create': 'nobody',
  'customers.setCollector': [({ customerId }, mine) => ({ customerId, version: 1, collectorId: mine.userId })],
  'customers.setComment': [({ customerId }) => ({ customerId, version: 1, comment: 'x' })],
  'customers.setGroups': [({ customerId }) => ({ customerId, groups: [], seen: [], newGroup: 'Mine' })],
  'customers.setState': [({ customerId }) => ({ customerId, version: 1, state: 'archived' })],
  'customers.updateFacts': [({ customerId }) => ({ customerId, version: 1, name: 'Mine now' })],
  'groups.create': 'nobody',
  'groups.delete': 'not mine',
  'groups.rename': 'nobody',
  'imports.checkAgain': 'not mine',
  'imports.discard': 'not mine',
  'imports.enterUnknown': 'not mine',
  'imports.forgetMapping': 'not mine',
  'imports.setMapping': 'not mine',
  'imports.setReading': 'not mine',
  'imports.start': 'not mine',
  'imports.stop': 'not mine',
  'imports.undo': 'not mine',
  'lists.paste': 'nobody',
  // A list is for whoever has its address; what of it lies outside the portfolio is not found (`lists.test.ts`).
  'lists.takeOffers': 'nobody',
  'profile.beginSecondFactor': 'nobody',
  'profile.changePassword': 'nobody',
  'profile.renewRecoveryCodes': 'nobody',
  'profile.signOutEverywhere': 'nobody',
  'profile.turnOffSecondFactor': 'nobody',
  'profile.turnOnSecondFactor': 'nobody',
  'profile.update': 'nobody',
  'rates.add': 'not mine',
  'rates.correct': 'not mine',
  'rates.remove': 'not mine',
  'rules.apply': 'not mine',
  'rules.create': 'not mine',
  'rules.delete': 'not mine',
  'rules.update': 'not mine',
  'security.update': 'not mine',
  'settings.update': 'not mine',
  'users.create': 'not mine',
  'users.delete': 'not mine',
  'users.makeLink': 'not mine',
  'users.pick': 'nobody',
  'users.setActive': 'not mine',
  'users.signOut': 'not mine',
  'users.takeSecondFactor': 'not mine',
  'users.update': 'not mine',
  'views.changeFacts': [({ view }) => ({ view, version: 1, name: 'Mine now' })],
  'views.changeSearch': [({ view }) => ({ view, version: 1, search: 'country=BE' })],
  'views.create': 'nobody',
  'views.delete': [({ view }) => ({ view, version: 1, confirmed: true })],
  'views.pin': [({ view }) => ({ view, pinned: 'true' })],
}
const PERSONAL = ['title', 'firstName', 'lastName', 'email', 'phone', 'mobile', 'fax', 'language']
const TAKE = Object.fromEntries(PERSONAL.map((field) => [field, 'kept']))
const ASKING = Object.entries(TABLE).flatMap(([name, inputs]) =>
  Array.isArray(inputs) ? inputs.map((input, place) => ({ name, place, input })) : [],
)

type Answer = { refused: unknown } | { done: true }

/** What an action answers: a refusal in full, or that it was done. Anything else it throws fails the test. */
async function answerOf(name: string, input: unknown): Promise<Answer> {
  try {
    await perform(plans.get(name)!, kept, input)
    return { done: true }
  } catch (error) {
    if (error instanceof Refusal) return { refused: { ...error, text: error.message } }
    if (error instanceof Error && 'digest' in error && String(error.digest).startsWith('NEXT_REDIRECT'))
      return { done: true }
    throw error
  }
}

const TABLES = [
  ...['customers', 'customer_search', 'people', 'contacts', 'associations', 'withheld', 'customer_groups'],
  ...['groups', 'group_slugs', 'former_groups'],
  ...[
    'views',
    'view_slugs',
    'view_visits',
    'changes',
    'change_chunks',
    'removed_contacts',
    'rules',
    'users',
    'user_handles',
    'tokens',
  ],
  ...['code_lists', 'code_list_codes', 'settings', 'history', 'items', 'second_factors', 'recovery_codes'],
]

/** All that is kept, in one word. Only when a list was opened last is left out, which whoever has its address may write. */
async function everything(): Promise<string> {
  const parts = TABLES.map(
    (table) => sql`select ${table}::text as name, md5(coalesce(string_agg(line, ' ' order by line), '')) as content
      from (select (to_jsonb(t) - 'opened_at')::text as line from ${sql.identifier(table)} t) lines`,
  )
  const rows = await db.execute<{ name: string; content: string }>(sql.join(parts, sql` union all `))
  return JSON.stringify(rows)
}

describe('what an action names of somebody else', () => {
  test('is told for every action there is', () => {
    expect([...plans.keys()].sort()).toEqual(Object.keys(TABLE).sort())
  })

  test.each(ASKING)(
    'is answered as if it did not exist, and stays as it is: $name, argument $place',
    async ({ name, input }) => {
      counted.arguments++
      const before = await everything()
      const answers = [await answerOf(name, input(foreign, own)), await answerOf(name, input(nowhere, own))]
      const after = await everything()
      counted.cases += answers.length
      counted.refused += answers.filter((answer) => 'refused' in answer).length
      const says = (answer: Answer | undefined) => JSON.stringify(answer).replaceAll(foreign.code, nowhere.code)
      if (says(answers[0]) !== says(answers[1]) || before !== after) counted.leaks++
      expect(says(answers[0])).toBe(says(answers[1]))
      expect(answers.map((answer) => 'refused' in answer)).toEqual([true, true])
      expect(after).toBe(before)
    },
  )

  test.each(Object.entries(TABLE).filter(([, inputs]) => inputs === 'not mine'))(
    'is out of reach of whoever is kept to a portfolio, at the door: %s',
    async (name) => {
      counted.cases++
      const answer = await answerOf(name, {})
      expect(answer).toMatchObject({ refused: { code: 'forbidden' } })
      counted.refused++
    },
  )
})

describe('what nobody sends but to break something', () => {
  const HOSTILE = [
    ...[null, undefined, '', ' ', '0', '-1', -1, 0, 1.5, '1e3', 'NaN', Number.NaN, Number.POSITIVE_INFINITY],
    ...[2 ** 53, 2 ** 63, '9223372036854775808', [], [1], [[1]], {}, { length: 1 }, { $gt: 0 }, true, 'none'],
    ...['\u0000', '\ud800', "' or 1=1 --", '; drop table users', '../../etc/passwd', '%00', '%E0%A4%A', '＠'],
    ...['x'.repeat(100_000), '__proto__', 'constructor', '<script>', '𝟙', '１'],
  ]

  test.each(ASKING)('is refused or understood, and never breaks: $name, argument $place', async ({ name, input }) => {
    const good = input(nowhere, own)
    for (const key of Object.keys(good)) {
      for (const value of HOSTILE) {
        await answerOf(name, { ...good, [key]: value })
        counted.hostile++
      }
    }
    for (const value of HOSTILE) await answerOf(name, value)
    await answerOf(name, JSON.parse('{"__proto__": {"customerId": 1}, "constructor": {"prototype": {"role": "x"}}}'))
  })

  test('is refused as the search of a selection where it cannot be kept', async () => {
    for (const kind of ['search', 'contactSearch'])
      for (const search of ['\u0000', 'q=\u0000', '\ud800', 'state=all&\ud800'])
        expect(await answerOf('changes.draft', { selection: { kind, search } })).toMatchObject({
          refused: { code: 'invalid' },
        })
  })

  test('leaves no trace in what every object inherits', () => {
    expect(({} as Record<string, unknown>).customerId).toBeUndefined()
    expect(Object.keys(Object.prototype)).toEqual([])
  })
})
