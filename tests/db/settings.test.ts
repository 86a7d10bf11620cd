import { eq, sql } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { history, secondFactors, settings } from '@/db/schema'
import type { Context } from '@/lib/context'
import { updateSecurity, updateSettings } from '@/lib/settings/commands'
import { securityInput, settingsInput } from '@/lib/settings/input'
import { getSecurity, getSettings } from '@/lib/settings/queries'
import { testDatabase } from '../support/database'
import { actingAs, makeSettings } from '../support/make'
import { refusalOf } from '../support/refusal'

const { db } = testDatabase()
let ctx: Context
beforeAll(async () => {
  await makeSettings(db)
  ctx = await actingAs(db, { role: 'administrator' })
})
beforeEach(async () => {
  await db.update(settings).set({ companyName: 'Test SA', currency: 'EUR', timeZone: 'Europe/Paris' })
  await db.execute(sql`delete from graphile_worker._private_jobs`)
})

const change = async (values: Record<string, unknown>) =>
  updateSettings(ctx, settingsInput.parse({ ...(await getSettings(ctx)), ...values }))

const jobs = async () =>
  (await db.execute<{ task: string }>(sql`select task_identifier as task from graphile_worker.jobs`)).map(
    (row) => row.task,
  )

describe('the settings', () => {
  test('are changed as one, with both values in the history', async () => {
    await change({ companyName: 'Acier & Fils', country: 'BE' })
    expect(await getSettings(ctx)).toMatchObject({ companyName: 'Acier & Fils', country: 'BE' })
    const rows = await db.select().from(history).where(eq(history.action, 'settings.updated'))
    expect(rows.at(-1)).toMatchObject({
      actorId: ctx.actor.id,
      old: { companyName: 'Test SA', country: 'FR' },
      new: { companyName: 'Acier & Fils', country: 'BE' },
    })
    expect(await jobs()).toEqual([])
  })

  test('are refused where somebody else wrote meanwhile', async () => {
    const stale = await getSettings(ctx)
    await change({ companyName: 'First' })
    expect(await refusalOf(updateSettings(ctx, settingsInput.parse({ ...stale, companyName: 'Second' })))).toBe(
      'changedMeanwhile',
    )
    expect((await getSettings(ctx)).companyName).toBe('First')
  })

  test('have all figures counted again, once, after another currency or another zone', async () => {
    await change({ currency: 'CHF' })
    await change({ timeZone: 'Asia/Tokyo' })
    expect(await jobs()).toEqual(['figures.all'])
  })

  test('take no currency, zone, country or language that does not exist', async () => {
    expect(await refusalOf(change({ currency: 'XQX' }))).toBe('currency')
    const good = await getSettings(ctx)
    for (const values of [
      { currency: 'eur' },
      { timeZone: 'Europe/Atlantis' },
      { timeZone: '+02:00' },
      { country: 'QQ' },
      { country: 'fr' },
      { language: 'xx' },
      { companyName: ' ' },
      { companyName: 'x'.repeat(101) },
      { version: 0 },
    ]) {
      expect(settingsInput.safeParse({ ...good, ...values }).success, JSON.stringify(values)).toBe(false)
    }
    expect(settingsInput.safeParse({ ...good, timeZone: 'UTC', currency: 'JPY', country: 'XK' }).success).toBe(true)
  })
})

describe('what is asked of users', () => {
  const ask = async (values: Record<string, unknown>) =>
    updateSecurity(ctx, securityInput.parse({ ...(await getSecurity(ctx)), ...values }))

  test('is changed as one with the settings, with both values in the history', async () => {
    const stale = await getSettings(ctx)
    await ask({ twoFactorRoles: ['guest', 'collector', 'guest'], inactiveAfterMonths: '6' })
    expect(await getSecurity(ctx)).toMatchObject({ twoFactorRoles: ['collector', 'guest'], inactiveAfterMonths: 6 })
    expect(await refusalOf(updateSettings(ctx, settingsInput.parse(stale)))).toBe('changedMeanwhile')
    const rows = await db.select().from(history).where(eq(history.action, 'settings.updated'))
    expect(rows.at(-1)).toMatchObject({ old: { twoFactorRoles: [] }, new: { twoFactorRoles: ['collector', 'guest'] } })
    await ask({ twoFactorRoles: undefined, inactiveAfterMonths: '', idleHours: '8' })
    expect(await getSecurity(ctx)).toMatchObject({ twoFactorRoles: [], inactiveAfterMonths: null, idleHours: 8 })
  })

  test('asks a second factor of the own role only of who has one', async () => {
    expect(await refusalOf(ask({ twoFactorRoles: ['administrator'] }))).toBe('secondFactorFirst')
    expect((await getSecurity(ctx)).twoFactorRoles).toEqual([])
    await db.insert(secondFactors).values({ userId: ctx.actor.id, secret: 'sealed', lastStep: 1 })
    await ask({ twoFactorRoles: ['administrator'] })
    expect((await getSecurity(ctx)).twoFactorRoles).toEqual(['administrator'])
    await ask({ twoFactorRoles: [] })
  })

  test('takes no role, kind or number of months that does not exist', async () => {
    const good = await getSecurity(ctx)
    for (const values of [
      { twoFactorRoles: ['superuser'] },
      { twoFactorRoles: 'superuser' },
      { twoFactorRoles: { length: 1 } },
      { inactiveAfterMonths: '0' },
      { inactiveAfterMonths: '61' },
      { inactiveAfterMonths: '1.5' },
      { inactiveAfterMonths: 'six' },
      { inactiveAfterMonths: -1 },
      { idleHours: '0' },
      { idleHours: '169' },
      { idleHours: '1.5' },
    ]) {
      expect(securityInput.safeParse({ ...good, ...values }).success, JSON.stringify(values)).toBe(false)
    }
    expect(settingsInput.safeParse({ ...(await getSettings(ctx)), copyKinds: ['nobody'] }).success).toBe(false)
    expect(securityInput.parse({ ...good, twoFactorRoles: 'guest' }).twoFactorRoles).toEqual(['guest'])
  })
})
