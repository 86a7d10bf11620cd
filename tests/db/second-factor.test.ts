import { eq, sql } from 'drizzle-orm'
import { TOTP } from 'otpauth'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { connect } from '@/db/client'
import { history, recoveryCodes, secondFactors, settings, throttles, users } from '@/db/schema'
import { contextOfSession } from '@/lib/auth/identity'
import { hashPassword } from '@/lib/auth/password'
import { rekeySecondFactors } from '@/lib/auth/rekey'
import { nextStep, proveSecondFactor } from '@/lib/auth/second-factor'
import { newSecret } from '@/lib/auth/totp'
import type { Context } from '@/lib/context'
import { setActive, signOutUser } from '@/lib/users/commands/access'
import {
  renewRecoveryCodes,
  takeSecondFactor,
  turnOffSecondFactor,
  turnOnSecondFactor,
} from '@/lib/users/commands/second-factor'
import { findSecondFactor, listUserHistory } from '@/lib/users/queries'
import { testDatabase } from '../support/database'
import { actingAs, contextOf, makeSettings, makeUser } from '../support/make'
import { refusalOf } from '../support/refusal'

const { db, url } = testDatabase()
const NOW = new Date('2026-11-22T10:00:00Z')
const PASSWORD = 'a long enough password'
const secret = 'the secret of this installation, forty letters'
const keys = { secret }
const STEP = 30_000
let hash: string
let admin: Context
beforeAll(async () => {
  await makeSettings(db)
  hash = await hashPassword(PASSWORD)
})
beforeEach(async () => {
  await db.delete(throttles)
  await db.update(settings).set({ twoFactorRoles: [] })
  admin = await actingAs(db, { role: 'administrator' }, NOW)
})

const codeOf = (begun: string, at = NOW) =>
  new TOTP({ secret: begun, algorithm: 'SHA1', digits: 6, period: 30 }).generate({ timestamp: at.getTime() })
const later = (steps: number) => new Date(NOW.getTime() + steps * STEP)
const rowOf = async (id: number) => (await db.select().from(users).where(eq(users.id, id)))[0]!

/** Somebody with a second factor, and what their telephone and their drawer hold. */
async function protectedUser(values: Partial<typeof users.$inferInsert> = {}) {
  const made = await makeUser(db, { passwordHash: hash, ...values })
  const begun = newSecret()
  const codes = await turnOnSecondFactor(await contextOf(db, made, NOW), keys, { begun, code: codeOf(begun) })
  const user = await rowOf(made.id)
  const prove = (typed: string, at = later(1), device?: string) =>
    proveSecondFactor(db, { userId: user.id, secret, now: at, device }, typed)
  const own = (at = later(1)) => contextOf(db, user, at)
  return { user, begun, codes, prove, own }
}

describe('turning the second factor on', () => {
  test('takes a code of the secret that was begun, and ends every session', async () => {
    const user = await makeUser(db, { passwordHash: hash })
    const ctx = await contextOf(db, user, NOW)
    const begun = newSecret()
    const session = {
      userId: user.id,
      sessionVersion: user.sessionVersion,
      sessionId: 'x',
      issuedAt: Math.floor(Date.now() / 1000),
    }
    expect(await refusalOf(turnOnSecondFactor(ctx, keys, { begun, code: codeOf(newSecret()) }))).toBe('wrongCode')
    expect(await nextStep(db, user.id)).toBe('open')
    expect(await contextOfSession(db, session)).toBeDefined()
    await turnOnSecondFactor(ctx, keys, { begun, code: codeOf(begun) })
    expect(await nextStep(db, user.id)).toBe('code')
    expect(await contextOfSession(db, session)).toBeUndefined()
    expect((await findSecondFactor(ctx, user.id)).since).toEqual(NOW)
  })

  test('needs a secret that this browser began, and is done once', async () => {
    const { own, begun } = await protectedUser()
    expect(await refusalOf(turnOnSecondFactor(await own(), keys, { begun: undefined, code: '123456' }))).toBe(
      'setUpOver',
    )
    const again = { begun, code: codeOf(begun, later(1)) }
    expect(await refusalOf(turnOnSecondFactor(await own(), keys, again))).toBe('secondFactorOn')
  })

  test('at the same moment in two tabs leaves the one whose codes were shown', async () => {
    const user = await makeUser(db, { passwordHash: hash })
    const ctx = await contextOf(db, user, NOW)
    const begun = [newSecret(), newSecret()]
    const outcomes = await Promise.allSettled(
      begun.map((one) => turnOnSecondFactor(ctx, keys, { begun: one, code: codeOf(one) })),
    )
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const winner = begun[outcomes.findIndex(({ status }) => status === 'fulfilled')]!
    const prover = { userId: user.id, secret, now: later(1) }
    expect(await proveSecondFactor(db, prover, codeOf(winner, later(1)))).toBe('proved')
    expect(await db.$count(recoveryCodes, eq(recoveryCodes.userId, user.id))).toBe(10)
  })

  test('at the door does nothing once the password was replaced or sessions were ended, though by a hair', async () => {
    const user = await makeUser(db, { passwordHash: hash })
    const ctx = await contextOf(db, user, NOW)
    const begun = newSecret()
    const half = { begun, code: codeOf(begun), sessionVersion: user.sessionVersion }
    await signOutUser(admin, user.handle)
    expect(await refusalOf(turnOnSecondFactor(ctx, keys, half))).toBe('changedMeanwhile')
    expect(await db.$count(secondFactors, eq(secondFactors.userId, user.id))).toBe(0)
    await turnOnSecondFactor(ctx, keys, { ...half, sessionVersion: user.sessionVersion + 1 })
    expect(await nextStep(db, user.id)).toBe('code')
  })

  test('does nothing for somebody who was deactivated meanwhile', async () => {
    const user = await makeUser(db, { passwordHash: hash })
    const ctx = await contextOf(db, user, NOW)
    await setActive(admin, { user: user.handle, active: false })
    const begun = newSecret()
    expect(await refusalOf(turnOnSecondFactor(ctx, keys, { begun, code: codeOf(begun) }))).toBe('changedMeanwhile')
    expect(await db.$count(secondFactors, eq(secondFactors.userId, user.id))).toBe(0)
  })

  test('cannot be guessed at for ever', async () => {
    const ctx = await contextOf(db, await makeUser(db, { passwordHash: hash }), NOW)
    const begun = newSecret()
    const wrong = codeOf(newSecret())
    for (let tries = 0; tries < 10; tries++) {
      expect(await refusalOf(turnOnSecondFactor(ctx, keys, { begun, code: wrong }))).toBe('wrongCode')
    }
    expect(await refusalOf(turnOnSecondFactor(ctx, keys, { begun, code: codeOf(begun) }))).toBe('tooManyCodesTried')
  })

  test('keeps the secret sealed for its user, and of the recovery codes a keyed hash', async () => {
    const { user, begun, codes } = await protectedUser()
    const other = await protectedUser()
    const kept = JSON.stringify([
      await db.select().from(secondFactors),
      await db.select().from(recoveryCodes),
      await db.select().from(history).where(eq(history.userId, user.id)),
      await db.select().from(throttles),
    ])
    expect(kept).not.toContain(begun)
    for (const code of codes) expect(kept).not.toContain(code.replace('-', ''))
    for (const code of codes) expect(kept).not.toContain(code)
    const [mine] = await db.select().from(secondFactors).where(eq(secondFactors.userId, user.id))
    await db.update(secondFactors).set({ secret: mine!.secret }).where(eq(secondFactors.userId, other.user.id))
    expect(await other.prove(codeOf(begun, later(1)))).toBe('unreadable')
  })
})

describe('a code', () => {
  test('works once, in its own step and the one beside it, and none of an earlier step after it', async () => {
    const { prove, begun } = await protectedUser()
    expect(await prove(codeOf(begun, NOW), NOW)).toBe('refused')
    expect(await prove(codeOf(begun, later(4)), later(2))).toBe('refused')
    expect(await prove(codeOf(begun, later(1)), later(3))).toBe('refused')
    expect(await prove(codeOf(begun, later(3)), later(2))).toBe('proved')
    expect(await prove(codeOf(begun, later(3)), later(2))).toBe('refused')
    expect(await prove(codeOf(begun, later(2)), later(2))).toBe('refused')
    expect(await prove(codeOf(begun, later(4)), later(5))).toBe('proved')
  })

  test('sent twenty times at the same moment from two web processes proves once', async () => {
    const { user, begun } = await protectedUser()
    const other = connect(url)
    try {
      const prover = { userId: user.id, secret, now: later(1) }
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          proveSecondFactor(index % 2 ? db : other.db, { ...prover, device: `${index}` }, codeOf(begun, later(1))),
        ),
      )
      expect(answers.filter((answer) => answer === 'proved')).toHaveLength(1)
    } finally {
      await other.close()
    }
  })

  test.each([
    (code: string) => `${code.slice(0, 3)} ${code.slice(3)}`,
    (code: string) => [...code].map((digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)).join(''),
    (code: string) => ` ${code.slice(0, 3)}-${code.slice(3)}\u00a0`,
  ])('is understood as people and telephones write it (%#)', async (written) => {
    const { prove, begun } = await protectedUser()
    expect(await prove(written(codeOf(begun, later(1))))).toBe('proved')
  })

  test.each(['', '12345', '1234567', '12345a', '٣٤٥٦٧٨', '\u0000', '0x1234', 'x'.repeat(10_000), '-1', "' or 1=1 --"])(
    'that is none is refused: %j',
    async (typed) => {
      const { prove } = await protectedUser()
      expect(await prove(typed)).toBe('refused')
    },
  )

  test('cannot be guessed: ten tries a quarter of an hour, thirty a day, whatever their number of senders', async () => {
    const { user, prove, begun } = await protectedUser()
    const prover = { userId: user.id, secret, now: later(1) }
    let looked = 0
    for (let window = 0; window < 6; window++) {
      const answers = await Promise.all(Array.from({ length: 20 }, () => proveSecondFactor(db, prover, '000000')))
      looked += answers.filter((answer) => answer !== 'throttled').length
      await db.execute(sql`update throttles set resets_at = now() where resets_at < now() + interval '1 hour'`)
    }
    expect(looked).toBeLessThanOrEqual(30)
    expect(await prove(codeOf(begun, later(1)))).toBe('throttled')
    // In a browser that the account is used in, its owner is counted apart.
    expect(await prove(codeOf(begun, later(1)), later(1), 'desk at home')).toBe('proved')
  })

  test('cannot be guessed from many browsers either, that somebody marked while the password was all it took', async () => {
    const { user, prove, begun } = await protectedUser()
    const prover = { userId: user.id, secret, now: later(1) }
    let looked = 0
    for (let browser = 0; browser < 12; browser++) {
      for (let tries = 0; tries < 10; tries++) {
        const answer = await proveSecondFactor(db, { ...prover, device: `marked ${browser}` }, '000000')
        if (answer !== 'throttled') looked++
      }
    }
    expect(looked).toBe(100)
    expect(await prove(codeOf(begun, later(1)), later(1), 'another')).toBe('throttled')
    await db.execute(sql`update throttles set resets_at = now()`)
    expect(await prove(codeOf(begun, later(1)), later(1), 'another')).toBe('proved')
  })

  test('proves nothing once AUTH_SECRET is another: nobody gets in by a secret that cannot be read', async () => {
    const { user, begun, codes } = await protectedUser()
    const moved = { userId: user.id, secret: `${secret} moved`, now: later(1) }
    expect(await proveSecondFactor(db, moved, codeOf(begun, later(1)))).toBe('unreadable')
    expect(await proveSecondFactor(db, moved, codes[0]!)).toBe('unreadable')
    expect(await nextStep(db, user.id)).toBe('code')
    const ctx = await contextOf(db, user, later(1))
    const proof = { present: PASSWORD, code: codeOf(begun, later(1)) }
    expect(await refusalOf(turnOffSecondFactor(ctx, { secret: moved.secret }, proof))).toBe('secondFactorUnreadable')
  })
})

describe('a changed AUTH_SECRET', () => {
  test('leaves every second factor as it was, where the former one is told once at a start', async () => {
    await db.delete(secondFactors)
    const [one, other] = [await protectedUser(), await protectedUser()]
    const moved = `${secret} moved`
    expect(await rekeySecondFactors(db, { secret })).toEqual({ moved: 0, unreadable: 0 })
    expect(await rekeySecondFactors(db, { secret: moved })).toEqual({ moved: 0, unreadable: 2 })
    expect(await rekeySecondFactors(db, { secret: moved, former: 'neither of the two, also forty letters' })).toEqual({
      moved: 0,
      unreadable: 2,
    })
    expect(await rekeySecondFactors(db, { secret: moved, former: secret })).toEqual({ moved: 2, unreadable: 0 })
    expect(await rekeySecondFactors(db, { secret: moved, former: secret })).toEqual({ moved: 0, unreadable: 0 })
    const prover = { userId: one.user.id, secret: moved, now: later(1) }
    expect(await proveSecondFactor(db, prover, codeOf(one.begun, later(1)))).toBe('proved')
    expect(await proveSecondFactor(db, { ...prover, userId: other.user.id }, codeOf(one.begun, later(1)))).toBe(
      'refused',
    )
    expect(await one.prove(codeOf(one.begun, later(2)), later(2))).toBe('unreadable')
  })

  test('leaves recovery codes good, once each, as long as the former one is told', async () => {
    const { user, codes } = await protectedUser()
    const moved = { secret: `${secret} moved` }
    await rekeySecondFactors(db, { ...moved, former: secret })
    const prover = { userId: user.id, ...moved, now: later(1) }
    expect(await proveSecondFactor(db, prover, codes[0]!)).toBe('refused')
    expect(await proveSecondFactor(db, { ...prover, former: secret }, codes[0]!)).toBe('proved')
    expect(await proveSecondFactor(db, { ...prover, former: secret }, codes[0]!)).toBe('refused')
  })
})

describe('a recovery code', () => {
  test('works once, however it is written, and is in the history with how many are left', async () => {
    const { user, prove, codes } = await protectedUser()
    expect(new Set(codes).size).toBe(10)
    const sloppy = ` ${codes[3]!.toUpperCase().replace('-', ' ').replaceAll('0', 'O').replaceAll('1', 'I')} `
    expect(await prove(sloppy)).toBe('proved')
    expect(await prove(codes[3]!)).toBe('refused')
    expect(await prove(codes[4]!)).toBe('proved')
    const used = (await listUserHistory(admin, user.id)).filter(({ action }) => action === 'user.recoveryCodeUsed')
    expect(used.map((entry) => entry.new)).toEqual([{ left: 8 }, { left: 9 }])
    expect((await findSecondFactor(admin, user.id)).left).toBe(8)
  })

  test('sent ten times at the same moment proves once', async () => {
    const { prove, codes } = await protectedUser()
    const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => prove(codes[0]!, later(1), `${index}`)))
    expect(answers.filter((answer) => answer === 'proved')).toHaveLength(1)
  })

  test('of somebody else proves nothing', async () => {
    const [mine, other] = [await protectedUser(), await protectedUser()]
    expect(await mine.prove(other.codes[0]!)).toBe('refused')
    expect(await other.prove(other.codes[0]!)).toBe('proved')
  })

  test('is replaced by new ones, for who knows the password and shows a code', async () => {
    const { own, prove, begun, codes } = await protectedUser()
    const ctx = await own()
    const code = codeOf(begun, later(1))
    expect(await refusalOf(renewRecoveryCodes(ctx, keys, { present: 'guess', code }))).toBe('wrongPassword')
    expect(await refusalOf(renewRecoveryCodes(ctx, keys, { present: PASSWORD, code: '000000' }))).toBe('wrongCode')
    const fresh = await renewRecoveryCodes(ctx, keys, { present: PASSWORD, code })
    expect(await prove(codes[0]!)).toBe('refused')
    expect(await prove(fresh[0]!)).toBe('proved')
  })
})

describe('turning it off', () => {
  test('needs the password and a code, and ends every session', async () => {
    const { user, own, begun, codes } = await protectedUser()
    const ctx = await own()
    expect(await refusalOf(turnOffSecondFactor(ctx, keys, { present: 'guess', code: codes[0]! }))).toBe('wrongPassword')
    expect(await refusalOf(turnOffSecondFactor(ctx, keys, { present: PASSWORD, code: '000000' }))).toBe('wrongCode')
    expect(await nextStep(db, user.id)).toBe('code')
    await turnOffSecondFactor(ctx, keys, { present: PASSWORD, code: codeOf(begun, later(1)) })
    expect(await nextStep(db, user.id)).toBe('open')
    expect((await rowOf(user.id)).sessionVersion).toBe(user.sessionVersion + 1)
    expect(await db.$count(recoveryCodes, eq(recoveryCodes.userId, user.id))).toBe(0)
  })

  test('is in the history, as is what led there, and nothing that opens anything', async () => {
    const { user, own, begun } = await protectedUser()
    await turnOffSecondFactor(await own(), keys, { present: PASSWORD, code: codeOf(begun, later(1)) })
    const rows = await db.select().from(history).where(eq(history.userId, user.id)).orderBy(history.id)
    expect(rows.map(({ action, actorId, old, new: now }) => ({ action, actorId, old, now }))).toEqual([
      { action: 'user.secondFactorOn', actorId: user.id, old: null, now: null },
      { action: 'user.secondFactorOff', actorId: user.id, old: null, now: null },
    ])
  })
})

describe('taking it off somebody who has lost it', () => {
  test('is for administrators, and for credit managers unless it is an administrator’s', async () => {
    const [boss, colleague] = [await protectedUser({ role: 'administrator' }), await protectedUser()]
    const manager = await actingAs(db, { role: 'credit_manager' }, NOW)
    expect(await refusalOf(takeSecondFactor(manager, boss.user.handle))).toBe('administratorsOnly')
    await takeSecondFactor(manager, colleague.user.handle)
    await takeSecondFactor(admin, boss.user.handle)
    for (const { user } of [boss, colleague]) {
      expect(await nextStep(db, user.id)).toBe('open')
      expect((await rowOf(user.id)).sessionVersion).toBe(user.sessionVersion + 1)
      expect((await listUserHistory(admin, user.id))[0]).toMatchObject({ action: 'user.secondFactorTaken' })
    }
  })

  test('is no way around a code for the own account, and leaves no trace where there is none', async () => {
    const boss = await protectedUser({ role: 'administrator' })
    expect(await refusalOf(takeSecondFactor(await boss.own(), boss.user.handle))).toBe('ownSecondFactor')
    expect(await nextStep(db, boss.user.id)).toBe('code')
    const plain = await makeUser(db)
    await takeSecondFactor(admin, plain.handle)
    expect(await listUserHistory(admin, plain.id)).toEqual([])
  })
})

describe('a role that must have a second factor', () => {
  test('leads whoever has none to set it up, and nowhere else, also with a session from before', async () => {
    const [user, other] = [await makeUser(db, { role: 'collector' }), await makeUser(db, { role: 'executive' })]
    const sessionOf = (one: typeof user) => ({
      userId: one.id,
      sessionVersion: one.sessionVersion,
      sessionId: 'x',
      issuedAt: Math.floor(Date.now() / 1000),
    })
    expect(await contextOfSession(db, sessionOf(user))).toBeDefined()
    await db.update(settings).set({ twoFactorRoles: ['collector'] })
    expect(await nextStep(db, user.id)).toBe('set-up')
    expect(await nextStep(db, other.id)).toBe('open')
    expect(await contextOfSession(db, sessionOf(user))).toBeUndefined()
    expect(await contextOfSession(db, sessionOf(other))).toBeDefined()
    const begun = newSecret()
    await turnOnSecondFactor(await contextOf(db, user, NOW), keys, { begun, code: codeOf(begun) })
    expect(await nextStep(db, user.id)).toBe('code')
    expect(await contextOfSession(db, sessionOf(await rowOf(user.id)))).toBeDefined()
  })

  test('ends the session of who turns it off, until there is another', async () => {
    const { user, own, codes } = await protectedUser({ role: 'collector' })
    await db.update(settings).set({ twoFactorRoles: ['collector'] })
    await turnOffSecondFactor(await own(), keys, { present: PASSWORD, code: codes[0]! })
    expect(await nextStep(db, user.id)).toBe('set-up')
    const { sessionVersion } = await rowOf(user.id)
    expect(
      await contextOfSession(db, {
        userId: user.id,
        sessionVersion,
        sessionId: 'x',
        issuedAt: Math.floor(Date.now() / 1000),
      }),
    ).toBeUndefined()
  })
})
