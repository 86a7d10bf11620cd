import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { contacts, people, tokens, users } from '@/db/schema'
import { can } from '@/lib/auth/permissions'
import { updateContact } from '@/lib/contacts/commands/write'
import { findUser } from '@/lib/users/queries'
import { testDatabase } from '../support/database'
import { actingAs, makeContact, makeCustomer, makeSettings, makeUser } from '../support/make'

const { db } = testDatabase()
beforeAll(async () => makeSettings(db))

describe('whoever is kept to a portfolio', () => {
  test('has no right over everybody, whatever the role; an administrator keeps theirs', async () => {
    for (const right of ['users.write', 'settings.write', 'changes.undoAny'] as const) {
      expect(can((await actingAs(db, { role: 'credit_manager' })).actor, right)).toBe(true)
      expect(can((await actingAs(db, { role: 'credit_manager', portfolioOnly: true })).actor, right)).toBe(false)
      expect(can((await actingAs(db, { role: 'administrator', portfolioOnly: true })).actor, right)).toBe(true)
    }
  })

  test('changes a shared person for their own customer only', async () => {
    const ctx = await actingAs(db, { role: 'collector', portfolioOnly: true })
    const mine = await makeCustomer(db, { collectorId: ctx.actor.id })
    const foreign = await makeCustomer(db)
    const here = await makeContact(db, mine.id, { lastName: 'Durand', email: 'durand@shared.example' })
    const [there] = await db
      .insert(contacts)
      .values({ customerId: foreign.id, personId: here.personId, role: 'buyer' })
      .returning()
    await updateContact(ctx, {
      contactId: here.id,
      version: 1,
      personVersion: 1,
      title: null,
      firstName: 'Ana',
      lastName: 'Durand',
      email: 'new@mine.example',
      emailMeant: null,
      phone: null,
      mobile: null,
      fax: null,
      language: null,
      role: 'accountant',
      inCopy: false,
      forCollection: false,
      comment: null,
      undeliverableReason: null,
    })
    const emails = await db
      .select({ customerId: contacts.customerId, email: people.email })
      .from(contacts)
      .innerJoin(people, eq(people.id, contacts.personId))
    expect(emails.find(({ customerId }) => customerId === mine.id)?.email).toBe('new@mine.example')
    expect(emails.find(({ customerId }) => customerId === there!.customerId)?.email).toBe('durand@shared.example')
  })
})

describe('an address', () => {
  test('with signs that no handle has names nobody, and asks no database', async () => {
    const ctx = await actingAs(db, { role: 'administrator' })
    expect(await findUser(ctx, '\u0000')).toBeUndefined()
  })
})

describe('what the database says', () => {
  test('is thrown without the statement and its parameters', async () => {
    const user = await makeUser(db, { email: 'secret@person.example' })
    const error = await db
      .insert(users)
      .values({ handle: 'another', email: 'secret@person.example', lastName: 'X', role: 'collector' })
      .catch((thrown: unknown) => thrown)
    expect(user.id).toBeGreaterThan(0)
    expect(JSON.stringify([String(error), (error as Error).stack, { ...(error as object) }])).not.toMatch(
      /secret@person|insert into/,
    )
    expect(error).toMatchObject({ constraint_name: 'users_email_key' })
    expect(await db.$count(tokens)).toBe(0)
  })
})
