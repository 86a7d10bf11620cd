import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import { sql } from 'drizzle-orm'
import { encode } from 'iconv-lite'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { customers, items } from '@/db/schema'
import { kindOf } from '@/lib/imports/kinds/registry'
import { openTable, recognise } from '@/lib/imports/parse/reading'
import { memorySource } from '@/lib/imports/parse/source'
import { matchHeadings } from '@/lib/imports/rules/headings'
import { testDatabase } from '../support/database'
import { counts, customerOf, emptied, take } from '../support/import'
import { makeSettings } from '../support/make'

const { db } = testDatabase()
const KINDS = ['customers', 'contacts', 'items', 'users'] as const

beforeAll(async () => {
  await makeSettings(db)
})
beforeEach(async () => {
  await emptied(db)
})

const sample = (kind: string) => readFileSync(`public/samples/${kind}.csv`)

test('the four files a newcomer is given fit each other: nothing is rejected, ignored or remarked', async () => {
  for (const kind of KINDS) {
    const taken = await take(db, kind, sample(kind))
    expect({ kind, rejected: taken.rejected, ignored: taken.ignored, remarks: taken.remarks.total }).toEqual({
      ...{ kind, rejected: 0, ignored: [], remarks: 0 },
    })
  }
  for (const kind of KINDS) {
    const again = await take(db, kind, sample(kind))
    expect([kind, again.unchanged]).toEqual([kind, again.offered])
  }
  expect(await customerOf(db, '00123')).toMatchObject({ late60: '4820.400', late30: '280.000', openItems: 3 })
  expect(await db.$count(items, sql`cleared_date is null`)).toBe(11)
})

test('they open in a spreadsheet with their accents: each begins with a byte order mark', () => {
  for (const kind of KINDS) expect(sample(kind).subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]))
})

const northwind = () => parse(readFileSync('tests/support/files/northwind-customers.csv')) as string[][]

test('a list of customers as other programs keep it is recognised with semicolons and the letters of Windows', async () => {
  const [headings = [], ...lines] = northwind()
  const source = memorySource(encode(stringify([headings, ...lines], { delimiter: ';' }), 'win1252'), 7)
  const { reading } = await recognise(source, kindOf('customers').headings)
  expect(reading).toMatchObject({ encoding: 'windows-1252', delimiter: ';', headings: true })
  const read: string[][] = []
  for await (const { cells } of (await openTable(source, reading)).rows) read.push([...cells])
  expect(read).toEqual(lines)
})

test('it is taken whole once its headings are understood, countries by their names', async () => {
  const [headings = [], ...lines] = northwind()
  const fields = matchHeadings('customers', headings).map(({ field }, place) => field ?? headings[place]!)
  const taken = await take(db, 'customers', stringify([fields, ...lines], { delimiter: ';' }))
  expect(counts(taken)).toBe('91 91 0 0 0')
  expect(taken.ignored).toEqual([])
  type Kept = { code: string; name: string; contact: string; title: string; country: string; fax: string | null }
  const kept = await db.execute<Kept>(sql`
    select c.code, c.name, p.last_name as contact, p.title, c.country, p.fax
    from customers c join contacts k on k.customer_id = c.id join people p on p.id = k.person_id order by c.code`)
  expect(kept).toHaveLength(91)
  expect(kept.map(({ code, name, contact, title, fax }) => [code, name, contact, title, fax ?? ''])).toEqual(
    lines.map(([code, name, contact, title, ...rest]) => [code, name, contact, title, rest.at(-1)]),
  )
  expect(kept.find(({ code }) => code === 'AKERL')).toMatchObject({ name: 'Åkerlinds Handel', country: 'SE' })
  expect(await db.$count(customers, sql`country is null`)).toBe(0)
})
