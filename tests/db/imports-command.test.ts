import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { customers, imports, users } from '@/db/schema'
import { runImport } from '@/lib/imports/commands/run'
import { testDatabase } from '../support/database'
import { codesOf, emptied } from '../support/import'
import { makeSettings } from '../support/make'

const { db, sql: driver, url } = testDatabase()
let folder = ''

beforeAll(async () => {
  await makeSettings(db, { language: 'fr' })
  folder = await mkdtemp(path.join(tmpdir(), 'encours-import-'))
})

afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

beforeEach(async () => {
  await emptied(db)
})

/** The command as npm runs it: in the project's folder, with the person's own in INIT_CWD. */
async function run(...args: string[]): Promise<{ status: number; last: string; out: string; error: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/import.ts', ...args], {
    env: { ...process.env, INIT_CWD: folder, DATABASE_URL: url, AUTH_SECRET: 'a secret of the tests, and long enough' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  let error = ''
  child.stdout.on('data', (text) => {
    out += text
  })
  child.stderr.on('data', (text) => {
    error += text
  })
  const [status] = (await once(child, 'close')) as [number]
  return { status, out, error, last: out.trimEnd().split('\n').at(-1) ?? '' }
}

const save = (name: string, content: string | Uint8Array) => writeFile(path.join(folder, name), content)
const given = (name: string) => readFile(path.join(folder, name), 'utf8')

test('the last line counts, the status says how it went, and rejected rows come back beside the file', async () => {
  await save(
    'clients.csv',
    '\uFEFFcode;name;country;fax\r\n00123;Un;FR;1\r\nC2;"Deux; et\r\ndemi";XX;2\r\nC3;;ZZ;3\r\n',
  )
  const first = await run('customers', 'clients.csv')
  expect(first).toMatchObject({
    status: 2,
    last: 'offered 3 · created 1 · updated 0 · unchanged 0 · rejected 2',
    error: '',
  })
  expect(first.out).toContain('The heading fax is not known; its column was ignored.')
  expect(await given('clients.rejected.csv')).toBe(
    [
      '\uFEFFcode;name;country;fax;line;reason',
      'C2;"Deux; et\r\ndemi";XX;2;3;country\u00a0: XX n’est ni un pays ni son code, comme FR.',
      'C3;;ZZ;3;5;"name est vide\u00a0; cette valeur est nécessaire. country\u00a0: ZZ n’est ni un pays ni son code, comme FR."',
      '',
    ].join('\n'),
  )
  await save('clients.csv', 'code;name;country\n00123;Un;FR\nC2;Deux;BE\n')
  expect(await run('customers', 'clients.csv')).toMatchObject({
    status: 0,
    last: 'offered 2 · created 1 · updated 0 · unchanged 1 · rejected 0',
  })
  expect(await readdir(folder)).toEqual(['clients.csv'])
})

test('says whom and what it made because nobody knew them, before the last line', async () => {
  const names = Array.from({ length: 21 }, (_, index) => `Jean Martin${String(index).padStart(2, '0')}`)
  await save('new.csv', `code,name,collector,colleagues,groups\nC1,One,Ana Novak,"${names.join(',')}",South\n`)
  const { status, out, last } = await run('customers', 'new.csv')
  expect([status, last]).toEqual([0, 'offered 1 · created 1 · updated 0 · unchanged 0 · rejected 0'])
  expect(out).toContain('22 users whom nobody knew were entered as inactive: Ana Novak, Jean Martin00,')
  expect(out).toContain('Jean Martin18, …\n1 new group was made: South\n')
})

test('nothing is done, with the reason and status 1, where nothing can be', async () => {
  await save(
    'bad.csv',
    Buffer.from([0x63, 0x6f, 0x64, 0x65, 0x2c, 0x6e, 0x61, 0x6d, 0x65, 0x0a, 0x41, 0x2c, 0xe9, 0x0a]),
  )
  await save('short.csv', 'code\nC1\n')
  const tries: [string[], string][] = [
    [['customers', 'bad.csv'], 'Line 2 is not text in UTF-8.'],
    [['customers', 'short.csv'], 'The line of headings lacks: name'],
    [['customers', 'missing.csv'], 'There is no file missing.csv.'],
    [['customers', '.'], '. is not a file.'],
    [['items', 'short.csv'], 'The line of headings lacks: customer_code'],
    [['items', 'short.csv', '--stock-limit=101'], '--stock-limit=101 is no option of the import.'],
    [['invoices', 'short.csv'], 'Use: npm run import -- '],
    [[], 'Use: npm run import -- '],
    [['customers', 'short.csv', '--everything'], '--everything is no option of the import.'],
  ]
  for (const [args, sentence] of tries) {
    const { status, error, out } = await run(...args)
    expect([status, out]).toEqual([1, ''])
    expect(error).toContain(sentence)
  }
  expect(await codesOf(db)).toEqual([])
  expect(existsSync(path.join(folder, 'bad.rejected.csv'))).toBe(false)
}, 120_000)

test('an import whose connection is cut while it writes says so, and the worker ends it', async () => {
  const lines = Array.from({ length: 2000 }, (_, index) => `C${index},Customer ${index},Jean Martin,Ana\n`)
  await save('many.csv', `code,name,colleagues,contact_last_name\n${lines.join('')}`)
  const held = await driver.reserve()
  await held`begin`
  await held`lock table people in share mode`
  const running = run('customers', 'many.csv')
  for (let cut = 0; cut === 0; await pause(20)) {
    const ended = await driver`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock' and query like '%into%people%'`
    cut = ended.length
  }
  await held`rollback`
  held.release()
  const { status, out, error } = await running
  expect([status, out]).toEqual([1, ''])
  expect(error).toContain('The import broke off while it was writing.')
  expect(await codesOf(db)).toEqual([])
  const [begun] = await db.select().from(imports).where(eq(imports.state, 'running'))
  await runImport(db, begun!.id)
  const counts = { state: 'done', offered: 2000, created: 2000, updated: 0, unchanged: 0, rejected: 0 }
  expect((await db.select().from(imports).where(eq(imports.id, begun!.id)))[0]).toMatchObject(counts)
  expect(await db.$count(users)).toBe(1)
  expect(await run('customers', 'many.csv')).toMatchObject({
    status: 0,
    last: 'offered 2000 · created 0 · updated 0 · unchanged 2000 · rejected 0',
  })
}, 120_000)

test('the files a newcomer is given are taken whole', async () => {
  const samples = path.resolve('public/samples')
  const SAMPLES = { customers: [7, 0], contacts: [8, 0], items: [12, 0], users: [1, 3] } as const
  for (const [kind, [created, updated]] of Object.entries(SAMPLES)) {
    const offered = kind === 'users' ? 5 : created
    const file = path.join(samples, `${kind}.csv`)
    const { status, last } = await run(kind, file)
    const unchanged = offered - created - updated
    expect([status, last]).toEqual([
      0,
      `offered ${offered} · created ${created} · updated ${updated} · unchanged ${unchanged} · rejected 0`,
    ])
  }
}, 120_000)

test('what a file leaves open is refused row by row, until somebody says it on the command line', async () => {
  await save('limits.csv', 'code;name;credit_limit\nC1;One;1.234\n')
  expect(await run('customers', 'limits.csv')).toMatchObject({ status: 2 })
  expect(await run('customers', 'limits.csv', '--decimal=comma')).toMatchObject({ status: 0 })
  expect((await db.select().from(customers))[0]).toMatchObject({ creditLimit: '1234.000' })
  expect(await run('customers', 'limits.csv', '--decimal=maybe')).toMatchObject({ status: 1 })
  await save('titled.csv', 'name;code\ncode;name\nC9;Nine\n')
  const titled = await run('customers', 'titled.csv', '--heading-row', '2')
  expect(titled).toMatchObject({ status: 0, last: 'offered 1 · created 1 · updated 0 · unchanged 0 · rejected 0' })
  expect(await codesOf(db)).toEqual(['C1', 'C9'])
  expect(await run('customers', 'titled.csv', '--heading-row=9')).toMatchObject({
    status: 1,
    error: 'The file has nothing from line 9 on.\n',
  })
}, 120_000)
