import { and, eq } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { connect } from '@/db/client'
import { history, users } from '@/db/schema'
import { ROLES } from '@/db/schema/vocabulary'
import type { Context } from '@/lib/context'
import { countPortfolios } from '@/lib/customers/queries/portfolios'
import { setActive, signOutEverywhere, signOutUser } from '@/lib/users/commands/access'
import { createUser } from '@/lib/users/commands/create'
import { deleteUser } from '@/lib/users/commands/delete'
import { invite, resetLink } from '@/lib/users/commands/links'
import { updateProfile } from '@/lib/users/commands/profile'
import { takeSecondFactor } from '@/lib/users/commands/second-factor'
import { updateUser } from '@/lib/users/commands/update'
import { newUserInput, profileInput, userInput } from '@/lib/users/input'
import { findUser, listUserHistory, listUsers, pickColleagues } from '@/lib/users/queries'
import { testDatabase } from '../support/database'
import { actingAs, contextOf, makeAssociation, makeCustomer, makeSettings, makeUser } from '../support/make'
import { refusalOf } from '../support/refusal'

const { db, url } = testDatabase()
let ctx: Context
beforeAll(async () => makeSettings(db))
beforeEach(async () => {
  await db.update(users).set({ active: false }).where(eq(users.role, 'administrator'))
  ctx = await actingAs(db, { role: 'administrator' })
})

type User = typeof users.$inferSelect

const entry = (values: Record<string, unknown>) =>
  newUserInput.parse({ lastName: 'Muster', role: 'collector', language: 'en', usualKind: 'sales', ...values })

/** The user as the form sends it, with some of it changed. */
const edit = (user: User, values: Record<string, unknown> = {}) =>
  userInput.parse({
    ...user,
    firstName: user.firstName ?? '',
    email: user.email ?? '',
    timeZone: user.timeZone ?? '',
    user: user.handle,
    ...values,
  })

const rowOf = async (id: number) => (await db.select().from(users).where(eq(users.id, id)))[0]!

describe('entering a user', () => {
  test('makes the handle from the name, with a number where somebody has or had it', async () => {
    const names = { firstName: 'Zoë', lastName: 'O’Neil-Straße' }
    const first = await createUser(ctx, entry(names))
    expect(first.handle).toBe('zoe.oneil-strasse')
    await updateUser(ctx, edit(await rowOf(first.id), { handle: 'zoe' }))
    expect((await createUser(ctx, entry(names))).handle).toBe('zoe.oneil-strasse2')
    expect((await createUser(ctx, entry({ lastName: '山田' }))).handle).toBe('user')
    expect((await createUser(ctx, entry({ lastName: 'None' }))).handle).toBe('user.none')
  })

  test('gives two people of one name, entered at the same moment, two handles', async () => {
    const made = await Promise.all(
      Array.from({ length: 8 }, () => createUser(ctx, entry({ firstName: 'Li', lastName: 'Wei' }))),
    )
    expect(new Set(made.map((user) => user.handle)).size).toBe(8)
  })

  test('is in the history, with who and what and no secret', async () => {
    const { id } = await createUser(ctx, entry({ firstName: 'Ana', lastName: 'Novak', email: 'Ana@X.example' }))
    const [row] = await db.select().from(history).where(eq(history.userId, id))
    expect(row).toMatchObject({ action: 'user.created', actorId: ctx.actor.id })
    expect(row?.new).toMatchObject({ lastName: 'Novak', email: 'ana@x.example', role: 'collector' })
    expect(JSON.stringify(row?.new)).not.toMatch(/password|hash|session/i)
  })

  test('refuses an address that another user has, in whatever spelling, and an active user without one', async () => {
    await makeUser(db, { email: 'taken@x.example', active: false })
    expect(await refusalOf(createUser(ctx, entry({ email: 'Taken@X.example' })))).toBe('emailTaken')
    expect(await refusalOf(createUser(ctx, entry({ active: true })))).toBe('emailForActive')
    expect(await refusalOf(createUser(ctx, entry({ handle: ctx.actor.handle })))).toBe('handleTaken')
  })

  test('takes nothing that the form does not have', async () => {
    const smuggled = { passwordHash: 'x', sessionVersion: 99, id: 1, createdAt: '2001-01-01', constructor: 1 }
    const { id } = await createUser(
      ctx,
      entry(JSON.parse(JSON.stringify({ ...smuggled, __proto__: { active: true } }))),
    )
    expect(await rowOf(id)).toMatchObject({ passwordHash: null, sessionVersion: 1, active: false })
    expect(() => entry({ role: 'superuser' })).toThrow()
    expect(() => entry({ role: ['administrator'] })).toThrow()
  })
})

describe('changing a user', () => {
  test('refuses what was read before somebody else wrote', async () => {
    const user = await makeUser(db)
    await updateUser(ctx, edit(user, { firstName: 'New' }))
    expect(await refusalOf(updateUser(ctx, edit(user, { firstName: 'Late' })))).toBe('changedMeanwhile')
    expect((await rowOf(user.id)).firstName).toBe('New')
  })

  test('that changes nothing writes nothing', async () => {
    const user = await makeUser(db)
    await updateUser(ctx, edit(user))
    expect(await rowOf(user.id)).toEqual(user)
    expect(await db.$count(history, eq(history.userId, user.id))).toBe(0)
  })

  test('keeps every old handle working, and gives none of them to anybody else', async () => {
    const user = await makeUser(db)
    await updateUser(ctx, edit(user, { handle: 'first.change' }))
    await updateUser(ctx, edit(await rowOf(user.id), { handle: 'second.change' }))
    for (const handle of [user.handle, 'first.change', 'second.change']) {
      expect(await findUser(ctx, handle)).toMatchObject({ id: user.id, handle: 'second.change' })
    }
    const other = await makeUser(db)
    expect(await refusalOf(updateUser(ctx, edit(other, { handle: 'first.change' })))).toBe('handleTaken')
    expect((await rowOf(other.id)).handle).toBe(other.handle)
    await updateUser(ctx, edit(await rowOf(user.id), { handle: 'first.change' }))
    expect((await rowOf(user.id)).handle).toBe('first.change')
  })

  test('leaves no active user without an address, and an inactive one may be', async () => {
    const user = await makeUser(db)
    expect(await refusalOf(updateUser(ctx, edit(user, { email: '' })))).toBe('emailForActive')
    const inactive = await makeUser(db, { active: false })
    await updateUser(ctx, edit(inactive, { email: '' }))
    expect((await rowOf(inactive.id)).email).toBeNull()
    expect(await refusalOf(setActive(ctx, { user: inactive.handle, active: true }))).toBe('emailForActive')
  })

  test('ends the sessions when it changes the role, and leaves them alone when it does not', async () => {
    const user = await makeUser(db, { role: 'collector' })
    await updateUser(ctx, edit(user, { firstName: 'Other' }))
    expect((await rowOf(user.id)).sessionVersion).toBe(1)
    await updateUser(ctx, edit(await rowOf(user.id), { role: 'guest' }))
    expect(await rowOf(user.id)).toMatchObject({ role: 'guest', sessionVersion: 2 })
  })

  test('is in the history with both values of what differs, and nothing else', async () => {
    const user = await makeUser(db, { role: 'collector' })
    await updateUser(ctx, edit(user, { role: 'executive' }))
    const [last] = await listUserHistory(ctx, user.id)
    expect(last).toMatchObject({ action: 'user.updated', old: { role: 'collector' }, new: { role: 'executive' } })
    expect(Object.keys(last?.new ?? {})).toEqual(['role'])
  })

  test('of the own role needs to be meant', async () => {
    await makeUser(db, { role: 'administrator' })
    const self = await rowOf(ctx.actor.id)
    expect(await refusalOf(updateUser(ctx, edit(self, { role: 'collector' })))).toBe('ownRole')
    await updateUser(ctx, edit(self, { role: 'collector', confirmed: true }))
    expect((await rowOf(self.id)).role).toBe('collector')
  })
})

describe('deactivating', () => {
  test('ends the sessions, keeps the colleague, and does nothing the second time', async () => {
    const user = await makeUser(db)
    const customer = await makeCustomer(db)
    await makeAssociation(db, customer.id, user.id)
    await setActive(ctx, { user: user.handle, active: false })
    const after = await rowOf(user.id)
    expect(after).toMatchObject({ active: false, sessionVersion: 2 })
    await setActive(ctx, { user: user.handle, active: false })
    expect(await rowOf(user.id)).toEqual(after)
    expect((await pickColleagues(ctx)).find(({ id }) => id === user.id)).toMatchObject({ active: false })
    expect((await countPortfolios(ctx, [user.id])).get(user.id)).toEqual({ colleague: 1, collector: 0 })
  })

  test('of the own account needs to be meant', async () => {
    await makeUser(db, { role: 'administrator' })
    const own = { user: ctx.actor.handle, active: false }
    expect(await refusalOf(setActive(ctx, own))).toBe('ownAccess')
    await setActive(ctx, { ...own, confirmed: true })
    expect((await rowOf(ctx.actor.id)).active).toBe(false)
  })

  test('reaches a user by an old handle too, and says so of one that never was', async () => {
    const user = await makeUser(db)
    await updateUser(ctx, edit(user, { handle: 'moved.away' }))
    await setActive(ctx, { user: user.handle, active: false })
    expect((await rowOf(user.id)).active).toBe(false)
    expect(await refusalOf(setActive(ctx, { user: 'never.was', active: false }))).toBe('gone')
  })
})

describe('the last active administrator', () => {
  /** How somebody may try to be rid of another. */
  const OTHER_WAYS: ((ctx: Context, user: User) => Promise<unknown>)[] = [
    (ctx, user) => updateUser(ctx, edit(user, { role: 'collector' })),
    (ctx, user) => setActive(ctx, { user: user.handle, active: false }),
    (ctx, user) => deleteUser(ctx, user.handle),
  ]

  test('stays, whoever asks and however', async () => {
    const self = await rowOf(ctx.actor.id)
    await makeUser(db, { role: 'administrator', active: false })
    expect(await refusalOf(updateUser(ctx, edit(self, { role: 'guest', confirmed: true })))).toBe('lastAdministrator')
    expect(await refusalOf(setActive(ctx, { user: self.handle, active: false, confirmed: true }))).toBe(
      'lastAdministrator',
    )
    expect(await rowOf(self.id)).toMatchObject({ role: 'administrator', active: true })
  })

  test('stays when two administrators take the role from each other at the same moment, a hundred times', async () => {
    const [left, right] = [connect(url, { max: 1 }), connect(url, { max: 1 })]
    try {
      for (let race = 0; race < 100; race++) {
        await db.update(users).set({ active: false }).where(eq(users.role, 'administrator'))
        const one = await makeUser(db, { role: 'administrator' })
        const two = await makeUser(db, { role: 'administrator' })
        const outcomes = await Promise.allSettled([
          updateUser(await contextOf(left.db, one), edit(two, { role: 'collector' })),
          OTHER_WAYS[race % OTHER_WAYS.length]!(await contextOf(right.db, two), one),
        ])
        expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
        expect(await db.$count(users, and(eq(users.role, 'administrator'), users.active))).toBe(1)
      }
    } finally {
      await Promise.all([left.close(), right.close()])
    }
  })

  test('does not make a door of another role: who was demoted a moment ago cannot go on', async () => {
    const boss = await makeUser(db, { role: 'administrator' })
    const demoted = await makeUser(db, { role: 'administrator' })
    const stale = await contextOf(db, demoted)
    await updateUser(await contextOf(db, boss), edit(demoted, { role: 'collector' }))
    expect(await refusalOf(setActive(stale, { user: boss.handle, active: false }))).toBe('forbidden')
    expect(await refusalOf(resetLink(stale, boss.handle))).toBe('forbidden')
  })
})

describe('a credit manager', () => {
  test('manages everybody but administrators, and makes none', async () => {
    const manager = await actingAs(db, { role: 'credit_manager' })
    const [boss, self] = [await rowOf(ctx.actor.id), await rowOf(manager.actor.id)]
    const colleague = await makeUser(db)
    const attempts = [
      () => createUser(manager, entry({ role: 'administrator', email: 'new@x.example', active: true })),
      () => updateUser(manager, edit(colleague, { role: 'administrator' })),
      () => updateUser(manager, edit(self, { role: 'administrator', confirmed: true })),
      () => updateUser(manager, edit(boss, { firstName: 'Mallory' })),
      () => updateUser(manager, edit(boss, { role: 'guest' })),
      () => setActive(manager, { user: boss.handle, active: false }),
      () => signOutUser(manager, boss.handle),
      () => takeSecondFactor(manager, boss.handle),
      () => deleteUser(manager, boss.handle),
      () => resetLink(manager, boss.handle),
      () => invite(manager, boss.handle),
    ]
    for (const attempt of attempts) expect(await refusalOf(attempt())).toBe('administratorsOnly')
    expect(await rowOf(boss.id)).toEqual(boss)
    await updateUser(manager, edit(colleague, { role: 'sales_manager' }))
    expect((await rowOf(colleague.id)).role).toBe('sales_manager')
  })

  test('cannot revive an administrator who was deactivated either', async () => {
    const manager = await actingAs(db, { role: 'credit_manager' })
    const former = await makeUser(db, { role: 'administrator', active: false })
    expect(await refusalOf(setActive(manager, { user: former.handle, active: true }))).toBe('administratorsOnly')
    expect(await refusalOf(updateUser(manager, edit(former, { role: 'guest' })))).toBe('administratorsOnly')
  })
})

describe('the own profile', () => {
  test('changes what is one’s own to decide, and nothing else', async () => {
    const guest = await actingAs(db, { role: 'guest' })
    const before = await rowOf(guest.actor.id)
    const screen = { language: 'fr', theme: 'dark', density: 'comfortable', shortcuts: false } as const
    const chosen = { ...screen, timeZone: 'Asia/Tokyo' }
    await updateProfile(guest, chosen)
    expect(await rowOf(before.id)).toEqual({ ...before, ...chosen, version: before.version + 1 })
  })

  test('takes nothing that is not one’s own to decide, whatever is sent along', async () => {
    const guest = await actingAs(db, { role: 'guest' })
    const before = await rowOf(guest.actor.id)
    const more = { role: 'administrator', active: false, email: 'x@y.example', portfolioOnly: false, mayImport: true }
    const rest = { passwordHash: 'x', sessionVersion: 9, id: 1, handle: 'root', permissions: ['*'], organizationId: 2 }
    const own = { language: 'fr', timeZone: '', theme: 'dark', density: 'compact', shortcuts: true }
    const sent = JSON.parse(
      JSON.stringify({ ...own, ...more, ...rest }).replace('{', '{"__proto__":{"role":"administrator"},'),
    )
    await updateProfile(guest, profileInput.parse(sent))
    const changed = { language: 'fr', theme: 'dark', version: before.version + 1 }
    expect(await rowOf(before.id)).toEqual({ ...before, ...changed })
  })

  test('ends every session of the person who asks, and of nobody else', async () => {
    const person = await actingAs(db, { role: 'collector' })
    const other = await makeUser(db)
    await signOutEverywhere(person)
    expect((await rowOf(person.actor.id)).sessionVersion).toBe(2)
    expect((await rowOf(other.id)).sessionVersion).toBe(1)
  })
})

describe('the list of users', () => {
  const all = { q: '', role: '', state: 'all' } as const

  test('finds by any part of name, handle and address, accents and case ignored', async () => {
    const user = await makeUser(db, { firstName: 'Hélène', lastName: 'Vasseur', handle: 'hv', email: 'h.v@y.example' })
    for (const q of ['helene', 'VASS hél', 'vasseur hélène', 'hv', 'h.v@y']) {
      expect((await listUsers(ctx, { ...all, q }, 1)).rows.map(({ id }) => id)).toContain(user.id)
    }
    expect((await listUsers(ctx, { ...all, q: 'helene%' }, 1)).total).toBe(0)
  })

  test('narrows by role and by whether somebody may sign in', async () => {
    for (const role of ROLES) await makeUser(db, { role, active: false, lastName: 'Sleeper' })
    const { rows } = await listUsers(ctx, { q: 'sleeper', role: 'executive', state: 'inactive' }, 1)
    expect(rows).toHaveLength(1)
    expect((await listUsers(ctx, { q: 'sleeper', role: 'executive', state: 'active' }, 1)).total).toBe(0)
  })

  test('shows the last page to who asks for one past the end', async () => {
    expect((await listUsers(ctx, all, 9999)).page).toBe((await listUsers(ctx, all, 1)).pages)
  })

  test('counts for a portfolio-only reader the customers of that portfolio alone', async () => {
    const reader = await actingAs(db, { role: 'credit_manager', portfolioOnly: true })
    const colleague = await makeUser(db)
    const [mine, other] = [await makeCustomer(db), await makeCustomer(db, { collectorId: colleague.id })]
    for (const customer of [mine, other]) await makeAssociation(db, customer.id, colleague.id)
    await makeAssociation(db, mine.id, reader.actor.id)
    expect((await countPortfolios(ctx, [colleague.id])).get(colleague.id)).toEqual({ colleague: 2, collector: 1 })
    expect((await countPortfolios(reader, [colleague.id])).get(colleague.id)).toEqual({ colleague: 1, collector: 0 })
  })
})
