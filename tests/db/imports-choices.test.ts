import { desc, eq, sql } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { history, importMappings, imports } from '@/db/schema'
import type { ImportKind } from '@/db/schema/vocabulary'
import type { Context } from '@/lib/context'
import { checkImport } from '@/lib/imports/commands/check'
import { enterUnknown, setMapping } from '@/lib/imports/commands/map'
import { setReading } from '@/lib/imports/commands/read'
import { receiveFile } from '@/lib/imports/commands/receive'
import { forgetMapping, rememberMapping } from '@/lib/imports/commands/remember'
import { startImport, stopImport } from '@/lib/imports/commands/start'
import type { ImportOptions } from '@/lib/imports/input'
import { getImport, listImports, sameFileBefore } from '@/lib/imports/queries/imports'
import { offerMappings } from '@/lib/imports/queries/mappings'
import { listPlanned, listUnknownUsers } from '@/lib/imports/queries/planned'
import { likelierKind, suggestColumns } from '@/lib/imports/queries/suggest'
import { MOST_WAITING } from '@/lib/imports/rules/limits'
import { testDatabase } from '../support/database'
import { fileOf } from '../support/import'
import { actingAs } from '../support/make'

const { db } = testDatabase()
let ana: Context
let ben: Context

beforeAll(async () => {
  ana = await actingAs(db, { role: 'credit_manager', mayImport: true, firstName: 'Ana', lastName: 'Novak' })
  ben = await actingAs(db, { role: 'collector', mayImport: true, firstName: 'Ben', lastName: 'Roy' })
})
beforeEach(async () => {
  await db.execute(sql`truncate imports, import_mappings, history`)
})

const FRENCH = 'Code client;Raison sociale;Ville;Divers\nC1;Société Mérigot;Lyon;x\nC2;Café Noël;Paris;y\n'

async function bring(content: string | Uint8Array, kind: ImportKind = 'customers', ctx = ana): Promise<string> {
  const { key } = await receiveFile(ctx, { kind, name: 'clients.csv', source: 'web' }, fileOf(content))
  return key
}

/** Brought in and read as it seems to be. */
async function read(content: string | Uint8Array, ctx = ana): Promise<string> {
  const key = await bring(content, 'customers', ctx)
  await setReading(ctx, key, { kind: 'customers', said: {} })
  return key
}

const OPTIONS: Partial<ImportOptions> = { createUsers: false }
const map = (
  key: string,
  mapping: (string | null)[],
  remember: { name: string; base: number | null } | null = null,
  ctx = ana,
) => setMapping(ctx, key, { mapping, options: OPTIONS, remember })
const importOf = (key: string) => getImport(ana, key)
const deeds = async () => (await db.select().from(history).orderBy(history.id)).map(({ action }) => action)

describe('how a file is read', () => {
  test('is what it seems to be, and what somebody says otherwise', async () => {
    const key = await read(FRENCH)
    expect(await importOf(key)).toMatchObject({
      state: 'read',
      mapping: null,
      reading: { delimiter: ';', encoding: 'utf-8' },
    })
    await setReading(ana, key, { kind: 'contacts', said: { delimiter: '|', headings: false } })
    expect(await importOf(key)).toMatchObject({ kind: 'contacts', reading: { delimiter: '|', headings: false } })
  })

  test('is refused where no table comes of it, and stays as it was', async () => {
    const key = await read(Buffer.from(FRENCH, 'latin1'))
    await expect(setReading(ana, key, { kind: 'customers', said: { encoding: 'utf-8' } })).rejects.toMatchObject({
      code: 'invalid',
    })
    expect((await importOf(key)).reading?.encoding).not.toBe('utf-8')
  })

  test('must be said where amounts could be a thousand times apart', async () => {
    const key = await bring('code;name;credit_limit\nC1;One;1.234\nC2;Two;5.678\n')
    const undecided = { code: 'invalid', fields: { decimal: 'importUndecided' } }
    await expect(setReading(ana, key, { kind: 'customers', said: {} })).rejects.toMatchObject(undecided)
    expect(await importOf(key)).toMatchObject({ state: 'uploaded', reading: null })
    await setReading(ana, key, { kind: 'customers', said: { decimal: ',' } })
    expect((await importOf(key)).reading?.decimal).toBe(',')
  })

  test('keeps the columns that were chosen as long as they are the same columns', async () => {
    const key = await read(FRENCH)
    await map(key, ['code', 'name', 'city', null])
    await stopImport(ana, key)
    await setReading(ana, key, { kind: 'customers', said: { quote: '' } })
    expect((await importOf(key)).mapping).toEqual(['code', 'name', 'city', null])
    await setReading(ana, key, { kind: 'customers', said: { delimiter: ',' } })
    expect((await importOf(key)).mapping).toBeNull()
  })

  test('is no longer asked while the file is checked, nor once it was started', async () => {
    const key = await read(FRENCH)
    await map(key, ['code', 'name', 'city', null])
    const again = () => setReading(ana, key, { kind: 'customers', said: {} })
    await expect(again()).rejects.toMatchObject({ message: 'importBeingChecked' })
    const { id } = await importOf(key)
    await checkImport(db, id)
    await startImport(ana, key, { checkedAt: (await importOf(key)).checkedAt! })
    await expect(again()).rejects.toMatchObject({ message: 'importStarted' })
    await expect(map(key, ['code', 'name'])).rejects.toMatchObject({ message: 'importStarted' })
  })

  test('as users is for those who manage users', async () => {
    const key = await bring(FRENCH, 'customers', ben)
    await expect(setReading(ben, key, { kind: 'users', said: {} })).rejects.toMatchObject({ code: 'forbidden' })
  })
})

test('a file of users shows neither its headings nor its name to whoever may not manage users', async () => {
  const boss = await actingAs(db, { role: 'administrator', mayImport: true })
  const key = await bring('email;last_name\na@b.example;A\n', 'users', boss)
  await setReading(boss, key, { kind: 'users', said: {} })
  await bring(FRENCH, 'customers', boss)
  const listed = async (ctx: Context) => {
    const { rows, total } = await listImports(ctx)
    return { kinds: rows.map(({ kind }) => kind), total }
  }
  expect(await listed(boss)).toEqual({ kinds: ['customers', 'users'], total: 2 })
  expect(await listed(ben)).toEqual({ kinds: ['customers'], total: 1 })
  const gone = { code: 'not-found', message: 'gone' }
  await expect(getImport(ben, key)).rejects.toMatchObject(gone)
  await expect(map(key, ['email', 'email'], null, ben)).rejects.toMatchObject(gone)
  await expect(setReading(ben, key, { kind: 'customers', said: {} })).rejects.toMatchObject(gone)
  await db.update(imports).set({ state: 'done' }).where(eq(imports.key, key))
  const same = await getImport(boss, await bring('email;last_name\na@b.example;A\n', 'users', boss))
  expect((await sameFileBefore(boss, same))?.key).toBe(key)
  expect(await sameFileBefore(ben, same)).toBeUndefined()
  await rememberMapping(boss, { kind: 'users', headings: ['email'], mapping: ['email'], name: 'HR', base: null })
  const [kept] = await db.select().from(importMappings)
  await expect(forgetMapping(ben, kept!.id)).rejects.toMatchObject(gone)
})

describe('which column is what', () => {
  test('is checked with the options of the form', async () => {
    const key = await read(FRENCH)
    await map(key, ['code', 'name', 'city'])
    const found = await importOf(key)
    expect(found).toMatchObject({
      state: 'checking',
      mapping: ['code', 'name', 'city', null],
      options: { createUsers: false, blank: 'keep' },
    })
    await checkImport(db, found.id)
    expect(await importOf(key)).toMatchObject({ state: 'checked', plan: { create: 2, reject: 0, ignored: ['Divers'] } })
  })

  test('is refused for a field that two columns claim, with both named beside their places', async () => {
    const key = await read(FRENCH)
    await expect(map(key, ['code', 'name', 'name'])).rejects.toMatchObject({
      message: 'importFieldTwice',
      values: { headings: '“Raison sociale”, “Ville”' },
      fields: { 'field-1': 'importFieldTwice', 'field-2': 'importFieldTwice' },
    })
    expect((await importOf(key)).state).toBe('read')
  })

  test('is refused without a field that is needed, and with one that is not known', async () => {
    const key = await read(FRENCH)
    await expect(map(key, ['code'])).rejects.toMatchObject({ message: 'importFieldsMissing' })
    await expect(map(key, ['code', 'name', 'password_hash'])).rejects.toMatchObject({
      fields: { 'field-2': 'importFieldUnknown' },
    })
  })

  test('is not said before how the file is read', async () => {
    const key = await bring(FRENCH)
    await expect(map(key, ['code', 'name'])).rejects.toMatchObject({ message: 'importReadFirst' })
  })

  test('names unknown colleagues, who are entered only once that is said', async () => {
    const key = await read('code,name,collector\nC1,One,Mia Unknown\nC2,Two,\n')
    await map(key, ['code', 'name', 'collector'])
    const { id } = await importOf(key)
    await checkImport(db, id)
    const checked = await importOf(key)
    expect(checked.plan).toMatchObject({ create: 1, reject: 1 })
    expect(await listUnknownUsers(ana, checked)).toEqual(['Mia Unknown'])
    await enterUnknown(ana, key)
    await checkImport(db, id)
    const again = await importOf(key)
    expect(again.plan).toMatchObject({ create: 2, reject: 0, made: { users: ['Mia Unknown'] } })
    expect(await listUnknownUsers(ana, again)).toEqual([])
  })

  test('of a file of another kind is noticed', () => {
    expect(likelierKind(ana, 'customers', ['customer_code', 'last_name', 'e-mail', 'fax'])?.kind).toBe('contacts')
    expect(likelierKind(ana, 'customers', ['code', 'name', 'city'])).toBeUndefined()
    expect(likelierKind(ben, 'customers', ['email', 'last_name', 'handle', 'role', 'time_zone'])).toBeUndefined()
  })
})

describe('columns that are remembered', () => {
  const whys = async (key: string, wanted?: string, ctx = ana) => {
    const { columns, used } = await suggestColumns(ctx, await importOf(key), { wanted, most: 100 })
    return { used: used?.name, fields: columns.map(({ field }) => field), whys: columns.map(({ why }) => why) }
  }

  test('come back for the same headings, whatever the file is called and whoever brings it', async () => {
    await map(await read(FRENCH), ['code', 'name', null, 'region'], { name: 'Navision', base: null })
    const next = await read(FRENCH.replace('C1', 'C9'), ben)
    expect(await whys(next, undefined, ben)).toEqual({
      used: 'Navision',
      fields: ['code', 'name', null, 'region'],
      whys: ['saved', 'saved', 'ignored', 'saved'],
    })
    const [offer] = await offerMappings(ben, 'customers', ['Code client', 'Raison sociale', 'Ville', 'Divers'])
    expect(offer).toMatchObject({ name: 'Navision', lastUsedBy: 'Ana Novak', unknown: 0 })
    expect(await whys(next, 'none')).toMatchObject({ used: undefined, fields: ['code', 'name', 'city', null] })
  })

  test('say which column is new, and do not give it a field that is taken', async () => {
    await map(await read(FRENCH), ['code', 'name', 'city', 'region'], { name: 'Navision', base: null })
    const next = await read('Code client;Raison sociale;Ville;Divers;City;Pays\nC1;One;Lyon;x;Lyon;FR\n')
    expect(await whys(next, String((await db.select().from(importMappings))[0]!.id))).toEqual({
      used: 'Navision',
      fields: ['code', 'name', 'city', 'region', null, 'country'],
      whys: ['saved', 'saved', 'saved', 'saved', 'new', 'new'],
    })
  })

  test('take over what is changed in them, and are written down when they differ', async () => {
    await map(await read(FRENCH), ['code', 'name', 'city', null], { name: 'Navision', base: null })
    await map(await read(FRENCH, ben), ['code', 'name', 'city', null], { name: 'Navision', base: null }, ben)
    const [kept] = await db.select().from(importMappings)
    expect(kept).toMatchObject({ name: 'Navision', createdBy: ana.actor.id, lastUsedBy: ben.actor.id })
    expect(await deeds()).toEqual(['import.columnsRemembered'])
    const wider = await read('Code client;Raison sociale;Ville;Pays\nC1;One;Lyon;FR\n')
    await map(wider, ['code', 'name', 'city', 'country'], { name: 'Navision', base: kept!.id })
    expect(await db.$count(importMappings)).toBe(1)
    expect(await deeds()).toEqual(['import.columnsRemembered', 'import.columnsChanged'])
  })

  test('of other headings keep their name, and the file is not checked', async () => {
    await map(await read(FRENCH), ['code', 'name', 'city', null], { name: 'Navision', base: null })
    const other = await read('no,firm\nC1,One\n')
    const taken = { message: 'importMappingNameTaken', fields: { name: 'importMappingNameTaken' } }
    await expect(map(other, ['code', 'name'], { name: 'Navision', base: null })).rejects.toMatchObject(taken)
    expect(await importOf(other)).toMatchObject({ state: 'read', mapping: null })
    expect(await offerMappings(ana, 'customers', ['no', 'firm'])).toEqual([])
    expect(await offerMappings(ana, 'contacts', ['Code client', 'Raison sociale', 'Ville', 'Divers'])).toEqual([])
  })

  test('fit a file of very many columns', async () => {
    const headings = Array.from({ length: 700 }, (_, place) => `a rather long heading of column ${place}`)
    const key = await read(`${headings.join(';')}\n${headings.map((_, place) => place).join(';')}\n`)
    await map(key, ['code', 'name'], { name: 'Wide', base: null })
    expect((await whys(await read(`${headings.join(';')}\n1;2\n`))).used).toBe('Wide')
  })

  test('are forgotten for everybody', async () => {
    await map(await read(FRENCH), ['code', 'name', 'city', null], { name: 'Navision', base: null })
    const [kept] = await db.select().from(importMappings)
    await forgetMapping(ben, kept!.id)
    await expect(forgetMapping(ben, kept!.id)).rejects.toMatchObject({ code: 'not-found' })
    expect(await db.$count(importMappings)).toBe(0)
    const [last] = await db
      .select()
      .from(history)
      .where(eq(history.action, 'import.columnsForgotten'))
      .orderBy(desc(history.id))
    expect(last).toMatchObject({ actorId: ben.actor.id, old: { name: 'Navision', kind: 'customers' } })
  })
})

/** The same context, for which something happens right before it begins to write. */
function overtaken(ctx: Context, first: () => Promise<unknown>): Context {
  const transaction: Context['db']['transaction'] = async (...given) => {
    await first()
    return ctx.db.transaction(...given)
  }
  const get = (db: Context['db'], name: string) => (name === 'transaction' ? transaction : Reflect.get(db, name))
  return { ...ctx, db: new Proxy<Context['db']>(ctx.db, { get }) }
}

test('the columns of a table that somebody reads otherwise by now are not taken', async () => {
  const key = await read(FRENCH)
  const late = overtaken(ana, () => setReading(ben, key, { kind: 'customers', said: { delimiter: ',' } }))
  await expect(map(key, ['code', 'name', 'city', null], null, late)).rejects.toMatchObject({
    message: 'importReadAnew',
  })
  expect(await importOf(key)).toMatchObject({ state: 'read', mapping: null, reading: { delimiter: ',' } })
})

test('of a file that was stopped only the rows that were worked on are listed', async () => {
  const key = await read('code,name\nC1,One\nC2,\nC3,Three\n')
  await map(key, ['code', 'name'])
  const { id } = await importOf(key)
  await checkImport(db, id)
  const listed = async (fate: 'create' | 'reject') =>
    (await listPlanned(ana, await importOf(key), fate)).rows.map(({ line }) => line)
  expect([await listed('create'), await listed('reject')]).toEqual([[2, 4], [3]])
  await db.update(imports).set({ state: 'stopped', position: 1 }).where(eq(imports.id, id))
  expect([await listed('create'), await listed('reject')]).toEqual([[2], []])
})

test('nobody has more than a few dozen files of a day waiting, also from two windows at once; the next day begins anew', async () => {
  const few = Array.from({ length: MOST_WAITING - 2 }, (_, index) => ({
    ...{ key: `waiting${index}`, kind: 'customers', source: 'web', fileName: 'clients.csv', size: 1, sha256: '' },
    ...{ createdBy: ana.actor.id, createdAt: ana.now, state: ['uploaded', 'read', 'checking', 'checked'][index % 4] },
  }))
  await db.insert(imports).values(few)
  const both = await Promise.allSettled(Array.from({ length: 6 }, () => bring(FRENCH)))
  expect(both.filter(({ status }) => status === 'fulfilled').length).toBe(2)
  await expect(bring(FRENCH)).rejects.toMatchObject({ message: 'tooManyImports' })
  await bring(FRENCH, 'customers', ben)
  await bring(FRENCH, 'customers', { ...ana, now: new Date(ana.now.getTime() + 25 * 3600_000) })
})
