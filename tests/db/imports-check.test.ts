import { eq, sql } from 'drizzle-orm'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { customers, imports } from '@/db/schema'
import type { ImportKind } from '@/db/schema/vocabulary'
import { checkImport } from '@/lib/imports/commands/check'
import { receiveFile } from '@/lib/imports/commands/receive'
import { resumeImports } from '@/lib/imports/commands/resume'
import { runImport } from '@/lib/imports/commands/run'
import { startImport, stopImport } from '@/lib/imports/commands/start'
import { planUndo } from '@/lib/imports/commands/undo'
import type { ImportOptions } from '@/lib/imports/input'
import { findImport, type Import } from '@/lib/imports/queries/imports'
import { type Fate, listPlanned } from '@/lib/imports/queries/planned'
import { rejectedRows } from '@/lib/imports/queries/rejected'
import { setActive } from '@/lib/users/commands/access'
import { testDatabase } from '../support/database'
import { codesOf, customerOf, emptied, fileOf, rowsOf, take } from '../support/import'
import { actingAs, makeSettings, makeUser } from '../support/make'
import { textRows, workbookOf } from '../support/workbook'

const { db } = testDatabase()

beforeAll(async () => {
  await makeSettings(db)
})

beforeEach(async () => {
  await db.execute(sql`truncate imports`)
  await emptied(db)
  known = undefined
})

type Acting = Awaited<ReturnType<typeof actingAs>>
let known: Promise<Acting> | undefined
const manager = (): Promise<Acting> => {
  known ??= actingAs(db, { role: 'administrator', mayImport: true })
  return known
}

/** A file as the page for it leaves it with the worker, and as the worker has checked it. */
async function checked(
  kind: ImportKind,
  content: string | Uint8Array,
  options: Partial<ImportOptions> = {},
): Promise<Import> {
  const ctx = await manager()
  const { id } = await receiveFile(ctx, { kind, name: `${kind}.csv`, source: 'web' }, fileOf(content))
  await db.update(imports).set({ state: 'checking', options }).where(eq(imports.id, id))
  await checkImport(db, id)
  return again(id)
}

async function again(id: number): Promise<Import> {
  return (await findImport(db, id))!
}

async function started(found: Import): Promise<Import> {
  const ctx = await manager()
  await startImport(ctx, found.key, { checkedAt: found.checkedAt! })
  await runImport(db, found.id)
  return again(found.id)
}

async function planned(found: Import, fate: Fate) {
  const ctx = await manager()
  const { rows } = await listPlanned(ctx, found, fate)
  return rows.map(({ line, called, fields, problem }) => ({ line, called: called.join(' '), fields, problem }))
}

/** What is shown of rejected rows: what they are called by, and the cells that are wrong, under the headings of the file. */
async function shown(found: Import) {
  const { rows } = await listPlanned(await manager(), found, 'reject')
  return rows.map(({ called, wrong }) => [...called, ...wrong.map(({ heading, text }) => `${heading}=${text}`)])
}

const counts = ({ offered, created, updated, unchanged, rejected }: Import) =>
  [offered, created, updated, unchanged, rejected].join(' ')

test('a check says what would become of each row, and writes nothing', async () => {
  await take(
    db,
    'customers',
    'code,name,city,groups,colleagues,contact_last_name,contact_email\nC1,One,Lyon,Export,Jean Martin,Un,un@one.example\nC2,Two,Nice,,,,\n',
  )
  await manager()
  const before = await rowsOf(db)
  const found = await checked(
    'customers',
    'code,name,city,groups,collector,colleagues,contact_last_name,contact_email\n' +
      'C1,One,Paris,"Export,Key accounts",Claire Petit,"Jean Martin,Paul Renard",Un,neu@one.example\nC2,Two,Nice,,,,,\nC3,Three,Rome,,,,,\nC3,Again,,,,,,\nC4,,,,,,,\n',
  )
  expect(await rowsOf(db)).toEqual(before)
  expect(found).toMatchObject({ state: 'checked', plan: { create: 1, update: 1, unchanged: 1, reject: 2 }, offered: 5 })
  expect(found.plan?.made).toMatchObject({ users: ['Claire Petit', 'Paul Renard'], groups: ['Key accounts'] })
  expect(await planned(found, 'update')).toEqual([
    {
      line: 2,
      called: 'C1 One',
      problem: null,
      fields: expect.arrayContaining([
        { field: 'city', before: 'Lyon', after: 'Paris' },
        { field: 'collectorId', before: null, after: 'Claire Petit' },
        { field: 'groups', before: null, after: ['Key accounts'] },
        { field: 'colleagues', before: null, after: ['Paul Renard'] },
        { field: 'contactEmail', before: 'un@one.example', after: 'neu@one.example' },
      ]),
    },
  ])
  expect((await planned(found, 'create')).map(({ called }) => called)).toEqual(['C3 Three'])
  expect((await planned(found, 'reject')).map(({ line, problem }) => [line, problem])).toEqual([
    [5, 'duplicateCode'],
    [6, 'required'],
  ])
  expect(await shown(found)).toEqual([
    ['C3', 'Again'],
    ['C4', 'name='],
  ])
  expect(counts(await started(found))).toBe('5 1 1 1 2')
  expect(await customerOf(db, 'C1')).toMatchObject({ city: 'Paris' })
})

test('where a file says what a person had entered, the check names the fields that pass to the ERP', async () => {
  await take(db, 'customers', 'code,name\nC1,One\n')
  await db.update(customers).set({ city: 'Lyon' })
  const found = await checked('customers', 'code,name,city\nC1,One,Lyon\n')
  expect(await planned(found, 'update')).toEqual([
    { line: 2, called: 'C1 One', problem: null, fields: [{ field: 'erpFields', before: [], after: ['city'] }] },
  ])
})

test('what somebody changes between the check and the start is left as they made it, and the row is given back', async () => {
  await take(db, 'customers', 'code,name,city\nC1,One,Lyon\nC2,Two,Nice\nC3,Three,Rome\n')
  const found = await checked(
    'customers',
    'code,name,city\nC1,One,Paris\nC2,Two,Metz\nC3,Three,Rome\nC9,Nine,Bonn\nC8,Eight,Ulm\n',
  )
  expect(found.plan).toMatchObject({ create: 2, update: 2, unchanged: 1, reject: 0 })
  await db.update(customers).set({ city: 'Typed' }).where(eq(customers.code, 'C1'))
  await db.update(customers).set({ city: 'Typed' }).where(eq(customers.code, 'C3'))
  await db.insert(customers).values({ code: 'C9', codeKey: 'C9', name: 'By hand' })
  expect(counts(await started(found))).toBe('5 1 1 0 3')
  expect((await planned(await again(found.id), 'reject')).map(({ line, problem }) => [line, problem])).toEqual([
    [2, 'movedSinceCheck'],
    [4, 'movedSinceCheck'],
    [5, 'movedSinceCheck'],
  ])
  expect([await customerOf(db, 'C1'), await customerOf(db, 'C3'), await customerOf(db, 'C9')]).toMatchObject([
    { city: 'Typed' },
    { city: 'Typed' },
    { name: 'By hand', city: null },
  ])
  expect(await customerOf(db, 'C2')).toMatchObject({ city: 'Metz' })
})

test('a customer that is gone since the check is not made again', async () => {
  await take(db, 'customers', 'code,name\nC1,One\nC2,Two\n')
  const found = await checked('customers', 'code,name\nC1,One\nC2,Due\n')
  await db.delete(customers)
  expect(counts(await started(found))).toBe('2 0 0 0 2')
  expect(await codesOf(db)).toEqual([])
})

test('contacts: what would differ is said, and a contact that somebody changed meanwhile is left alone', async () => {
  await take(db, 'customers', 'code,name\nC1,One\n')
  const head = 'customer_code,last_name,email,phone,for_collection\n'
  await take(db, 'contacts', `${head}C1,Un,un@one.example,01,1\nC1,Deux,deux@one.example,02,\n`)
  const found = await checked(
    'contacts',
    `${head}C1,Un,un@one.example,11,\nC1,Deux,deux@one.example,22,1\nC1,Trois,trois@one.example,,\nC7,Who,,,\n`,
  )
  expect(found.plan).toMatchObject({ create: 1, update: 2, unchanged: 0, reject: 1 })
  expect((await planned(found, 'update')).map(({ called, fields }) => [called, fields])).toEqual([
    ['C1 Un', [{ field: 'phone', before: '01', after: '11' }]],
    [
      'C1 Deux',
      expect.arrayContaining([
        { field: 'phone', before: '02', after: '22' },
        { field: 'forCollection', before: false, after: true },
      ]),
    ],
  ])
  await db.execute(sql`update people set phone = '99' where last_name = 'Un'`)
  expect(counts(await started(found))).toBe('4 1 1 0 2')
  const numbers = await db.execute<{ phone: string }>(sql`select phone from people order by id`)
  expect(numbers.map(({ phone }) => phone)).toEqual(['99', '22', null])
})

test('users: a check tries what the commands would do, and takes it back', async () => {
  await makeUser(db, { role: 'collector', email: 'jean@acme.example', firstName: 'Jean', lastName: 'Martin' })
  await take(db, 'customers', 'code,name\nC1,One\n')
  await manager()
  const before = await rowsOf(db)
  const head = 'email,last_name,first_name,role,portfolio\n'
  const found = await checked(
    'users',
    `${head}jean@acme.example,Martin,Jean,sales manager,C1\nnew@acme.example,New,Ada,collector,\nbad,Bad,,,\n`,
  )
  expect(await rowsOf(db)).toEqual(before)
  expect(found.plan).toMatchObject({ create: 1, update: 1, unchanged: 0, reject: 1 })
  expect((await planned(found, 'update'))[0]?.fields).toEqual(
    expect.arrayContaining([
      { field: 'role', before: 'collector', after: 'sales_manager' },
      { field: 'portfolio', before: null, after: ['C1'] },
    ]),
  )
  expect(counts(await started(found))).toBe('3 1 1 0 1')
})

test('a file that cannot be understood goes back with the reason', async () => {
  expect(await checked('customers', 'kode,nom\nC1,One\n')).toMatchObject({
    state: 'read',
    problem: 'importMissingHeadings',
  })
})

test('what was checked once more is not started by whoever saw it before; a second press does nothing', async () => {
  const ctx = await manager()
  const found = await checked('customers', 'code,name\nC1,One\n')
  const stale = startImport(ctx, found.key, { checkedAt: new Date(0) })
  await expect(stale).rejects.toMatchObject({ message: 'importCheckedAnew' })
  await startImport(ctx, found.key, { checkedAt: found.checkedAt! })
  await startImport(ctx, found.key, { checkedAt: found.checkedAt! })
  await runImport(db, found.id)
  await startImport(ctx, found.key, { checkedAt: found.checkedAt! })
  expect(await again(found.id)).toMatchObject({ state: 'done', created: 1 })
})

test('one that is stopped keeps what was written, and is not gone on with', async () => {
  const ctx = await manager()
  const found = await checked('customers', 'code,name\nC1,One\n')
  await startImport(ctx, found.key, { checkedAt: found.checkedAt! })
  await stopImport(ctx, found.key)
  await runImport(db, found.id)
  expect(await again(found.id)).toMatchObject({ state: 'stopped', created: 0 })
  expect(await codesOf(db)).toEqual([])
})

test('whoever lost the right meanwhile does not go on', async () => {
  const found = await checked('customers', 'code,name\nC1,One\n')
  const ctx = await manager()
  await startImport(ctx, found.key, { checkedAt: found.checkedAt! })
  await db.execute(sql`update users set may_import = false`)
  await runImport(db, found.id)
  expect(await again(found.id)).toMatchObject({ state: 'failed', problem: 'forbidden' })
  expect(await codesOf(db)).toEqual([])
})

test('customers whom a whole file leaves out are ended where that was asked for, and undone with it; a truncated file is refused', async () => {
  await take(db, 'customers', `code,name\n${Array.from({ length: 20 }, (_, n) => `C${n},Customer ${n}\n`).join('')}`)
  await db.insert(customers).values({ code: 'HAND', codeKey: 'HAND', name: 'By hand' })
  const half = `code,name\n${Array.from({ length: 10 }, (_, n) => `C${n},Customer ${n}\n`).join('')}`
  expect(await checked('customers', half, { missing: 'archive' })).toMatchObject({
    state: 'read',
    problem: 'importMissingLimit',
    problemFacts: { missing: 10, brought: 20, limit: 10 },
  })
  const nearly = `code,name\n${Array.from({ length: 18 }, (_, n) => `C${n},${n === 17 ? '' : `Customer ${n}`}\n`).join('')}`
  const found = await checked('customers', nearly, { missing: 'archive' })
  expect(found.plan).toMatchObject({ unchanged: 17, reject: 1, made: { leftOut: 2 } })
  await started(found)
  const ended = await db.select({ code: customers.code }).from(customers).where(eq(customers.state, 'archived'))
  expect(ended.map(({ code }) => code).sort()).toEqual(['C18', 'C19'])
  const ctx = await manager()
  const { key } = await planUndo(ctx, found.key)
  const undoing = (await db.select().from(imports).where(eq(imports.key, key)))[0]!
  await checkImport(db, undoing.id)
  await started(await again(undoing.id))
  expect(await db.$count(customers, eq(customers.state, 'archived'))).toBe(0)
})

test('a file that breaks off every try is given up with the reason, and one that nobody works on is taken up', async () => {
  const running = await checked('customers', 'code,name\nC1,One\n')
  await startImport(await manager(), running.key, { checkedAt: running.checkedAt! })
  const lost = await checked('customers', 'code,name\nC2,Two\n')
  await db.update(imports).set({ state: 'checking' }).where(eq(imports.id, lost.id))
  const queued = async (id: number) =>
    db.execute(sql`select from graphile_worker.jobs where key = ${`import ${id}`} and attempts < max_attempts`)
  await db.execute(
    sql`update graphile_worker._private_jobs set attempts = max_attempts where key = ${`import ${running.id}`}`,
  )
  await resumeImports(db)
  expect(await again(running.id)).toMatchObject({ state: 'failed', problem: 'importGaveUp', created: 0 })
  expect([await queued(running.id), await queued(lost.id)].map(({ length }) => length)).toEqual([0, 1])
})

test('what a file leaves out is ended as it was seen: who came since stays', async () => {
  await take(db, 'customers', 'code,name\nC1,One\nC2,Two\n')
  const found = await checked('customers', 'code,name\nC1,One\n', { missing: 'archive', missingLimit: 60 })
  expect(found.plan?.made).toMatchObject({ leftOut: 1 })
  await take(db, 'customers', 'code,name\nC3,Three\nC4,Four\n')
  expect((await started(found)).made).toMatchObject({ leftOut: 1 })
  const rows = await db.select({ code: customers.code, state: customers.state }).from(customers).orderBy(customers.code)
  expect(rows.map(({ code, state }) => `${code} ${state}`)).toEqual([
    'C1 active',
    'C2 archived',
    'C3 active',
    'C4 active',
  ])
})

test('whoever goes on with another’s file does so with their own rights, and after a check of their own', async () => {
  await take(db, 'customers', 'code,name\nC1,One\nC2,Two\n')
  const found = await checked('customers', 'code,name\nC1,Uno\n', { missing: 'archive', missingLimit: 60 })
  const collector = await actingAs(db, { role: 'collector', mayImport: true })
  const seen = { checkedAt: found.checkedAt! }
  await expect(startImport(collector, found.key, seen)).rejects.toMatchObject({ message: 'importCheckedAnew' })
  await checkImport(db, found.id)
  // Archiving is not the collector's to do, whoever brought the file.
  expect(await again(found.id)).toMatchObject({ state: 'read', problem: 'forbidden', createdBy: collector.actor.id })
  await runImport(db, found.id)
  expect(await customerOf(db, 'C1')).toMatchObject({ name: 'One' })
})

test('a user that somebody changed after the check is left as they made them', async () => {
  const user = await makeUser(db, {
    role: 'collector',
    email: 'jean@acme.example',
    firstName: 'Jean',
    lastName: 'Martin',
  })
  const found = await checked('users', 'email,last_name,first_name,active\njean@acme.example,Martin,Jean,yes\n')
  expect(found.plan).toMatchObject({ unchanged: 1 })
  await setActive(await manager(), { user: user.handle, active: false })
  expect(counts(await started(found))).toBe('1 0 0 0 1')
  const [now] = await db.execute(sql`select active from users where id = ${user.id}`)
  expect(now).toEqual({ active: false })
})

test('columns that somebody says are fields come back with the rows, whatever they are called', async () => {
  const ctx = await manager()
  const { id } = await receiveFile(
    ctx,
    { kind: 'customers', name: 'c.csv', source: 'web' },
    fileOf('country,line,reason\nXX,C1,One\n'),
  )
  await db
    .update(imports)
    .set({ state: 'checking', mapping: ['country', 'code', 'name'] })
    .where(eq(imports.id, id))
  await checkImport(db, id)
  const { headings, rows } = await rejectedRows(ctx, await again(id))
  expect(headings).toEqual(['country', 'line', 'reason', 'line', 'reason'])
  for await (const row of rows) expect(row.slice(0, 4)).toEqual(['XX', 'C1', 'One', '2'])
})

test('a cell that is no text rejects its row, and a heading that is none the file', async () => {
  const far = Array.from({ length: 8000 }, (_, n) => `C${n},Name,no\n`).join('')
  const csv = await checked('customers', `code,name,blocked\n${far}D1,One,n\0o\nD\0,Two,no\n`)
  expect(csv).toMatchObject({ state: 'checked', plan: { create: 8000, reject: 2 } })
  expect(await shown(csv)).toEqual([
    ['D1', 'One', 'blocked=no'],
    ['D', 'Two', 'code=D'],
  ])
  const rows = [
    ['code', 'name', 'blocked'],
    ['D1', 'One', '_x0000_'],
    ['D2', 'Two', '_xD83D_'],
    ['D3', 'Half _xD83D_', 'no'],
    ['D4', 'Four', `${'x'.repeat(59)}😀 and more`],
  ]
  const book = await workbookOf({ sheets: [{ name: 'Sheet', rows: textRows(rows) }] })
  const found = await checked('customers', book)
  expect((await planned(found, 'reject')).map(({ problem }) => problem)).toEqual([
    ...['controlCharacters', 'controlCharacters', 'controlCharacters', 'yesNo'],
  ])
  const odd = await workbookOf({
    sheets: [
      {
        name: 'Sheet',
        rows: textRows([
          ['code', 'name', 'no_x0000_te'],
          ['C1', 'x', ''],
        ]),
      },
    ],
  })
  expect(await checked('customers', odd)).toMatchObject({
    ...{ state: 'read', problem: 'importHeadingUnreadable', problemFacts: { column: 'C' } },
  })
})
