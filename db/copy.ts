import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { TablesRelationalConfig } from 'drizzle-orm'
import type { PostgresJsSession } from 'drizzle-orm/postgres-js'
import type { Executor, Sql } from './client'

export type CopyValue = string | number | boolean | null | readonly string[]

/**
 * Streams rows into a table by COPY, within the transaction that `db` is, no faster than the server takes them. An
 * error of the rows' source ends the COPY and is thrown on, and so is what the server refuses. `target` is a table with
 * its columns, as SQL.
 */
export async function copyInto(db: Executor, target: string, rows: AsyncIterable<readonly CopyValue[]>): Promise<void> {
  const query = driver(db).unsafe(`copy ${target} from stdin`)
  const writable = await query.writable()
  // What the server refuses once it has all rows would be told to the query alone, whose answer the stream was: nobody
  // would hear.
  Object.assign(query, { reject: (error: Error) => writable.destroy(error) })
  await pipeline(Readable.from(pages(rows)), writable)
}

/** Drizzle has no COPY, and in a transaction it hides the one connection that may be used. */
function driver(db: Executor): Sql {
  const session = db._.session as unknown as PostgresJsSession<Sql, Record<string, unknown>, TablesRelationalConfig>
  return session.client
}

const PAGE = 64 * 1024

async function* pages(rows: AsyncIterable<readonly CopyValue[]>): AsyncGenerator<string> {
  let page = ''
  for await (const row of rows) {
    page += `${row.map(field).join('\t')}\n`
    if (page.length < PAGE) continue
    yield page
    page = ''
  }
  if (page !== '') yield page
}

function field(value: CopyValue): string {
  if (value === null) return '\\N'
  if (typeof value === 'boolean') return value ? 't' : 'f'
  if (typeof value === 'number') return String(value)
  return escaped(typeof value === 'string' ? value : `{${value.map(element).join(',')}}`)
}

function element(value: string): string {
  return `"${value.replace(/["\\]/g, '\\$&')}"`
}

const ESCAPES: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

function escaped(text: string): string {
  return !/[\\\n\r\t]/.test(text) ? text : text.replace(/[\\\n\r\t]/g, (character) => ESCAPES[character] ?? character)
}
