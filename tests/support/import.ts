import { eq, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { customers } from '@/db/schema'
import type { ImportKind } from '@/db/schema/vocabulary'
import { importFile } from '@/lib/imports/commands/import-file'
import type { ImportOptions } from '@/lib/imports/input'
import type { Outcome } from '@/lib/imports/queries/outcome'
import { systemContext } from '@/lib/system'

/** A file as it arrives: bytes, in pieces of `size` so that cuts fall anywhere. */
export async function* fileOf(content: string | Uint8Array, size = 64 * 1024): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(content)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

export type Taken = Outcome & { back: string[][] }

/** Imports a text on behalf of the command line and answers the counts and what was given back. */
export async function take(
  db: Db,
  kind: ImportKind,
  content: string | Uint8Array,
  options: Partial<ImportOptions> = {},
): Promise<Taken> {
  let back: string[][] = []
  const outcome = await importFile(await systemContext(db, new Date('2026-11-22T10:00:00Z')), {
    kind,
    name: `${kind}.csv`,
    source: 'command',
    bytes: fileOf(content),
    options,
    rejected: async ({ headings, rows }) => {
      back = [headings]
      for await (const row of rows) back.push(row)
    },
  })
  return { ...outcome, back }
}

/** `offered created updated unchanged rejected`, as the last line of the command says them. */
export const counts = ({ offered, created, updated, unchanged, rejected }: Outcome) =>
  [offered, created, updated, unchanged, rejected].join(' ')

/** The reasons given back, by line. */
export const reasons = ({ back }: Taken) =>
  Object.fromEntries(back.slice(1).map((row) => [row.at(-2), row.at(-1)] as const))

/** Nothing of what an import writes is left. */
export async function emptied(db: Db): Promise<void> {
  await db.execute(sql`truncate customers, people, groups, users, history, withheld, withheld_groups cascade`)
}

const WRITTEN = [
  ...['customers', 'customer_search', 'people', 'contacts', 'associations', 'withheld'],
  ...['customer_groups', 'withheld_groups', 'groups', 'users', 'user_handles', 'history', 'items'],
]

/** Everything an import may write, each row with its place and the transaction that wrote it last. */
export async function rowsOf(db: Db): Promise<string[]> {
  const parts = WRITTEN.map(
    (table) => `select '${table}' || xmin::text || ctid::text || t::text as row from ${table} t`,
  )
  const rows = await db.execute<{ row: string }>(sql.raw(parts.join(' union all ')))
  return rows.map(({ row }) => row).sort()
}

export async function customerOf(db: Db, code: string): Promise<typeof customers.$inferSelect> {
  const [row] = await db.select().from(customers).where(eq(customers.code, code))
  return row!
}

export async function codesOf(db: Db): Promise<string[]> {
  return (await db.select({ code: customers.code }).from(customers)).map(({ code }) => code).sort()
}

export async function contactsOf(db: Db, code: string) {
  type Row = { name: string; email: string | null; role: string; starred: boolean; source: string }
  return db.execute<Row>(sql`
    select concat_ws(' ', p.first_name, p.last_name) as name, p.email, k.role, k.for_collection as starred, k.source
    from contacts k join people p on p.id = k.person_id join customers c on c.id = k.customer_id
    where c.code = ${code} order by k.id`)
}

export async function colleaguesOf(db: Db, code: string): Promise<string[]> {
  const rows = await db.execute<{ name: string; source: string }>(sql`
    select concat_ws(' ', u.first_name, u.last_name) as name, a.source
    from associations a join users u on u.id = a.user_id join customers c on c.id = a.customer_id
    where c.code = ${code} order by 1`)
  return rows.map(({ name, source }) => `${name} ${source}`)
}
