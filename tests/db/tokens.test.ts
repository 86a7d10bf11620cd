import { eq } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { history, tokens, users } from '@/db/schema'
import { checkCredentials } from '@/lib/auth/credentials'
import { contextOfSession } from '@/lib/auth/identity'
import { hashPassword } from '@/lib/auth/password'
import type { Context } from '@/lib/context'
import { systemContext } from '@/lib/system'
import { setActive } from '@/lib/users/commands/access'
import { invite, resetLink } from '@/lib/users/commands/links'
import { acceptInvitation, changePassword, resetPassword } from '@/lib/users/commands/password'
import { findLink } from '@/lib/users/queries'
import { linkAddress } from '@/lib/users/rules'
import { testDatabase } from '../support/database'
import { actingAs, contextOf, makeSettings, makeUser } from '../support/make'
import { refusalOf } from '../support/refusal'

const { db } = testDatabase()
const NOW = new Date('2026-11-22T10:00:00Z')
const minutesLater = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000)
const PRESENT = 'the present password'
const NEXT = 'another good password'

let ctx: Context
let stranger: Context
let presentHash: string
beforeAll(async () => {
  await makeSettings(db)
  presentHash = await hashPassword(PRESENT)
})
beforeEach(async () => {
  ctx = await actingAs(db, { role: 'administrator' }, NOW)
  stranger = await systemContext(db, NOW)
})

const joined = () => makeUser(db, { passwordHash: presentHash })
const rowOf = async (id: number) => (await db.select().from(users).where(eq(users.id, id)))[0]!
const signsIn = async (email: string | null, password: string) => {
  const answer = await checkCredentials(db, { email: email ?? '', password })
  return typeof answer === 'object' && answer !== null
}

describe('a reset link', () => {
  test('sets the password once, and signs out whoever was in', async () => {
    const user = await joined()
    const { token } = await resetLink(ctx, user.handle)
    expect(await resetPassword(stranger, { token, password: NEXT })).toEqual({ email: user.email })
    expect(await refusalOf(resetPassword(stranger, { token, password: 'yet another one' }))).toBe('deadLink')
    expect(await signsIn(user.email, NEXT)).toBe(true)
    expect(await signsIn(user.email, PRESENT)).toBe(false)
    const session = {
      userId: user.id,
      sessionVersion: user.sessionVersion,
      sessionId: 'x',
      issuedAt: Math.floor(Date.now() / 1000),
    }
    expect(await contextOfSession(db, session)).toBeUndefined()
  })

  test('used ten times at the same moment sets one password', async () => {
    const user = await joined()
    const { token } = await resetLink(ctx, user.handle)
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) =>
        resetPassword(stranger, { token, password: `password no ${index} wins` }),
      ),
    )
    const winners = outcomes.flatMap(({ status }, index) => (status === 'fulfilled' ? [index] : []))
    expect(winners).toHaveLength(1)
    expect(await signsIn(user.email, `password no ${winners[0]} wins`)).toBe(true)
    expect((await rowOf(user.id)).sessionVersion).toBe(user.sessionVersion + 1)
  })

  test('lives one hour to the minute, an invitation thirty days', async () => {
    const [user, fresh] = [await joined(), await makeUser(db)]
    const reset = await resetLink(ctx, user.handle)
    const invitation = await invite(ctx, fresh.handle)
    const alive = async (minutes: number, purpose: 'reset' | 'invitation', token: string) =>
      (await findLink({ ...stranger, now: minutesLater(minutes) }, purpose, token)) !== undefined
    expect(await alive(59, 'reset', reset.token)).toBe(true)
    expect(await alive(60, 'reset', reset.token)).toBe(false)
    expect(await alive(30 * 24 * 60 - 1, 'invitation', invitation.token)).toBe(true)
    expect(await alive(30 * 24 * 60, 'invitation', invitation.token)).toBe(false)
    const late = { ...stranger, now: minutesLater(61) }
    expect(await refusalOf(resetPassword(late, { token: reset.token, password: NEXT }))).toBe('deadLink')
  })

  test('with one character changed, cut short, or of the other purpose opens nothing', async () => {
    const user = await joined()
    const { token } = await resetLink(ctx, user.handle)
    const changed = (token.startsWith('A') ? 'B' : 'A') + token.slice(1)
    for (const wrong of [changed, token.slice(1), `${token}A`, token.toLowerCase(), '', '\u0000', '%']) {
      expect(await refusalOf(resetPassword(stranger, { token: wrong, password: NEXT }))).toBe('deadLink')
    }
    expect(await refusalOf(acceptInvitation(stranger, { token, password: NEXT }))).toBe('deadLink')
    expect((await rowOf(user.id)).passwordHash).toBe(presentHash)
  })

  test('ends when a newer one is made, and when the user is deactivated', async () => {
    const user = await joined()
    const first = await resetLink(ctx, user.handle)
    const second = await resetLink(ctx, user.handle)
    expect(await findLink(stranger, 'reset', first.token)).toBeUndefined()
    expect(await findLink(stranger, 'reset', second.token)).toMatchObject({ userId: user.id })
    await setActive(ctx, { user: user.handle, active: false })
    await setActive(ctx, { user: user.handle, active: true })
    expect(await refusalOf(resetPassword(stranger, { token: second.token, password: NEXT }))).toBe('deadLink')
    await setActive(ctx, { user: user.handle, active: false })
    expect(await refusalOf(resetLink(ctx, user.handle))).toBe('linkForInactive')
  })

  test('survives a password that is refused', async () => {
    const user = await joined()
    const { token } = await resetLink(ctx, user.handle)
    const refused = [
      ['short', 'passwordShort'],
      ['password123', 'passwordCommon'],
      [user.email!, 'passwordPersonal'],
      ['Encours-2026', 'passwordPersonal'],
    ]
    for (const [password = '', why = ''] of refused) {
      expect(await refusalOf(resetPassword(stranger, { token, password }))).toBe(why)
    }
    await resetPassword(stranger, { token, password: NEXT })
    expect(await signsIn(user.email, NEXT)).toBe(true)
  })

  test('lets in whom a stranger had locked out', async () => {
    const user = await joined()
    for (let times = 0; times < 11; times++) await checkCredentials(db, { email: user.email!, password: 'guess' })
    expect(await checkCredentials(db, { email: user.email!, password: PRESENT })).toBe('throttled')
    const { token } = await resetLink(ctx, user.handle)
    await resetPassword(stranger, { token, password: NEXT })
    expect(await signsIn(user.email, NEXT)).toBe(true)
  })
})

describe('an invitation', () => {
  test('is for who has no password yet, and is used up by the first', async () => {
    const user = await makeUser(db)
    const { token } = await invite(ctx, user.handle)
    await acceptInvitation(stranger, { token, password: NEXT })
    expect(await signsIn(user.email, NEXT)).toBe(true)
    expect(await refusalOf(acceptInvitation(stranger, { token, password: PRESENT }))).toBe('deadLink')
    expect(await refusalOf(invite(ctx, user.handle))).toBe('alreadyJoined')
  })

  test('ends with a reset link that was used instead', async () => {
    const user = await makeUser(db)
    const [invitation, reset] = [await invite(ctx, user.handle), await resetLink(ctx, user.handle)]
    await resetPassword(stranger, { token: reset.token, password: NEXT })
    expect(await findLink(stranger, 'invitation', invitation.token)).toBeUndefined()
  })
})

describe('a token', () => {
  test('is 32 random bytes that stand nowhere in the database', async () => {
    const user = await joined()
    const { token } = await resetLink(ctx, user.handle)
    expect(Buffer.from(token, 'base64url')).toHaveLength(32)
    await resetPassword(stranger, { token, password: NEXT })
    const rows = JSON.stringify([
      await db.select().from(tokens).where(eq(tokens.userId, user.id)),
      await db.select().from(history).where(eq(history.userId, user.id)),
      await rowOf(user.id),
    ])
    expect(rows).not.toContain(token)
    expect(rows).not.toContain(NEXT)
  })

  test('leaves in the history that it was made and used, by whom, and nothing that opens anything', async () => {
    const user = await joined()
    const { token } = await resetLink(ctx, user.handle)
    await resetPassword(stranger, { token, password: NEXT })
    const rows = await db.select().from(history).where(eq(history.userId, user.id)).orderBy(history.id)
    expect(rows.map(({ action, actorId }) => ({ action, actorId }))).toEqual([
      { action: 'user.resetLinkMade', actorId: ctx.actor.id },
      { action: 'user.passwordSet', actorId: user.id },
    ])
    expect(JSON.stringify(rows)).not.toMatch(/argon2|hash/i)
  })

  test('leads to the address the company gave', () => {
    expect(linkAddress('https://encours.company.example', 'reset', 'abc')).toBe(
      'https://encours.company.example/reset/abc',
    )
    expect(linkAddress('http://localhost:3000', 'invitation', 'abc')).toBe('http://localhost:3000/invite/abc')
  })
})

describe('changing the own password', () => {
  test('needs the present one, ends every session and open link, and starts with the new one', async () => {
    const user = await joined()
    const own = await contextOf(db, user, NOW)
    const { token } = await resetLink(ctx, user.handle)
    expect(await refusalOf(changePassword(own, { present: NEXT, password: NEXT }))).toBe('wrongPassword')
    await changePassword(own, { present: PRESENT, password: NEXT })
    expect((await rowOf(user.id)).sessionVersion).toBe(user.sessionVersion + 1)
    expect(await findLink(stranger, 'reset', token)).toBeUndefined()
    expect(await signsIn(user.email, NEXT)).toBe(true)
    expect(await signsIn(user.email, PRESENT)).toBe(false)
  })

  test('cannot be tried for ever at a desk that was left open', async () => {
    const user = await joined()
    const own = await contextOf(db, user, NOW)
    for (let tries = 0; tries < 10; tries++) {
      expect(await refusalOf(changePassword(own, { present: 'guess', password: NEXT }))).toBe('wrongPassword')
    }
    expect(await refusalOf(changePassword(own, { present: PRESENT, password: NEXT }))).toBe('tooManyAttempts')
    expect((await rowOf(user.id)).passwordHash).toBe(presentHash)
  })

  test('twice at the same moment changes it once', async () => {
    const user = await joined()
    const own = await contextOf(db, user, NOW)
    const outcomes = await Promise.allSettled(
      ['the first new one', 'the second new one'].map((password) =>
        changePassword(own, { present: PRESENT, password }),
      ),
    )
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })
})
