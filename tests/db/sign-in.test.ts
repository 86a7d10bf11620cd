import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { connect } from '@/db/client'
import { endedSessions, settings, users } from '@/db/schema'
import { checkCredentials, forgiveSignIns, rememberSignIn } from '@/lib/auth/credentials'
import { contextFor, contextOfSession } from '@/lib/auth/identity'
import { hashPassword } from '@/lib/auth/password'
import { nextStep, proveSecondFactor } from '@/lib/auth/second-factor'
import { setActive, signOutUser } from '@/lib/users/commands/access'
import { changePassword } from '@/lib/users/commands/password'
import { updateUser } from '@/lib/users/commands/update'
import { userInput } from '@/lib/users/input'
import { testDatabase } from '../support/database'
import { actingAs, contextOf, makeSettings, makeUser } from '../support/make'

const { db, url } = testDatabase()
const PASSWORD = 'a long enough password'
let hash: string
beforeAll(async () => {
  await makeSettings(db)
  hash = await hashPassword(PASSWORD)
})

const member = (values: Partial<typeof users.$inferInsert> = {}) => makeUser(db, { passwordHash: hash, ...values })
const sessionOf = (user: typeof users.$inferSelect, sessionId = crypto.randomUUID()) => ({
  userId: user.id,
  sessionVersion: user.sessionVersion,
  sessionId,
  issuedAt: Math.floor(Date.now() / 1000),
})

describe('signing in', () => {
  test('succeeds with the right password, however the address is written, and is remembered once somebody is in', async () => {
    const user = await member({ email: 'marie@x.example' })
    for (const email of ['marie@x.example', 'Marie@X.Example ', 'marie＠x.example']) {
      expect(await checkCredentials(db, { email, password: PASSWORD })).toEqual({ id: user.id, sessionVersion: 1 })
    }
    expect((await db.select().from(users).where(eq(users.id, user.id)))[0]?.lastSignInAt).toBeNull()
    await rememberSignIn(db, user.id)
    const [row] = await db.select().from(users).where(eq(users.id, user.id))
    expect(row?.lastSignInAt).toBeInstanceOf(Date)
    expect(row?.version).toBe(user.version)
  })

  test('is answered alike for a wrong password, an unknown address, an inactive user and one without a password', async () => {
    const [active, inactive, invited] = [await member(), await member({ active: false }), await makeUser(db)]
    const answers = await Promise.all([
      checkCredentials(db, { email: active.email!, password: 'a wrong password' }),
      checkCredentials(db, { email: 'nobody@x.example', password: PASSWORD }),
      checkCredentials(db, { email: inactive.email!, password: PASSWORD }),
      checkCredentials(db, { email: invited.email!, password: PASSWORD }),
      checkCredentials(db, { email: invited.email!, password: '' }),
    ])
    expect(answers).toEqual([null, null, null, null, null])
  })

  test.each([
    '',
    '@',
    'a@b@c',
    '\u0000',
    'x\u0000@x.example',
    '\ud800@x.example',
    `${'a'.repeat(5000)}@x.example`,
    "' or 1=1 --",
  ])('with what is no address is refused like any other: %j', async (email) => {
    expect(await checkCredentials(db, { email, password: PASSWORD })).toBeNull()
  })

  test('lets nobody in while the database cannot be asked', async () => {
    const user = await member()
    const gone = connect(url, { max: 1 })
    await gone.close()
    const credentials = { email: user.email!, password: PASSWORD }
    await expect(checkCredentials(gone.db, credentials)).rejects.toThrow()
    await expect(contextOfSession(gone.db, sessionOf(user))).rejects.toThrow()
    await expect(nextStep(gone.db, user.id)).rejects.toThrow()
    const prover = { userId: user.id, secret: 'x'.repeat(40), now: new Date() }
    await expect(proveSecondFactor(gone.db, prover, '123456')).rejects.toThrow()
  })

  test('refuses a password of a megabyte without working on it', async () => {
    const user = await member()
    expect(await checkCredentials(db, { email: user.email!, password: 'x'.repeat(1_000_000) })).toBeNull()
  })

  test('is throttled by account, whether it exists or not, and the others go on', async () => {
    const [victim, other] = [await member(), await member()]
    for (const email of [victim.email!, 'unknown@x.example']) {
      for (let tries = 0; tries < 10; tries++) {
        expect(await checkCredentials(db, { email, password: 'guess' })).toBeNull()
      }
      expect(await checkCredentials(db, { email, password: PASSWORD })).toBe('throttled')
    }
    expect(await checkCredentials(db, { email: other.email!, password: PASSWORD })).toMatchObject({ id: other.id })
  })

  test('stays open to its owner in a known browser while a stranger tries elsewhere', async () => {
    const user = await member()
    const email = user.email!
    for (let tries = 0; tries < 11; tries++) await checkCredentials(db, { email, password: 'guess' })
    expect(await checkCredentials(db, { email, password: PASSWORD })).toBe('throttled')
    expect(await checkCredentials(db, { email, password: PASSWORD, device: 'desk' })).toMatchObject({ id: user.id })
    for (let tries = 0; tries < 10; tries++) await checkCredentials(db, { email, password: 'guess', device: 'stolen' })
    expect(await checkCredentials(db, { email, password: PASSWORD, device: 'stolen' })).toBe('throttled')
  })

  test('gives whoever marked many browsers, knowing a former password, a hundred tries a day in all of them', async () => {
    const [user, other] = [await member(), await member()]
    const email = user.email!
    let looked = 0
    for (let device = 0; device < 12; device++) {
      for (let tries = 0; tries < 10; tries++) {
        // Longer than any password: counted like every try, and costs nothing.
        const given = { email, password: 'x'.repeat(300), device: `marked ${device}` }
        if ((await checkCredentials(db, given)) !== 'throttled') looked += 1
      }
    }
    expect(looked).toBe(100)
    expect(await checkCredentials(db, { email, password: PASSWORD, device: 'at home' })).toBe('throttled')
    // A browser without a mark is counted apart, and so is everybody else; a link begins afresh.
    expect(await checkCredentials(db, { email, password: PASSWORD })).toMatchObject({ id: user.id })
    expect(await checkCredentials(db, { email: other.email!, password: PASSWORD, device: 'a' })).toMatchObject({
      id: other.id,
    })
    await forgiveSignIns(db, email)
    for (let times = 0; times < 3; times++) {
      expect(await checkCredentials(db, { email, password: PASSWORD, device: 'at home' })).toMatchObject({
        id: user.id,
      })
    }
  })

  test('is throttled by a believed address over many accounts; who succeeds uses none of it up', async () => {
    const address = '203.0.113.7'
    const user = await member()
    for (let times = 0; times < 60; times++) {
      expect(await checkCredentials(db, { email: user.email!, password: PASSWORD, address })).toMatchObject({
        id: user.id,
      })
    }
    for (let tries = 0; tries < 50; tries++) {
      expect(
        await checkCredentials(db, { email: `u${tries}@y.example`, password: 'x'.repeat(300), address }),
      ).toBeNull()
    }
    expect(await checkCredentials(db, { email: user.email!, password: PASSWORD, address })).toBe('throttled')
    expect(
      await checkCredentials(db, { email: user.email!, password: PASSWORD, address: '203.0.113.8' }),
    ).toMatchObject({
      id: user.id,
    })
  })
})

describe('a session', () => {
  test('is its user as the row is now', async () => {
    const user = await member({ role: 'sales_manager', portfolioOnly: true, language: 'fr', timeZone: 'Asia/Tokyo' })
    expect((await contextOfSession(db, sessionOf(user)))?.actor).toMatchObject({
      kind: 'user',
      id: user.id,
      role: 'sales_manager',
      portfolioOnly: true,
      language: 'fr',
      timeZone: 'Asia/Tokyo',
    })
  })

  test('ends at once when the user is deactivated, loses or gains a role, or is signed out everywhere', async () => {
    const admin = await actingAs(db, { role: 'administrator' })
    const form = (user: typeof users.$inferSelect) =>
      userInput.parse({ ...user, timeZone: '', user: user.handle, role: 'guest' })
    const endings: ((user: typeof users.$inferSelect) => Promise<unknown>)[] = [
      (user) => setActive(admin, { user: user.handle, active: false }),
      (user) => updateUser(admin, form(user)),
      (user) => signOutUser(admin, user.handle),
      async (user) =>
        changePassword(await contextOf(db, user), { present: PASSWORD, password: 'another long password' }),
    ]
    for (const end of endings) {
      const user = await member()
      const [here, there] = [sessionOf(user), sessionOf(user)]
      expect(await contextOfSession(db, here)).toBeDefined()
      await end(user)
      expect(await contextOfSession(db, here)).toBeUndefined()
      expect(await contextOfSession(db, there)).toBeUndefined()
    }
  })

  test('does not come back when the user is activated again', async () => {
    const admin = await actingAs(db, { role: 'administrator' })
    const user = await member()
    const session = sessionOf(user)
    await setActive(admin, { user: user.handle, active: false })
    await setActive(admin, { user: user.handle, active: true })
    expect(await contextOfSession(db, session)).toBeUndefined()
  })

  test('that was signed out of is over, and the others of the same person go on', async () => {
    const user = await member()
    const [here, there] = [sessionOf(user), sessionOf(user)]
    await db.insert(endedSessions).values({ id: here.sessionId, expiresAt: new Date('2100-01-01') })
    expect(await contextOfSession(db, here)).toBeUndefined()
    expect(await contextOfSession(db, there)).toBeDefined()
  })

  test('ends to the minute when nobody was there for as long as the company allows, and goes on from the last visit', async () => {
    const minute = 60_000
    const start = Date.UTC(2026, 10, 22, 8)
    const session = { ...sessionOf(await member()), issuedAt: start / 1000 }
    const at = async (minutes: number) =>
      (await contextOfSession(db, session, new Date(start + minutes * minute))) !== undefined
    await db.update(settings).set({ idleHours: 2 })
    try {
      expect([await at(0), await at(119)]).toEqual([true, true])
      // The visit just before has begun the two hours anew, for another process too.
      expect([await at(238), await at(238 + 121)]).toEqual([true, false])
      expect(await at(238 + 119)).toBe(true)
      await db.update(settings).set({ idleHours: null })
      expect(await at(238 + 119 + 6 * 24 * 60)).toBe(true)
    } finally {
      await db.update(settings).set({ idleHours: 12 })
    }
  })

  test('made up is nobody’s', async () => {
    const user = await member()
    const good = sessionOf(user)
    for (const claim of [
      { ...good, sessionVersion: 2 },
      { ...good, sessionVersion: 0 },
      { ...good, sessionVersion: Number.NaN },
      { ...good, userId: 0 },
      { ...good, userId: -1 },
      { ...good, userId: Number.NaN },
      { ...good, userId: 1.5 },
      { ...good, sessionId: '' },
      { ...good, issuedAt: Number.NaN },
    ]) {
      expect(await contextOfSession(db, claim)).toBeUndefined()
    }
  })

  test('and its work in the background end together: the worker acts for active users only', async () => {
    const admin = await actingAs(db, { role: 'administrator' })
    const user = await member()
    expect(await contextFor(db, user.id)).toBeDefined()
    await setActive(admin, { user: user.handle, active: false })
    expect(await contextFor(db, user.id)).toBeUndefined()
  })
})
