import { eq, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { customers, imports } from '@/db/schema'
import type { ImportKind } from '@/db/schema/vocabulary'
import { contextFor } from '@/lib/auth/identity'
import type { Context } from '@/lib/context'
import { checkImport } from '@/lib/imports/commands/check'
import { importFile } from '@/lib/imports/commands/import-file'
import { receiveFile } from '@/lib/imports/commands/receive'
import { runImport } from '@/lib/imports/commands/run'
import { startImport } from '@/lib/imports/commands/start'
import { planUndo } from '@/lib/imports/commands/undo'
import type { ImportOptions } from '@/lib/imports/input'
import { findImport, type Import } from '@/lib/imports/queries/imports'
import { temporaryFolder } from '@/scripts/temporary.mjs'
import { fileOf } from '../support/import'
import { CHUNKS } from './cases'
import type { Cast } from './company'
import type { Point } from './gate'

type File = { kind: ImportKind; text: (size: number) => string; options?: Partial<ImportOptions> }

/** `counts`: the table that a slice writes last. `before`: what was imported long ago. `undone`: the file is taken in beforehand and its undoing is the case, or the undoing of that. `also`: points past the last slice. */
export type ImportCase = {
  name: string
  file: File
  counts?: string
  before?: File
  undone?: 'once' | 'twice'
  also?: readonly Point[]
}

const rows = (size: number, head: string, row: (i: number) => string) =>
  `${[head, ...Array.from({ length: size }, (_, index) => row(index + 1))].join('\n')}\n`

const customersFile: File = {
  kind: 'customers',
  text: (size) =>
    rows(size, 'code;name;country;city;collector;colleagues;groups;contact_last_name;contact_email', (i) => {
      const code = i % 3 === 1 ? `N${i}` : `C${i}`
      const country = i % 10 === 9 ? 'nowhere' : 'FR'
      const colleagues = i % 5 === 0 ? `Neu Colleague${i % 7},Paul Renard` : ''
      const contact = i % 2 === 0 ? [`Last${i}`, `last${i}@customer.example`] : ['', '']
      return [
        ...[code, i % 3 === 2 ? `Customer ${i}` : `Renamed ${i}`, country, i % 3 === 0 ? 'Lyon' : ''],
        ...[i % 4 === 0 ? 'Jeanne Collector' : '', colleagues, i % 6 === 0 ? 'alpha,Fresh' : '', ...contact],
      ].join(';')
    }),
  options: { colleagues: 'replace' },
}

const contactsHead = 'customer_code;external_id;last_name;first_name;email;phone;role;for_collection'
const contactsFile: File = {
  kind: 'contacts',
  text: (size) =>
    rows(size, contactsHead, (i) => {
      const own = (phone: string) => `C${i};E${i};Last${i};Ana;ana${i}@customer.example;${phone};accountant;1`
      if (i % 4 === 0) return own('01 23 45 67 89')
      if (i % 4 === 2) return own('')
      return `${i % 8 === 3 ? 'X' : 'C'}${i};N${i};Next${i};Bob;bob${i}@customer.example;;other;${i % 4 === 1 ? 1 : ''}`
    }),
}

const itemsHead = 'customer_code;number;type;issue_date;due_date;amount;currency;remaining;cleared_date'
const item = (i: number, number: string, rest: string) =>
  `C${i};${number}${i};invoice;2026-01-31;2026-02-${10 + (i % 10)};${100 + i}.50;EUR;${rest}`
const itemsFile: File = {
  kind: 'items',
  text: (size) =>
    rows(size, itemsHead, (i) => {
      if (i % 10 === 9) return item(1_000_000 + i, 'F', ';')
      return [item(i, 'F', '40;'), item(i, 'H', ';'), item(i, 'F', ';2026-03-01')][i % 3] ?? ''
    }),
}

const usersHead = 'email;last_name;first_name;role;active;portfolio'
const usersFile: File = {
  kind: 'users',
  text: (size) =>
    rows(Math.ceil(size / 5), usersHead, (i) => {
      const code = i % 11 === 10 ? 'C0' : `C${i},C${i + 1}`
      return `person${i}@company.example;Person${i};Ana;${i % 2 === 0 ? 'collector' : 'sales_administration'};${i % 3 === 0 ? 1 : ''};"${code}"`
    }),
}

const before = {
  contacts: {
    kind: 'contacts' as const,
    text: (size: number) =>
      rows(size, contactsHead, (i) => `C${i};E${i};Last${i};Ana;ana${i}@customer.example;;accountant;1`),
  },
  items: {
    kind: 'items' as const,
    text: (size: number) => rows(size, itemsHead, (i) => item(i, i % 4 === 3 ? 'G' : 'F', ';')),
  },
  users: {
    kind: 'users' as const,
    text: (size: number) =>
      rows(Math.ceil(size / 10), usersHead, (i) => `person${i}@company.example;Person${i};Ana;collector;;`),
  },
}

export const IMPORT_CASES: readonly ImportCase[] = [
  { name: 'import-customers', file: customersFile, counts: 'customer_search' },
  { name: 'import-contacts', file: contactsFile, counts: 'customer_search', before: before.contacts },
  { name: 'import-items', file: itemsFile, counts: 'customers', before: before.items },
  {
    name: 'import-stock',
    file: { ...itemsFile, options: { items: 'stock', stockLimit: 100 } },
    counts: 'customers',
    before: before.items,
    also: [{ position: CHUNKS, moment: 'written' }],
  },
  { name: 'import-users', file: usersFile, counts: 'associations', before: before.users },
  { name: 'import-undo', file: customersFile, undone: 'once' },
  { name: 'import-undo-undone', file: customersFile, undone: 'twice' },
]

let beginnings: Promise<unknown> = Promise.resolve()

/** Leaves the database with one import that was started and that no worker has begun. Answers how many rows it has. */
export function beginImportCase(db: Db, cast: Cast, one: ImportCase): Promise<number> {
  // One after the other: where files lie is said to the whole process.
  const mine = beginnings.then(() => beginWithFiles(db, cast, one))
  beginnings = mine.catch(() => undefined)
  return mine
}

async function beginWithFiles(db: Db, cast: Cast, one: ImportCase): Promise<number> {
  const files = temporaryFolder()
  const given = process.env.DATA_DIR
  process.env.DATA_DIR = files.path
  try {
    return await begin(db, cast, one)
  } finally {
    if (given === undefined) delete process.env.DATA_DIR
    else process.env.DATA_DIR = given
    files.remove()
  }
}

async function begin(db: Db, cast: Cast, { file, before, undone }: ImportCase): Promise<number> {
  await db.execute(sql`update users set may_import = true where id = ${cast.manager}`)
  const ctx = await contextFor(db, cast.manager)
  if (!ctx) throw new Error('the company lacks a user')
  const size = await db.$count(customers)
  if (before) await importFile(ctx, { ...given(before, size), rejected: async () => undefined })
  const first = await checked(db, await received(ctx, file, size))
  const { create, update, reject } = first.plan ?? {}
  if (!create || !update || !reject)
    throw new Error(`the file of ${file.kind} does too little: ${JSON.stringify(first.plan)}`)
  await startImport(ctx, first.key, { checkedAt: first.checkedAt ?? new Date() })
  if (!undone) return first.offered
  const second = await undoOf(ctx, first)
  return undone === 'once' ? second.offered : (await undoOf(ctx, second)).offered
}

/** Carries out what was started, and starts to undo it. */
async function undoOf(ctx: Context, { id, key }: Import): Promise<Import> {
  const db = ctx.db as Db
  await runImport(db, id)
  await db.execute(sql`delete from graphile_worker._private_jobs`)
  const undo = await planUndo(ctx, key)
  const [row] = await db.select().from(imports).where(eq(imports.key, undo.key))
  const found = await checked(db, row?.id ?? 0)
  await db.execute(sql`delete from graphile_worker._private_jobs`)
  await startImport(ctx, undo.key, { checkedAt: found.checkedAt ?? new Date() })
  return found
}

const given = ({ kind, text, options = {} }: File, size: number) =>
  ({ kind, name: `${kind}.csv`, source: 'command', bytes: fileOf(text(size)), options }) as const

async function received(ctx: Context, file: File, size: number): Promise<number> {
  const { id } = await receiveFile(ctx, { ...given(file, size), source: 'web' }, fileOf(file.text(size)))
  await ctx.db
    .update(imports)
    .set({ state: 'checking', options: file.options ?? {} })
    .where(eq(imports.id, id))
  return id
}

async function checked(db: Db, id: number): Promise<Import> {
  await checkImport(db, id)
  const found = await findImport(db, id)
  if (found?.state !== 'checked') throw new Error(`the import is ${found?.state}: ${found?.problem}`)
  return found
}
