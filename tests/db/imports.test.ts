import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { stringify } from 'csv-stringify/sync'
import { isNotNull, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { groups, history, settings } from '@/db/schema'
import { writeRejected } from '@/lib/imports/commands/give-back'
import { importFile } from '@/lib/imports/commands/import-file'
import { systemContext } from '@/lib/system'
import { temporaryFolder } from '@/scripts/temporary.mjs'
import { testDatabase } from '../support/database'
import { codesOf, contactsOf, counts, customerOf, emptied, fileOf, reasons, rowsOf, take } from '../support/import'
import { makeCustomer, makeSettings } from '../support/make'
import { textRows, workbookOf } from '../support/workbook'

const { db } = testDatabase()

beforeAll(async () => {
  await makeSettings(db)
})

beforeEach(async () => {
  await emptied(db)
  await db.update(settings).set({ language: 'en' })
})

describe('a customers file', () => {
  test('creates, updates and leaves alone, by code', async () => {
    expect(counts(await take(db, 'customers', 'code,name,city\nC1,One,Lyon\nC2,Two,\n'))).toBe('2 2 0 0 0')
    const second = await take(db, 'customers', 'code,name,city\nC1,One,Paris\nC2,Two,\nC3,Three,Nice\n')
    expect(counts(second)).toBe('3 1 1 1 0')
    expect(await customerOf(db, 'C1')).toMatchObject({ city: 'Paris', version: 2, erpFields: ['name', 'city'] })
    expect(await customerOf(db, 'C2')).toMatchObject({ city: null, version: 1, erpFields: ['name'] })
  })

  test('the same file twice changes nothing: no row is rewritten, nothing is said in the history', async () => {
    const file = [
      'code;name;country;credit_limit;groups;collector;colleagues;contact_first_name;contact_last_name;contact_email;contact_phone;blocked;language',
      'C1;Ünal & Söhne;DE;1.234,50;Export,Key accounts;claire@acme.example;Paul Renard,ines@acme.example;Jürgen;Ünal;j@unal.example;089 1234560;no;de',
      'C2;Two;;;export;Paul Renard;;;;compta@two.example;;yes;',
      '"A,1";Three;FR;0;;;;Marie;;;01 42 68 53 00;;',
    ].join('\r\n')
    expect(counts(await take(db, 'customers', file))).toBe('3 3 0 0 0')
    const before = await rowsOf(db)
    expect(counts(await take(db, 'customers', file))).toBe('3 0 0 3 0')
    expect(await rowsOf(db)).toEqual(before)
  })

  test('codes are text and survive', async () => {
    const odd = [
      '00123',
      '1E5',
      'A,1',
      '2-1',
      '#1',
      'a/b',
      'é è',
      '=1+1',
      '-5',
      '007 ',
      '100%',
      '日本',
      "O'N",
      'x\\y',
      '"q"',
    ]
    const file = stringify([['code', 'name'], ...odd.map((code) => [code, `Customer ${code}`])])
    expect(counts(await take(db, 'customers', file))).toBe('15 15 0 0 0')
    expect(await codesOf(db)).toEqual(odd.map((code) => code.trim()).sort())
    expect(counts(await take(db, 'customers', file))).toBe('15 0 0 15 0')
  })

  test('a code that differs by capitals or spaces only is rejected, from the file and from the database', async () => {
    await makeCustomer(db, { code: 'Old 1' })
    const result = await take(
      db,
      'customers',
      'code,name\nold 1,A\nNew,B\nNEW,C\nnew,D\nNew,E\nOld\u00a01,F\nOld 1,G\n',
    )
    expect(counts(result)).toBe('7 1 1 0 5')
    expect(reasons(result)).toEqual({
      2: 'The account code differs from Old 1, which exists, by capital letters or spaces only.',
      4: 'The account code differs from New in line 3 by capital letters or spaces only.',
      5: 'The account code differs from New in line 3 by capital letters or spaces only.',
      6: 'The account code stands in line 3 already.',
      7: expect.stringContaining('Old 1'),
    })
  })

  test('a row whose first namesake is itself rejected is taken', async () => {
    expect(counts(await take(db, 'customers', 'code,name,country\nC1,One,XX\nC1,One,FR\n'))).toBe('2 1 0 0 1')
  })

  test('what is wrong in a row rejects it, in the words of the company, with its own cells', async () => {
    await db.update(settings).set({ language: 'fr' })
    const file = [
      'code;name;country;credit_limit;currency;blocked;language;note',
      ';Sans code;;;;;;a',
      'C1;;;;;;;b',
      'C2;Deux;Atlantide;;;;;c',
      'C3;Trois;;1.234;;;;d',
      'C4;Quatre;;;EURO;;;e',
      'C5;Cinq;;;;peut-être;;f',
      'C6;Six;;;;;français;g',
      'C7;Sept',
      'C8;Huit;;;;;;h;i',
      'C9;"Neuf;\nligne";;;;oui;;j',
    ].join('\n')
    const result = await take(db, 'customers', file)
    expect(counts(result)).toBe('10 1 0 0 9')
    expect(result.back[0]).toEqual([
      ...['code', 'name', 'country', 'credit_limit', 'currency', 'blocked', 'language', 'note', 'line', 'reason'],
    ])
    expect(reasons(result)).toEqual({
      2: 'code est vide ; cette valeur est nécessaire.',
      3: 'name est vide ; cette valeur est nécessaire.',
      4: 'country : Atlantide n’est ni un pays ni son code, comme FR.',
      5: 'credit_limit : 1.234 peut désigner des milliers ou des décimales. Écrivez-le sans séparateur de milliers.',
      6: 'currency : EURO n’est pas un code de devise tel que EUR.',
      7: 'blocked : peut-être n’est ni oui ni non.',
      8: 'language : français n’est pas un code de langue tel que fr.',
      9: expect.stringContaining('2 cellules pour 8 en-têtes'),
      10: expect.stringContaining('9 cellules pour 8 en-têtes'),
    })
    expect(result.back[8]?.slice(0, 3)).toEqual(['C7', 'Sept', ''])
    expect(result.back[9]?.[7]).toBe('h;i')
    expect(await customerOf(db, 'C9')).toMatchObject({ name: 'Neuf; ligne', state: 'blocked' })
  })

  test('rejected rows that were put right are taken when their file is imported, with its two more columns', async () => {
    const { back } = await take(db, 'customers', 'code,name,country\nC1,One,XX\nC2,Two,YY\n')
    const again = await take(db, 'customers', stringify(back).replace(',XX,', ',FR,'))
    expect(counts(again)).toBe('2 1 0 0 1')
    expect(again.back[0]).toEqual(['code', 'name', 'country', 'line', 'reason'])
  })

  test('columns of one’s own that are called line or reason come back too', async () => {
    const { back } = await take(db, 'customers', 'code,Reason,name,country,Line\nC1,why,One,XX,7\n')
    expect(back[0]).toEqual(['code', 'Reason', 'name', 'country', 'Line', 'line', 'reason'])
    const again = await take(db, 'customers', stringify(back))
    expect(again.back[0]).toEqual(back[0])
    expect(again.back[1]?.slice(0, 5)).toEqual(['C1', 'why', 'One', 'XX', '7'])
  })

  test.each([
    ['text', async () => `code;name;country;'=Sum\n'=C1;'+One;XX;''=Foo\n`],
    [
      'a workbook',
      async () => {
        const rows = textRows([
          ['code', 'name', 'country', '=Sum'],
          ['=C1', '+One', 'XX', "'=Foo"],
        ])
        return workbookOf({ sheets: [{ name: 'Sheet', rows }] })
      },
    ],
  ])('rejected rows of %s may go round as often as they have to, guarded and unchanged', async (_name, first) => {
    const folder = temporaryFolder()
    const file = path.join(folder.path, 'rejected.csv')
    try {
      let content: string | Uint8Array = await first()
      for (let round = 1; round <= 3; round++) {
        await importFile(await systemContext(db), {
          ...{ kind: 'customers', name: 'customers.csv', source: 'command', bytes: fileOf(content) },
          rejected: (rows) => writeRejected(file, rows),
        })
        content = await readFile(file, 'utf8')
        const [headings, cells] = content.split('\n').map((line) => line.split(/[;,]/))
        expect([round, headings]).toEqual([round, ['code', 'name', 'country', "'=Sum", 'line', 'reason']])
        expect(cells?.slice(0, 5)).toEqual(["'=C1", "'+One", 'XX', "''=Foo", '2'])
      }
    } finally {
      folder.remove()
    }
  })

  test('headings forgive case, spaces and a byte order mark; unknown ones are named, blank ones pass', async () => {
    const result = await take(db, 'customers', '\uFEFF CODE ;Name;Fax;;Fax\nC1;One;123;;456\n')
    expect(counts(result)).toBe('1 1 0 0 0')
    expect(result.ignored).toEqual(['Fax', 'Fax'])
  })

  test.each([
    ['a needed heading is missing', 'code,city\nC1,Lyon\n', 'importMissingHeadings'],
    ['a heading stands twice', 'code,name,City,city\nC1,One,a,b\n', 'importHeadingTwice'],
    ['there is nothing', '', 'importEmpty'],
  ])('nothing is done where %s', async (_name, content, message) => {
    await expect(take(db, 'customers', content)).rejects.toMatchObject({ message })
    expect(await codesOf(db)).toEqual([])
  })

  test('a byte that is no UTF-8 far down leaves nothing half-written', async () => {
    const good = Array.from({ length: 5000 }, (_, index) => `C${index},Customer ${index}\n`).join('')
    const file = Buffer.concat([Buffer.from(`code,name\n${good}`), Buffer.from([0x58, 0x2c, 0xff, 0x0a])])
    await expect(take(db, 'customers', file)).rejects.toMatchObject({
      message: 'importNotUtf8',
      values: { line: 5002 },
    })
    expect(await codesOf(db)).toEqual([])
    expect(counts(await take(db, 'customers', 'code,name\nC1,One\n'))).toBe('1 1 0 0 0')
  })

  test('headings only are taken as no rows', async () => {
    expect(counts(await take(db, 'customers', 'code,name\n'))).toBe('0 0 0 0 0')
  })

  test('a blank cell and an absent column keep what is there; a blank one erases where that is asked for', async () => {
    const full = 'code,name,city,credit_limit,groups,blocked\nC1,One,Lyon,100,Export,yes\n'
    await take(db, 'customers', full)
    expect(counts(await take(db, 'customers', 'code,name,city,credit_limit\nC1,One,,\n'))).toBe('1 0 0 1 0')
    expect(await customerOf(db, 'C1')).toMatchObject({ city: 'Lyon', creditLimit: '100.000', state: 'blocked' })
    const blank = 'code,name,city,credit_limit,groups,blocked\nC1,One,,,,\n'
    expect(counts(await take(db, 'customers', blank, { blank: 'erase' }))).toBe('1 0 1 0 0')
    expect(await customerOf(db, 'C1')).toMatchObject({ city: null, creditLimit: null, state: 'active' })
    expect(await db.execute(sql`select from customer_groups`)).toHaveLength(0)
    expect(counts(await take(db, 'customers', blank, { blank: 'erase' }))).toBe('1 0 0 1 0')
  })

  test('an archived customer stays archived, whatever the file says of blocked', async () => {
    await makeCustomer(db, { code: 'C1', name: 'One', state: 'archived' })
    await take(db, 'customers', 'code,name,blocked\nC1,One,yes\n')
    expect(await customerOf(db, 'C1')).toMatchObject({ state: 'archived' })
  })

  test('the history says what was and what is, of what differs only', async () => {
    await take(db, 'customers', 'code,name,city,zip\nC1,One,Lyon,69000\n')
    await take(db, 'customers', 'code,name,city,zip\nC1,One,Nice,69000\n')
    const said = await db.select().from(history).where(isNotNull(history.customerId)).orderBy(history.id)
    expect(said.map(({ action, old, new: after }) => ({ action, old, after }))).toEqual([
      {
        action: 'customer.created',
        old: null,
        after: { code: 'C1', name: 'One', city: 'Lyon', zip: '69000', state: 'active' },
      },
      { action: 'customer.updated', old: { city: 'Lyon' }, after: { city: 'Nice' } },
    ])
  })

  test('a customer made by hand becomes the ERP’s in the fields that a file brings, even where nothing differs', async () => {
    await makeCustomer(db, { code: 'C1', name: 'One', city: 'Lyon' })
    expect(counts(await take(db, 'customers', 'code,name,city,region\nC1,One,Lyon,\n'))).toBe('1 0 1 0 0')
    expect((await customerOf(db, 'C1')).erpFields).toEqual(['city', 'name'])
    expect(counts(await take(db, 'customers', 'code,name,city,region\nC1,One,Lyon,\n'))).toBe('1 0 0 1 0')
  })

  test('groups are found by name whatever the capitals and accents, or made; those given here stay', async () => {
    await db.insert(groups).values([
      { slug: 'cles', name: 'Comptes clés' },
      { slug: 'ours', name: 'Ours' },
    ])
    const { id } = await makeCustomer(db, { code: 'C1', name: 'One' })
    await db.execute(sql`insert into customer_groups select ${id}, id, 'person' from groups where slug = 'ours'`)
    await take(db, 'customers', 'code,name,groups\nC1,One,"COMPTES CLES,Nouveau,nouveau,***"\n')
    const named = await db.execute<{ name: string }>(sql`
      select g.name from customer_groups k join groups g on g.id = k.group_id order by g.slug`)
    expect(named.map(({ name }) => name)).toEqual(['Comptes clés', '***', 'Nouveau', 'Ours'])
    expect((await db.select().from(groups)).map(({ slug }) => slug).sort()).toEqual([
      'cles',
      'group',
      'nouveau',
      'ours',
    ])
  })

  test('a file of ninety-one customers with short codes, accents and a contact each is taken whole', async () => {
    const cities = ['México D.F.', 'Luleå', 'Münster', 'São Paulo', 'Århus', 'Genève', 'Kraków']
    const header =
      'Code,Name,contact_first_name,contact_last_name,contact_title,street,city,zip,country,contact_phone,Fax'
    const lines = Array.from({ length: 91 }, (_, index) => {
      const code = `${String.fromCharCode(65 + (index % 26))}N${String(index).padStart(3, '0')}`
      return `${code},"Comércio, ${index} & Cía",Zbyszek,Piestrzeniewicz${index},"Owner/Sales",Ave. ${index},${cities[index % 7]},0${index},MX,(5) 555-${1000 + index},(5) 555-9999`
    })
    const result = await take(db, 'customers', Buffer.from([header, ...lines].join('\r\n')))
    expect(counts(result)).toBe('91 91 0 0 0')
    expect(result.ignored).toEqual(['Fax'])
    expect(await contactsOf(db, 'AN000')).toEqual([
      { name: 'Zbyszek Piestrzeniewicz0', email: null, role: 'company', starred: true, source: 'import' },
    ])
    const [found] = await db.execute(sql`
      select count(*)::int as n from customer_search where words like '%' || norm('CIA') || '%' and words like '%piestrzeniewicz%'`)
    expect(found).toEqual({ n: 91 })
  })
})

test('whatever a file holds, every row offered is created, updated, unchanged or rejected, and a second time nothing is written', async () => {
  const pick = (...values: string[]) => fc.constantFrom(...values)
  const line = fc.tuple(
    pick('C1', 'c1', 'C2', 'C3', ' C3', '', 'x'.repeat(65), '00123', '1E5', '.', 'A,1'),
    pick('One', 'Two', '', ' '),
    pick('FR', 'fr', 'XX', ''),
    pick('', '1.234', '10,5', 'abc'),
    pick('', 'Export', 'export,EXPORT', 'New group,Export'),
    pick('', 'Jean Martin', 'jean.martin@acme.example', 'bad@'),
    pick('', 'Jean Martin,Paul Renard', 'PAUL RENARD', 'new@acme.example'),
    pick('', 'Ana'),
    pick('', 'ana@one.example', 'nonsense'),
    pick('', 'yes', 'non', 'perhaps'),
  )
  const headings = [
    'code',
    'name',
    'country',
    'credit_limit',
    'groups',
    'collector',
    'colleagues',
    'contact_last_name',
    'contact_email',
    'blocked',
  ]
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { maxLength: 8 }),
      fc.array(line, { maxLength: 5 }),
      fc.record({
        blank: fc.constantFrom('keep', 'erase'),
        createUsers: fc.boolean(),
        colleagues: fc.constantFrom('add', 'replace'),
      }),
      async (first, second, options) => {
        await emptied(db)
        for (const lines of [first, second]) {
          const file = stringify([headings, ...lines.map((cells) => [...cells])], { quoted: true })
          const result = await take(db, 'customers', file, options)
          const { offered, created, updated, unchanged, rejected } = result
          expect(created + updated + unchanged + rejected).toBe(offered)
          expect(result.back.slice(1)).toHaveLength(rejected)
          const before = await rowsOf(db)
          const again = await take(db, 'customers', file, options)
          expect(counts(again)).toBe([offered, 0, 0, offered - rejected, rejected].join(' '))
          expect(await rowsOf(db)).toEqual(before)
        }
      },
    ),
    { numRuns: process.env.ENCOURS_TEST_AGAIN ? 8 : 18 },
  )
}, 120_000)
