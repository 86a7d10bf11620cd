import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { migrate } from '@/db/migrate'
import { temporaryFolder } from '@/scripts/temporary.mjs'
import { testDatabase } from '../support/database'

const { sql, url } = testDatabase()
const place = temporaryFolder()
afterAll(() => place.remove())

/** A folder of migrations as Drizzle writes them. */
function migrations(name: string, files: Record<string, string[]>): string {
  const folder = join(place.path, name)
  mkdirSync(join(folder, 'meta'), { recursive: true })
  const entries = Object.keys(files).map((tag) => ({ tag }))
  writeFileSync(join(folder, 'meta/_journal.json'), JSON.stringify({ entries }))
  for (const [tag, statements] of Object.entries(files)) {
    writeFileSync(join(folder, `${tag}.sql`), statements.join('\n--> statement-breakpoint\n'))
  }
  return folder
}

test('an index is built concurrently while a second start waits for its turn, and says that it waits', async () => {
  const folder = migrations('index', {
    note_table: ['create table note (word text)', `insert into note select 'x' from generate_series(1, 1000)`],
    note_index: [
      '-- outside a transaction\nselect pg_sleep(3)',
      'create index concurrently note_word_index on note (word)',
    ],
  })
  const said: string[] = []
  await Promise.all(['one', 'other'].map((name) => migrate(url, { folder, onWait: () => said.push(name) })))
  expect(said).toHaveLength(1)
  const [index] = await sql`select indisvalid as valid from pg_index where indexrelid = 'note_word_index'::regclass`
  expect(index).toEqual({ valid: true })
  const done = await sql`select tag from migrations where tag like 'note%' order by tag`
  expect(done.map((row) => row.tag)).toEqual(['note_index', 'note_table'])
})

test('a file that breaks off leaves nothing of itself, and is run again when it is put right', async () => {
  const folder = (last: string) => migrations('broken', { page_table: ['create table page (word text)', last] })
  await expect(migrate(url, { folder: folder('create table page (word text)') })).rejects.toMatchObject({
    code: '42P07',
  })
  expect((await sql`select to_regclass('page') as found`)[0]).toEqual({ found: null })
  await migrate(url, { folder: folder('create index on page (word)') })
  expect((await sql`select to_regclass('page')::text as found`)[0]).toEqual({ found: 'page' })
})

test('what is up to date is left as it is', async () => {
  const before = await sql`select tag, applied_at from migrations order by tag`
  await migrate(url)
  expect(await sql`select tag, applied_at from migrations order by tag`).toEqual(before)
})
