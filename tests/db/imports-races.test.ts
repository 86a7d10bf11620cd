import { readdirSync } from 'node:fs'
import path from 'node:path'
import { stringify } from 'csv-stringify/sync'
import { desc, eq, sql } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { connect } from '@/db/client'
import { customers, history, imports, settings, users } from '@/db/schema'
import { type FileImport, importFile } from '@/lib/imports/commands/import-file'
import type { Import } from '@/lib/imports/queries/imports'
import { outcomeOf } from '@/lib/imports/queries/outcome'
import { placeOf, rowsOf } from '@/lib/imports/where'
import { systemContext } from '@/lib/system'
import { testDatabase } from '../support/database'
import { codesOf, counts, customerOf, emptied, fileOf, take } from '../support/import'
import { actingAs, makeSettings } from '../support/make'

const { db, sql: driver, url } = testDatabase()

beforeAll(async () => {
  await makeSettings(db)
})

beforeEach(async () => {
  await emptied(db)
  await db.update(settings).set({ language: 'en' })
})

describe('beside people at work', () => {
  test('an import waits for nobody it does not change, and keeps what a person typed meanwhile', async () => {
    await take(db, 'customers', 'code,name,city\nC1,One,Lyon\nC2,Two,Nice\n')
    const { db: other, close } = connect(url, { max: 1 })
    const done = other.transaction(async (tx) => {
      await tx.update(customers).set({ comment: 'called' }).where(eq(customers.code, 'C1'))
      const unchangedForC1 = await take(db, 'customers', 'code,name,city\nC1,One,Lyon\nC2,Two,Paris\n')
      expect(counts(unchangedForC1)).toBe('2 0 1 1 0')
    })
    await done
    await close()
    expect(await customerOf(db, 'C1')).toMatchObject({ comment: 'called', city: 'Lyon' })
    expect(await customerOf(db, 'C2')).toMatchObject({ city: 'Paris' })
  })

  test('a customer that is entered by hand at the same moment is found, not made twice', async () => {
    const { db: other, close } = connect(url, { max: 1 })
    let importing: ReturnType<typeof take> | undefined
    await other.transaction(async (tx) => {
      await tx.insert(customers).values({ code: 'C1', codeKey: 'C1', name: 'By hand' })
      importing = take(db, 'customers', 'code,name\nC1,From file\nC2,Two\n')
      await tx.execute(sql`select pg_sleep(0.3)`)
    })
    expect(counts((await importing)!)).toBe('2 1 1 0 0')
    await close()
    expect(await customerOf(db, 'C1')).toMatchObject({ name: 'From file' })
  })

  test('two imports of the same new customers at once follow each other', async () => {
    const file = stringify([
      ['code', 'name', 'groups', 'colleagues'],
      ...Array.from({ length: 300 }, (_, index) => [`C${index}`, `Customer ${index}`, 'Export', 'Jean Martin']),
    ])
    const results = await Promise.all([take(db, 'customers', file), take(db, 'customers', file)])
    expect(results.map(counts).sort()).toEqual(['300 0 0 300 0', '300 300 0 0 0'])
    expect(await db.select().from(users)).toHaveLength(1)
  })

  test('rows updated one by one in the opposite order while a file changes them deadlock for nobody', async () => {
    const list = Array.from({ length: 200 }, (_, index) => `C${String(index).padStart(3, '0')}`)
    const file = (city: string) => stringify([['code', 'name', 'city'], ...list.map((code) => [code, code, city])])
    await take(db, 'customers', file('Lyon'))
    const { db: other, close } = connect(url, { max: 2 })
    const typing = async () => {
      for (const code of [...list].reverse()) {
        await other.update(customers).set({ comment: 'typed' }).where(eq(customers.code, code))
      }
    }
    const [one, two] = await Promise.all([
      take(db, 'customers', file('Paris')),
      take(db, 'customers', file('Nice')),
      typing(),
    ])
    await close()
    expect([counts(one), counts(two)]).toEqual(['200 0 200 0 0', '200 0 200 0 0'])
    const [row] = await db.execute(sql`select count(*)::int as n from customers where comment = 'typed'`)
    expect(row).toEqual({ n: 200 })
  })

  test('customers are locked in id order, so that whoever does likewise never meets an import halfway', async () => {
    const list = Array.from({ length: 50 }, (_, index) => `C${index}`)
    const file = (city: string) =>
      stringify([['code', 'name', 'city'], ...list.map((code) => [code, code, city]).reverse()])
    await take(db, 'customers', file('Lyon'))
    const { db: other, close } = connect(url, { max: 1 })
    const transactions = vi.spyOn(db, 'transaction')
    await take(db, 'customers', file('Nice'))
    const undisturbed = transactions.mock.calls.length
    transactions.mockClear()
    let importing: Promise<unknown> | undefined
    await other.transaction(async (tx) => {
      await tx.execute(sql`select from customers order by id limit 1 for no key update`)
      importing = take(db, 'customers', file('Paris'))
      await vi.waitFor(async () => {
        const waiting =
          await driver`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
        expect(waiting).toHaveLength(1)
      }, 60_000)
      await tx.execute(sql`select from customers order by id for no key update`)
      await tx.execute(sql`select pg_sleep(1.5)`)
    })
    await importing
    await close()
    expect(transactions).toHaveBeenCalledTimes(undisturbed)
    transactions.mockRestore()
    expect(await customerOf(db, 'C7')).toMatchObject({ city: 'Paris' })
  })

  test('what somebody stops on the screen while it is checked ends with a sentence, and is theirs to go on with', async () => {
    const ctx = await systemContext(db)
    const rows = Array.from({ length: 30_000 }, (_, index) => `C${index},Customer ${index}`)
    const stopped = importFile(ctx, {
      ...fileNow(['code,name', ...rows].join('\n')),
      progress: async () => void (await db.update(imports).set({ state: 'read' }).where(eq(imports.state, 'checking'))),
    })
    await expect(stopped).rejects.toMatchObject({ message: 'importTakenOver' })
    const [left] = await db.select().from(imports).orderBy(desc(imports.id)).limit(1)
    expect(left).toMatchObject({ state: 'read', position: 0 })
    await db.execute(sql`drop table ${rowsOf(left!.id)}`)
    expect(await outcomeOf(ctx, left as Import)).toMatchObject({ erased: 0, remarks: { first: [], total: 0 } })
  })

  test('what cannot be given back is not taken either', async () => {
    const failing = importFile(await systemContext(db), {
      ...fileNow('code,name\nC1,One\nC2,\n'),
      rejected: async () => {
        throw new Error('disk full')
      },
    })
    await expect(failing).rejects.toThrow('disk full')
    expect(await codesOf(db)).toEqual([])
  })

  test('who may not import, or knows of a portfolio only, is refused', async () => {
    const file = () => fileNow('code,name\nC1,One\n')
    for (const who of [
      { role: 'collector', mayImport: false },
      { role: 'credit_manager', mayImport: true, portfolioOnly: true },
    ] as const) {
      await expect(importFile(await actingAs(db, who), file())).rejects.toMatchObject({ code: 'forbidden' })
    }
    const collector = await actingAs(db, { role: 'collector', mayImport: true })
    await expect(importFile(collector, { ...file(), kind: 'users' })).rejects.toMatchObject({ code: 'forbidden' })
    expect(counts(await importFile(collector, file()))).toBe('1 1 0 0 0')
    const [made] = await db.select().from(history).where(eq(history.action, 'customer.created'))
    expect(made).toMatchObject({ actorId: collector.actor.id })
  })

  test('a file that breaks off, and one that is empty, leave nothing behind', async () => {
    async function* cut() {
      yield Buffer.from('code,name\nC1,One\n')
      throw new Error('cut off')
    }
    const ctx = await systemContext(db)
    const standing = async () => ({
      files: readdirSync(path.dirname(placeOf('any'))),
      rows: await db.$count(imports),
    })
    const before = await standing()
    await expect(importFile(ctx, { ...fileNow(''), bytes: cut() })).rejects.toThrow('cut off')
    await expect(importFile(ctx, fileNow(''))).rejects.toMatchObject({ message: 'importEmpty' })
    expect(await standing()).toEqual(before)
  })
})

function fileNow(content: string): FileImport {
  const bytes = fileOf(content)
  return { kind: 'customers', name: 'customers.csv', source: 'command', bytes, rejected: async () => undefined }
}
