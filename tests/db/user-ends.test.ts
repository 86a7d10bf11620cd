import { and, eq, sql } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { connect } from '@/db/client'
import { changes, codeLists, history, rules, settings, tokens, userHandles, users, views } from '@/db/schema'
import { associate, disassociate } from '@/lib/associations/commands'
import { checkCredentials } from '@/lib/auth/credentials'
import { hashPassword } from '@/lib/auth/password'
import type { Context } from '@/lib/context'
import { setCollector } from '@/lib/customers/commands'
import { JOBS } from '@/lib/jobs/registry'
import { systemContext } from '@/lib/system'
import { setActive } from '@/lib/users/commands/access'
import { createUser } from '@/lib/users/commands/create'
import { deleteUser } from '@/lib/users/commands/delete'
import { invite } from '@/lib/users/commands/links'
import { acceptInvitation } from '@/lib/users/commands/password'
import { retireUsers } from '@/lib/users/commands/retire'
import { newUserInput } from '@/lib/users/input'
import { findUser, listUserHistory } from '@/lib/users/queries'
import { findDue } from '@/lib/users/queries/due'
import { tracesOf } from '@/lib/users/queries/traces'
import { testDatabase } from '../support/database'
import { actingAs, contextOf, makeAssociation, makeCustomer, makeSettings, makeUser } from '../support/make'
import { refusalOf } from '../support/refusal'

const { db, url } = testDatabase()
const NOW = new Date('2026-11-22T10:00:00Z')
const DAY = 24 * 3600_000
const daysLater = (days: number) => new Date(NOW.getTime() + days * DAY)
const PASSWORD = 'a long enough password'

let ctx: Context
let hash: string
beforeAll(async () => {
  await makeSettings(db)
  hash = await hashPassword(PASSWORD)
})
beforeEach(async () => {
  await db.update(users).set({ active: false })
  await db.update(settings).set({ inactiveAfterMonths: null })
  ctx = await actingAs(db, { role: 'administrator', lastSignInAt: new Date('2100-01-01'), passwordHash: hash }, NOW)
})

const at = (now: Date): Context => ({ ...ctx, now })
const rowOf = async (id: number) => (await db.select().from(users).where(eq(users.id, id)))[0]!
const isActive = async (id: number) => (await rowOf(id)).active
const entered = (values: Partial<typeof users.$inferInsert> = {}) => makeUser(db, { createdAt: NOW, ...values })

describe('an invitation that nobody used', () => {
  test('leaves the account inactive after thirty days, not before, and the history says why', async () => {
    const user = await entered()
    const { token } = await invite(ctx, user.handle)
    expect(await retireUsers(db, daysLater(29.9))).toBe(0)
    expect(await isActive(user.id)).toBe(true)
    expect(await retireUsers(db, daysLater(30))).toBe(1)
    expect(await isActive(user.id)).toBe(false)
    expect((await listUserHistory(ctx, user.id))[0]).toMatchObject({
      action: 'user.deactivated',
      actor: '',
      new: { why: 'invitation' },
    })
    const late = { ...(await systemContext(db)), now: daysLater(30) }
    expect(await refusalOf(acceptInvitation(late, { token, password: PASSWORD }))).toBe('deadLink')
    expect(await retireUsers(db, daysLater(31))).toBe(0)
  })

  test('can be made again: the account is active for another thirty days, or for good once it is used', async () => {
    const [slow, slower] = [await entered(), await entered()]
    for (const { handle } of [slow, slower]) await invite(ctx, handle)
    await retireUsers(db, daysLater(40))
    const again = await invite(at(daysLater(40)), slow.handle)
    await invite(at(daysLater(40)), slower.handle)
    expect(await isActive(slow.id)).toBe(true)
    expect((await listUserHistory(ctx, slow.id)).map(({ action }) => action).slice(0, 2)).toEqual([
      'user.invited',
      'user.activated',
    ])
    await acceptInvitation(
      { ...(await systemContext(db)), now: daysLater(41) },
      { token: again.token, password: PASSWORD },
    )
    expect(await retireUsers(db, daysLater(69))).toBe(0)
    expect(await retireUsers(db, daysLater(71))).toBe(1)
    expect([await isActive(slow.id), await isActive(slower.id)]).toEqual([true, false])
    expect(await checkCredentials(db, { email: slow.email!, password: PASSWORD })).toMatchObject({ id: slow.id })
  })

  test('cannot be made for a colleague without an address', async () => {
    const colleague = await entered({ active: false, email: null })
    expect(await refusalOf(invite(ctx, colleague.handle))).toBe('emailForActive')
    expect(await isActive(colleague.id)).toBe(false)
  })

  test('does not end somebody who was let in by hand since, or who has joined', async () => {
    const [woken, joined] = [await entered(), await entered()]
    await invite(ctx, woken.handle)
    const { token } = await invite(ctx, joined.handle)
    await acceptInvitation({ ...(await systemContext(db)), now: daysLater(1) }, { token, password: PASSWORD })
    await setActive(at(daysLater(28)), { user: woken.handle, active: false })
    await setActive(at(daysLater(29)), { user: woken.handle, active: true })
    expect(await retireUsers(db, daysLater(35))).toBe(0)
    expect(await retireUsers(db, daysLater(60))).toBe(1)
    expect([await isActive(woken.id), await isActive(joined.id)]).toEqual([false, true])
  })
})

describe('somebody who has not come for long', () => {
  const allowing = async (months: number | null) => db.update(settings).set({ inactiveAfterMonths: months })

  test('is deactivated after the months that the company says, and never where it says none', async () => {
    const user = await entered({ passwordHash: hash, lastSignInAt: NOW })
    expect(await retireUsers(db, new Date('2040-01-01'))).toBe(0)
    await allowing(3)
    expect(await retireUsers(db, new Date('2027-02-22T09:59:00Z'))).toBe(0)
    expect((await findDue(at(new Date('2027-02-22T10:00:00Z')))).map(({ handle }) => handle)).toEqual([user.handle])
    expect(await retireUsers(db, new Date('2027-02-22T10:00:00Z'))).toBe(1)
    expect(await rowOf(user.id)).toMatchObject({ active: false, sessionVersion: user.sessionVersion + 1 })
    expect((await listUserHistory(ctx, user.id))[0]).toMatchObject({ actor: '', new: { why: 'absence' } })
    expect(await checkCredentials(db, { email: user.email!, password: PASSWORD })).toBeNull()
  })

  test('is counted from the last visit, else from the invitation, else from when they were entered or let in', async () => {
    await allowing(6)
    const old = new Date('2025-01-01T00:00:00Z')
    const never = await makeUser(db, { createdAt: old })
    const invited = await makeUser(db, { createdAt: old, passwordHash: hash })
    const woken = await makeUser(db, { createdAt: old, passwordHash: hash, lastSignInAt: old, active: false })
    const here = await makeUser(db, { createdAt: old, passwordHash: hash, lastSignInAt: NOW })
    await db
      .insert(tokens)
      .values({ userId: invited.id, purpose: 'invitation', hash: 'x', expiresAt: NOW, createdAt: NOW })
    await setActive(ctx, { user: woken.handle, active: true })
    expect(await retireUsers(db, daysLater(1))).toBe(1)
    const states = await Promise.all([never, invited, woken, here].map(({ id }) => isActive(id)))
    expect(states).toEqual([false, true, true, true])
  })

  test('stays where nobody else is administrator: of several the one who came last', async () => {
    await allowing(1)
    await db.update(users).set({ active: false })
    const long = await entered({ role: 'administrator', lastSignInAt: daysLater(-90), passwordHash: hash })
    const longer = await entered({
      role: 'administrator',
      lastSignInAt: daysLater(-200),
      passwordHash: hash,
      createdAt: daysLater(-300),
    })
    await db
      .update(users)
      .set({ createdAt: daysLater(-300) })
      .where(eq(users.id, long.id))
    expect(await retireUsers(db, NOW)).toBe(1)
    expect([await isActive(long.id), await isActive(longer.id)]).toEqual([true, false])
    expect(await retireUsers(db, daysLater(400))).toBe(0)
    expect(await db.$count(users, and(eq(users.role, 'administrator'), users.active))).toBe(1)
  })

  test('keeps an administrator also when two workers look at the same moment', async () => {
    await allowing(1)
    const [left, right] = [connect(url, { max: 1 }), connect(url, { max: 1 })]
    try {
      for (let race = 0; race < 10; race++) {
        await db.update(users).set({ active: false })
        for (let number = 0; number < 3; number++) {
          await entered({ role: 'administrator', createdAt: daysLater(-100 + number) })
        }
        await Promise.all([retireUsers(left.db, NOW), retireUsers(right.db, NOW)])
        expect(await db.$count(users, and(eq(users.role, 'administrator'), users.active))).toBe(1)
      }
    } finally {
      await Promise.all([left.close(), right.close()])
    }
  })

  test('is what the worker looks for by itself', async () => {
    await allowing(1)
    const user = await entered({ createdAt: new Date('2020-01-01'), passwordHash: hash })
    await JOBS['users.retire']!(db, {}, new AbortController().signal)
    expect(await isActive(user.id)).toBe(false)
  })
})

describe('deleting a user', () => {
  const entry = (values: Record<string, unknown> = {}) =>
    newUserInput.parse({
      firstName: 'Ana',
      lastName: 'Muster',
      role: 'collector',
      language: 'en',
      usualKind: 'sales',
      ...values,
    })

  test('whom nothing names leaves only the history of it', async () => {
    const { id, handle } = await createUser(ctx, entry({ email: 'gone@x.example', active: true }))
    await invite(ctx, handle)
    expect(await tracesOf(ctx, id)).toEqual([])
    await deleteUser(ctx, handle)
    expect(await db.$count(users, eq(users.id, id))).toBe(0)
    expect(await db.$count(tokens, eq(tokens.userId, id))).toBe(0)
    expect(await db.$count(userHandles, eq(userHandles.userId, id))).toBe(0)
    const rows = await db.select().from(history).where(eq(history.userId, id)).orderBy(history.id)
    expect(rows.map(({ action }) => action)).toEqual(['user.created', 'user.invited', 'user.deleted'])
    expect(rows.at(-1)).toMatchObject({ actorId: ctx.actor.id, old: { handle, lastName: 'Muster' } })
    expect(await refusalOf(deleteUser(ctx, handle))).toBe('gone')
  })

  /** Every way in which something can name a user, and what the screen then says. */
  const WAYS: Record<string, (user: typeof users.$inferSelect) => Promise<unknown>> = {
    password: (user) => db.update(users).set({ passwordHash: hash }).where(eq(users.id, user.id)),
    colleague: async (user) => makeAssociation(db, (await makeCustomer(db)).id, user.id),
    collector: (user) => makeCustomer(db, { collectorId: user.id }),
    changes: (user) => db.insert(changes).values({ ...change(), createdBy: user.id }),
    lists: (user) => db.insert(codeLists).values({ id: crypto.randomUUID(), createdBy: user.id, pasted: 1 }),
    views: (user) => makeView(user.id, ''),
    rules: async (user) => makeRule(user.id, { does: 'group', groups: [user.id] }),
    namedByViews: (user) => makeView(ctx.actor.id, `country=FR&colleague=none,!${user.handle}&sort=-overdue`),
    namedByRules: async (user) => makeRule(ctx.actor.id, { does: 'associate', colleagues: [user.id] }),
    namedByChanges: (user) =>
      db.insert(changes).values({ ...change(), input: { colleagues: [ctx.actor.id, user.id] } }),
  }
  const change = () => ({
    ...{ key: crypto.randomUUID(), kind: 'associate', input: {}, target: {}, total: 1, fingerprint: 'x' },
    createdBy: ctx.actor.id,
  })
  const makeView = async (ownerId: number, search: string) => {
    const slug = crypto.randomUUID()
    return (await db.insert(views).values({ slug, name: slug, ownerId, search }).returning())[0]!
  }
  const makeRule = async (createdBy: number, gives: unknown) => {
    const view = await makeView(ctx.actor.id, 'country=FR')
    await db.insert(rules).values({ key: view.slug, name: view.slug, viewId: view.id, gives, createdBy })
  }

  test.each(Object.keys(WAYS))('is refused where there is a trace, which is named: %s', async (kind) => {
    const [user, bystander] = [await entered(), await entered()]
    await WAYS[kind]!(user)
    expect((await tracesOf(ctx, user.id)).map((trace) => trace.kind)).toEqual([kind])
    expect(await tracesOf(ctx, bystander.id)).toEqual([])
    expect(await refusalOf(deleteUser(ctx, user.handle))).toBe('userInUse')
    expect(await findUser(ctx, user.handle)).toMatchObject({ id: user.id })
  })

  test.each([
    ['input', { from: 0, to: 1 }],
    ['input', { collector: 1 }],
    ['target', { kind: 'portfolio', userId: 1 }],
  ] as const)('sees who is named in the %s of a mass change: %j', async (column, shape) => {
    const user = await entered()
    const value = Object.fromEntries(Object.entries(shape).map(([name, is]) => [name, is === 1 ? user.id : is]))
    await db.insert(changes).values({ ...change(), [column]: value })
    expect(await tracesOf(ctx, user.id)).toEqual([{ kind: 'namedByChanges', count: 1 }])
  })

  test('is refused for a former colleague and a former collector too: the history names them', async () => {
    const [colleague, collector] = [await entered(), await entered()]
    const customer = await makeCustomer(db)
    await associate(ctx, customer.id, { userId: colleague.id })
    await disassociate(ctx, customer.id, colleague.id)
    const { version } = customer
    await setCollector(ctx, { customerId: customer.id, version, collectorId: collector.id })
    await setCollector(ctx, { customerId: customer.id, version: version + 1, collectorId: null })
    for (const user of [colleague, collector]) {
      expect((await tracesOf(ctx, user.id)).map(({ kind }) => kind)).toEqual(['history'])
    }
  })

  test('is refused by the database itself for a table that does not exist yet', async () => {
    const user = await entered()
    await db.execute(sql`create table diary (user_id bigint references users (id))`)
    await db.execute(sql`insert into diary values (${user.id})`)
    expect(await refusalOf(deleteUser(ctx, user.handle))).toBe('userInUse')
    await db.execute(sql`drop table diary`)
  })

  test('races with who makes the user a colleague: one of the two wins, and nothing dangles', async () => {
    const customer = await makeCustomer(db)
    const other = connect(url, { max: 1 })
    try {
      for (let race = 0; race < 20; race++) {
        const user = await entered()
        const [gone, given] = await Promise.allSettled([
          deleteUser(ctx, user.handle),
          makeAssociation(other.db, customer.id, user.id),
        ])
        expect([gone.status, given.status].sort()).toEqual(['fulfilled', 'rejected'])
      }
    } finally {
      await other.close()
    }
  })

  test('is no way past the last administrator, nor for a credit manager past any', async () => {
    const boss = await entered({ role: 'administrator' })
    const manager = await actingAs(db, { role: 'credit_manager' }, NOW)
    expect(await refusalOf(deleteUser(manager, boss.handle))).toBe('administratorsOnly')
    await db.update(users).set({ active: false }).where(eq(users.id, ctx.actor.id))
    const stale = await contextOf(db, await rowOf(boss.id), NOW)
    expect(await refusalOf(deleteUser(stale, boss.handle))).toBe('lastAdministrator')
  })
})
