import { link, mkdir, readdir, readFile, rename, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { contacts, customers, imports } from '@/db/schema'
import { checkImport } from '@/lib/imports/commands/check'
import { takeFolder } from '@/lib/imports/commands/folder'
import { receiveFile } from '@/lib/imports/commands/receive'
import { rememberMapping } from '@/lib/imports/commands/remember'
import { runImport } from '@/lib/imports/commands/run'
import { listNotTaken } from '@/lib/imports/queries/not-taken'
import { placeOf } from '@/lib/imports/where'
import { JOBS } from '@/lib/jobs/registry'
import { startWorker } from '@/lib/jobs/worker'
import { systemContext } from '@/lib/system'
import { temporaryFolder } from '@/scripts/temporary.mjs'
import { testDatabase } from '../support/database'
import { codesOf, customerOf, emptied, fileOf } from '../support/import'
import { actingAs, makeSettings } from '../support/make'

const { db, sql: driver, url } = testDatabase()
const root = temporaryFolder()
/** Long enough for a file to count as whole. */
const LATER = 5 * 60_000
/** As long as it must have been left alone. */
const REST = 60_000

beforeAll(async () => {
  await makeSettings(db, { language: 'en' })
  process.env.IMPORT_DIR = root.path
})

afterAll(() => {
  delete process.env.IMPORT_DIR
  root.remove()
})

let said = ''
beforeEach(async () => {
  await db.execute(sql`truncate imports`)
  await db.execute(sql`update settings set language = 'en'`)
  await emptied(db)
  await rm(root.path, { recursive: true, force: true })
  await look()
  said = ''
  const hear = (text: string) => {
    said += `${text}\n`
  }
  vi.spyOn(console, 'error').mockImplementation(hear)
  vi.spyOn(console, 'log').mockImplementation(hear)
})

const never = new AbortController().signal
const look = (signal = never) => takeFolder(db, signal, Date.now() + LATER)
const at = (...names: string[]) => path.join(root.path, ...names)
const put = (file: string, content: string | Uint8Array) => writeFile(at(file), content)
const inside = async (folder: string) => (await readdir(at(folder))).sort()
/** Names without the moment before them. */
const kept = async (folder: string) => (await inside(folder)).map((name) => name.replace(/^[\dT-]{19}Z_/, 'at_'))

async function text(folder: string, ending: string): Promise<string> {
  const [name, ...others] = (await inside(folder)).filter((one) => one.endsWith(ending))
  expect(others).toEqual([])
  return readFile(at(folder, name!), 'utf8')
}

const listed = async () => {
  const rows = await db.select().from(imports).orderBy(imports.id)
  return rows.map(({ kind, fileName, state, source }) => [kind, fileName, state, source].join(' '))
}

test('a folder for each kind is made, with one for what went well and one for what did not', async () => {
  expect(await inside('.')).toEqual(['contacts', 'customers', 'items', 'users'])
  for (const kind of await inside('.')) expect(await inside(kind)).toEqual(['done', 'failed'])
})

test('nothing happens where no folder is watched', async () => {
  delete process.env.IMPORT_DIR
  await put('customers/a.csv', 'code,name\nC1,One\n')
  await look()
  process.env.IMPORT_DIR = root.path
  expect(await codesOf(db)).toEqual([])
})

test('a file that is left alone is taken in by the worker, and lies in done with what became of it', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + LATER })
  await put('customers/ledger.csv', 'code;name;country\nC1;One;FR\nC2;Two;XX\nC3;Three;BE\n')
  const worker = await startWorker(url, { 'imports.folder': JOBS['imports.folder']! })
  try {
    await vi.waitFor(async () => expect(await kept('customers/done')).toHaveLength(3), { timeout: 60_000 })
  } finally {
    await worker.stop()
    vi.useRealTimers()
  }
  expect(await codesOf(db)).toEqual(['C1', 'C3'])
  expect(await inside('customers')).toEqual(['done', 'failed'])
  expect(await kept('customers/done')).toEqual([
    'at_ledger.csv',
    'at_ledger.csv.rejected.csv',
    'at_ledger.csv.report.txt',
  ])
  expect(await text('customers/done', '.rejected.csv')).toBe(
    'code;name;country;line;reason\nC2;Two;XX;3;country: XX is neither a country nor its code, such as FR.\n',
  )
  const [row] = await db.select().from(imports)
  const report = await text('customers/done', '.report.txt')
  expect(report).toMatch(/^ledger\.csv was taken in on /)
  expect(report).toMatch(/\n1 row was rejected; see [\dT-]{19}Z_ledger\.csv\.rejected\.csv\n/)
  expect(report).toContain('\n3 rows: 2 created, 0 updated, 0 unchanged, 1 rejected.\n')
  expect(report).toContain(`/imports/${row!.key}\n`)
  expect(row).toMatchObject({
    source: 'folder',
    kind: 'customers',
    state: 'done',
    fileName: 'ledger.csv',
    createdBy: null,
  })
})

test('what is still being written, hidden, no file, or ours is left alone', async () => {
  const waiting = [
    '.invoices01.csv.Ab12Cd',
    'a.csv.part',
    'b.csv.filepart',
    'c.tmp',
    '.d.csv',
    'e.csv.PART',
    'f.report.txt',
    'g.csv~',
  ]
  for (const name of waiting) await put(`customers/${name}`, 'code,name\nC1,One\n')
  await mkdir(at('customers/folder.csv'))
  await look()
  await put('customers/fresh.csv', 'code,name\nC2,Two\n')
  await takeFolder(db, never)
  expect(await codesOf(db)).toEqual([])
  expect(await inside('customers')).toEqual([...waiting, 'done', 'failed', 'folder.csv', 'fresh.csv'].sort())
  await rename(at('customers/a.csv.part'), at('customers/a.csv'))
  await look()
  expect(await codesOf(db)).toEqual(['C1', 'C2'])
})

test('the age that a program gives its file does not count: it is at rest when nobody has touched it', async () => {
  await put('customers/old.csv', 'code,name\nC1,One\n')
  await utimes(at('customers/old.csv'), new Date('2020-01-01'), new Date('2020-01-01'))
  await takeFolder(db, never)
  expect(await codesOf(db)).toEqual([])
  await utimes(at('customers/old.csv'), new Date('2099-01-01'), new Date('2099-01-01'))
  await look()
  expect(await codesOf(db)).toEqual(['C1'])
})

test('the oldest goes first, and customers before what speaks of them', async () => {
  await put('contacts/people.csv', 'customer_code,last_name\nC1,Durand\n')
  await put('customers/new.csv', 'code,name\nC1,Newer\n')
  await put('customers/old.csv', 'code,name\nC1,Older\n')
  await utimes(at('customers/old.csv'), new Date('2026-01-01'), new Date('2026-01-01'))
  await look()
  expect(await customerOf(db, 'C1')).toMatchObject({ name: 'Newer' })
  expect(await listed()).toEqual([
    'customers old.csv done folder',
    'customers new.csv done folder',
    'contacts people.csv done folder',
  ])
})

test('contacts wait while a file of customers is still arriving', async () => {
  await put('contacts/people.csv', 'customer_code,last_name\nC1,Durand\n')
  await pause(100)
  await put('customers/customers.csv', 'code,name\nC1,One\n')
  const changed = async (file: string) => (await stat(at(file))).ctimeMs
  const between = ((await changed('contacts/people.csv')) + (await changed('customers/customers.csv'))) / 2
  await takeFolder(db, never, between + REST)
  expect(await listed()).toEqual([])
  await look()
  expect(await db.$count(contacts)).toBe(1)
})

test('headings that are remembered are read as somebody once said, below a title too, and given-back rows go round', async () => {
  const boss = await actingAs(db, { role: 'administrator', mayImport: true }, new Date())
  const headings = ['XKD', 'QFX', 'WWZ']
  await rememberMapping(boss, {
    kind: 'customers',
    headings,
    mapping: ['code', 'name', 'country'],
    name: 'Ledger',
    base: null,
  })
  await put('customers/a.csv', 'Report;of today\n\nXKD;QFX;WWZ\nC1;One;FR\nC2;Two;XX\n')
  await look()
  expect(await codesOf(db)).toEqual(['C1'])
  expect(await text('customers/done', '.report.txt')).toContain(
    '\nThe columns were read as in “Ledger”, which is remembered for these headings.\n',
  )
  const back = await text('customers/done', '.rejected.csv')
  expect(back).toMatch(/^XKD;QFX;WWZ;line;reason\nC2;Two;XX;5;/)
  await put('customers/options.json', '{"headingRow": 3}')
  await put('customers/b.csv', back.replace(';XX;', ';BE;'))
  await put('customers/c.csv', 'One;two\nThree;four\nXKD;QFX;WWZ\nC3;Three;FR\n')
  await put('customers/d.csv', 'Report\n\nXKD;QFX\nC4;Four\n')
  await look()
  expect(await codesOf(db)).toEqual(['C1', 'C2', 'C3'])
  expect(await text('customers/failed', 'd.csv.report.txt')).toContain('The line of headings lacks: code, name')
})

test('a file that cannot be read goes to failed with the reason, and the desk is told until a later one goes through', async () => {
  await db.execute(sql`update settings set language = 'fr'`)
  await put('customers/erp-2026-11-21.csv', 'code,nom_inconnu\nC1,One\n')
  await put('customers/empty.csv', '')
  await look()
  expect(await kept('customers/failed')).toEqual([
    'at_empty.csv',
    'at_empty.csv.report.txt',
    'at_erp-2026-11-21.csv',
    'at_erp-2026-11-21.csv.report.txt',
  ])
  expect(await text('customers/failed', 'erp-2026-11-21.csv.report.txt')).toMatch(
    /^erp-2026-11-21\.csv n’a pas été importé .*\nIl manque dans la ligne d’en-têtes\s: name\. /,
  )
  const ctx = await actingAs(db, { role: 'administrator', mayImport: true }, new Date())
  const names = async (one = ctx) => (await listNotTaken(one)).map(({ fileName }) => fileName).sort()
  expect(await names()).toEqual(['empty.csv', 'erp-2026-11-21.csv'])
  expect(await names(await actingAs(db, { role: 'collector', mayImport: false }, new Date()))).toEqual([])
  await put('customers/erp-2026-11-22.csv', 'code,name\nC1,One\n')
  await look()
  expect(await names()).toEqual(['empty.csv'])
})

test('options beside the files hold for all of them, and while they cannot be used nothing is taken', async () => {
  await put('customers/options.json', '{ "blank": "always", "colour": "red", "delimiter": "#" }')
  await put('customers/a.csv', 'code|name|country\nC1|One|FR\n')
  await look()
  await look()
  expect(await inside('customers')).toEqual(['a.csv', 'done', 'failed', 'options.json', 'options.json.report.txt'])
  expect(await readFile(at('customers/options.json.report.txt'), 'utf8')).toBe(
    'options.json cannot be used because of blank, delimiter, colour. No file of this folder is taken in until it is put right or removed.\n',
  )
  expect(said.match(/folder\.optionsUnusable/g)).toHaveLength(1)
  await put('customers/options.json', '{ "blank": ')
  await look()
  expect(await readFile(at('customers/options.json.report.txt'), 'utf8')).toContain('cannot be read as JSON')
  await put('customers/options.json', '{ "blank": "erase", "delimiter": "bar", "encoding": "windows-1252" }')
  await look()
  expect(await codesOf(db)).toEqual(['C1'])
  expect(await inside('customers')).toEqual(['done', 'failed', 'options.json'])
  await put('customers/b.csv', Buffer.from('code|name|country\nC1|Caf\xe9|\n', 'latin1'))
  await look()
  expect(await customerOf(db, 'C1')).toMatchObject({ name: 'Café', country: null })
  const [, second] = await db.select().from(imports).orderBy(imports.id)
  expect(second).toMatchObject({ reading: { delimiter: '|', encoding: 'windows-1252' }, options: { blank: 'erase' } })
})

test('nothing is followed out of the folder', async () => {
  const elsewhere = temporaryFolder()
  await writeFile(path.join(elsewhere.path, 'secret.csv'), 'code,name\nC1,Secret\n')
  await symlink(path.join(elsewhere.path, 'secret.csv'), at('customers/link.csv'))
  await rm(at('contacts/done'), { recursive: true })
  await symlink(elsewhere.path, at('contacts/done'))
  await put('contacts/people.csv', 'customer_code,last_name\nC1,Durand\n')
  await look()
  expect(await listed()).toEqual([])
  expect(await inside('contacts')).toContain('people.csv')
  expect(await readdir(elsewhere.path)).toEqual(['secret.csv'])
  expect(said).toContain('"event":"folder.notRead","kind":"contacts"')
  elsewhere.remove()
})

test('names of any length and any alphabet, and those that are not text, are taken and kept', async () => {
  const long = `${'顧客'.repeat(40)}.csv`
  await put(`customers/${long}`, 'code,name\nC1,One\n')
  await writeFile(
    Buffer.concat([Buffer.from(at('customers/D')), Buffer.from([0xe9]), Buffer.from('biteurs.csv')]),
    'code,name\nC2,Two\n',
  )
  await look()
  expect(await codesOf(db)).toEqual(['C1', 'C2'])
  expect(await inside('customers')).toEqual(['done', 'failed'])
  const names = await kept('customers/done')
  expect(names).toContain('at_Débiteurs.csv')
  expect(names.some((name) => /^at_(顧客)+顧?\.csv$/.test(name))).toBe(true)
})

test('the same file dropped once more is taken once more, and changes nothing', async () => {
  for (const _ of [1, 2]) {
    await put('customers/a.csv', 'code,name\nC1,One\n')
    await look()
  }
  expect(await inside('customers/done')).toHaveLength(4)
  const rows = await db.select().from(imports).orderBy(imports.id)
  expect(rows.map(({ created, unchanged }) => [created, unchanged])).toEqual([
    [1, 0],
    [0, 1],
  ])
})

test('whatever an import was in the middle of, the next look ends it once', async () => {
  const content = 'code,name\nC1,One\nC2,\n'
  const abandoned: [string, () => Promise<unknown>][] = [
    ['claimed', async () => undefined],
    ['half received', async () => writeFile(`${placeOf('abcdefghj2')}.part`, 'code,na')],
    ['received', async () => received('uploaded')],
    ['being checked', async () => received('checking')],
    ['checked', async () => received('checking', true)],
    ['running', async () => running()],
    ['done', async () => runImport(db, await running())],
  ]
  for (const [name, leave] of abandoned) {
    await db.execute(sql`truncate imports`)
    await emptied(db)
    await writeFile(at('customers/.encours-abcdefghj2.a.csv'), content)
    await leave()
    await look()
    expect([name, await listed(), await codesOf(db)]).toEqual([name, ['customers a.csv done folder'], ['C1']])
    expect(await kept('customers/done')).toEqual(['at_a.csv', 'at_a.csv.rejected.csv', 'at_a.csv.report.txt'])
    await rm(root.path, { recursive: true })
    await look()
  }

  async function received(state: string, check = false): Promise<void> {
    await rm(placeOf('abcdefghj2'), { force: true })
    const given = { kind: 'customers', name: 'a.csv', source: 'folder', key: 'abcdefghj2' } as const
    const { id } = await receiveFile(await systemContext(db), given, fileOf(content))
    await db.update(imports).set({ state }).where(eq(imports.id, id))
    if (check) await checkImport(db, id)
  }
  async function running(): Promise<number> {
    await received('checking', true)
    const [row] = await db.update(imports).set({ state: 'running' }).returning()
    return row!.id
  }
})

test('a file that goes on growing after it was taken is taken again as it is in the end', async () => {
  await put('customers/a.csv', 'code,name\nC1,One\n')
  await link(at('customers/a.csv'), at('held'))
  const held = await driver.reserve()
  await held`select pg_advisory_lock(7302025)`
  const taken = look()
  await vi.waitFor(async () => expect(await listed()).toEqual(['customers a.csv running folder']), 60_000)
  await writeFile(at('held'), 'C2,Two\n', { flag: 'a' })
  await held`select pg_advisory_unlock(7302025)`
  held.release()
  await taken
  await look()
  expect(await codesOf(db)).toEqual(['C1', 'C2'])
})

test('one file that cannot be worked on keeps no other from it', async () => {
  await put('customers/a.csv', 'code,name\nC1,One\n')
  await put('customers/b.csv', 'code,name\nC2,Two\n')
  const insert = vi.spyOn(db, 'insert').mockImplementationOnce(() => {
    throw new Error('no room')
  })
  await look()
  insert.mockRestore()
  expect(await codesOf(db)).toEqual(['C2'])
  expect(said).toContain('"event":"folder.fileNotTaken"')
  await look()
  expect(await codesOf(db)).toEqual(['C1', 'C2'])
  expect(await db.$count(customers)).toBe(2)
})

test('asked to stop, it leaves the rest for the next look', async () => {
  await put('customers/a.csv', 'code,name\nC1,One\n')
  await expect(look(AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' })
  expect(await codesOf(db)).toEqual([])
  await look()
  expect(await codesOf(db)).toEqual(['C1'])
})
