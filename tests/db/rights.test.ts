/// <reference types="vitest/importMeta" />
import { beforeAll, describe, expect, test } from 'vitest'
import type { Role } from '@/db/schema/vocabulary'
import { ROLES } from '@/db/schema/vocabulary'
import { type Action, perform } from '@/lib/action'
import type { Context } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import { testDatabase } from '../support/database'
import { actingAs, makeSettings } from '../support/make'

const { db } = testDatabase()

const MANAGERS: Role[] = ['administrator', 'credit_manager']
const COLLECTING: Role[] = [...MANAGERS, 'collector']
const WRITING: Role[] = [...COLLECTING, 'sales_manager']
const READING: Role[] = ROLES.filter((role) => role !== 'guest')
const EVERYONE: Role[] = [...ROLES]
/** A flag of the person and no role lets them in. */
const NOBODY: Role[] = []

/** Every server action there is, and the roles it is for, flags aside. What is missing here fails. */
const TABLE: Record<string, Role[]> = {
  'associations.associate': WRITING,
  'associations.disassociate': WRITING,
  'associations.pin': WRITING,
  'associations.update': WRITING,
  'changes.decide': COLLECTING,
  'changes.draft': COLLECTING,
  'changes.plan': COLLECTING,
  'changes.start': COLLECTING,
  'changes.continue': COLLECTING,
  'changes.stop': COLLECTING,
  'changes.undo': COLLECTING,
  'contacts.add': WRITING,
  'contacts.copy': WRITING,
  'contacts.erase': MANAGERS,
  'contacts.markForCollection': WRITING,
  'contacts.merge': WRITING,
  'contacts.remove': WRITING,
  'contacts.unmerge': WRITING,
  'contacts.update': WRITING,
  'customers.chooseColumns': READING,
  'customers.create': MANAGERS,
  'customers.setCollector': COLLECTING,
  'customers.setComment': WRITING,
  'customers.setGroups': COLLECTING,
  'customers.setState': MANAGERS,
  'customers.updateFacts': MANAGERS,
  'groups.create': COLLECTING,
  'groups.delete': COLLECTING,
  'groups.rename': COLLECTING,
  'imports.checkAgain': NOBODY,
  'imports.discard': NOBODY,
  'imports.enterUnknown': NOBODY,
  'imports.forgetMapping': NOBODY,
  'imports.setMapping': NOBODY,
  'imports.setReading': NOBODY,
  'imports.start': NOBODY,
  'imports.stop': NOBODY,
  'imports.undo': NOBODY,
  'lists.paste': READING,
  'lists.takeOffers': READING,
  'profile.beginSecondFactor': EVERYONE,
  'profile.changePassword': EVERYONE,
  'profile.renewRecoveryCodes': EVERYONE,
  'profile.signOutEverywhere': EVERYONE,
  'profile.turnOffSecondFactor': EVERYONE,
  'profile.turnOnSecondFactor': EVERYONE,
  'profile.update': EVERYONE,
  'rates.add': MANAGERS,
  'rates.correct': MANAGERS,
  'rates.remove': MANAGERS,
  'rules.apply': MANAGERS,
  'rules.create': MANAGERS,
  'rules.delete': MANAGERS,
  'rules.update': MANAGERS,
  'security.update': ['administrator'],
  'settings.update': MANAGERS,
  'users.create': MANAGERS,
  'users.delete': MANAGERS,
  'users.makeLink': MANAGERS,
  'users.pick': COLLECTING,
  'users.setActive': MANAGERS,
  'users.signOut': MANAGERS,
  'users.takeSecondFactor': MANAGERS,
  'users.update': MANAGERS,
  'views.changeFacts': READING,
  'views.changeSearch': READING,
  'views.create': READING,
  'views.delete': READING,
  'views.pin': READING,
}

async function everyAction(): Promise<Action<unknown>['plan'][]> {
  const modules = await Promise.all(Object.values(import.meta.glob('../../lib/*/actions.ts')).map((load) => load()))
  return modules.flatMap((module) => Object.values(module as Record<string, Action<unknown>>).map(({ plan }) => plan))
}

/** Whether the door lets this actor in. Past the door anything may happen: the input is empty on purpose. */
async function isLetIn(plan: Action<unknown>['plan'], ctx: Context): Promise<boolean> {
  try {
    await perform(plan, ctx, {})
    return true
  } catch (error) {
    return !(error instanceof Refusal && error.code === 'forbidden')
  }
}

describe('the rights matrix', () => {
  beforeAll(async () => makeSettings(db))

  test('names every action, once', async () => {
    const names = (await everyAction()).map((plan) => plan.name)
    expect(names.length).toBe(new Set(names).size)
    expect(names.sort()).toEqual(Object.keys(TABLE).sort())
  })

  test.each(ROLES.map((role) => ({ role })))(
    'a $role gets through exactly the doors of the table',
    async ({ role }) => {
      const ctx = await actingAs(db, { role })
      for (const plan of await everyAction()) {
        expect({ action: plan.name, in: await isLetIn(plan, ctx) }).toEqual({
          action: plan.name,
          in: TABLE[plan.name]?.includes(role),
        })
      }
    },
  )

  test('the flag that lets a sales manager change many opens these doors, and no other role', async () => {
    for (const role of EVERYONE) {
      const ctx = await actingAs(db, { role, mayChangeMany: true })
      const plan = (await everyAction()).find(({ name }) => name === 'changes.plan')!
      expect({ role, in: await isLetIn(plan, ctx) }).toEqual({ role, in: WRITING.includes(role) })
    }
  })

  test('the flag that lets somebody import opens these doors to any role, and to nobody who is kept to a portfolio', async () => {
    const doors = (await everyAction()).filter(({ name }) => name.startsWith('imports.'))
    for (const role of EVERYONE) {
      const free = await actingAs(db, { role, mayImport: true })
      const kept = await actingAs(db, { role, mayImport: true, portfolioOnly: true })
      for (const plan of doors) {
        const is = { role, action: plan.name }
        expect({ ...is, in: await isLetIn(plan, free) }).toEqual({ ...is, in: true })
        expect({ ...is, in: await isLetIn(plan, kept) }).toEqual({ ...is, in: role === 'administrator' })
      }
    }
  })
})
