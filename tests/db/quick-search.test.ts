import { beforeAll, describe, expect, test } from 'vitest'
import { connect } from '@/db/client'
import { contacts, people, views } from '@/db/schema'
import type { Context } from '@/lib/context'
import { quickSearch } from '@/lib/search/queries/quick'
import { misspelt } from '@/lib/search/queries/typos'
import { testDatabase } from '../support/database'
import { actingAs, makeAssociation, makeContact, makeCustomer, makeSettings } from '../support/make'

const { db, url } = testDatabase()
let ctx: Context

const hitsOf = async (...asked: Parameters<typeof quickSearch>) => (await quickSearch(...asked)).hits
/** What each search finds, as `who@code` for a contact, `@code` for a customer, `user who`, `view name`. */
const found = async (typed: string, as = ctx, limit = 10) =>
  (await hitsOf(as, typed, limit)).map((hit) =>
    hit.kind === 'customer' ? `${hit.contact?.name ?? ''}@${hit.code}` : `${hit.kind} ${hit.name}`,
  )

beforeAll(async () => {
  await makeSettings(db)
  ctx = await actingAs(db, { role: 'collector' })
  const stahl = await makeCustomer(db, { code: '010268', name: 'Bergmann Stahl GmbH', city: 'Münster', country: 'DE' })
  const perez = await makeCustomer(db, { code: 'P_1', name: 'Chantiers Perez', city: 'Łódź', country: 'FR' })
  const small = await makeCustomer(db, { code: '010268-2', name: '3M & Co', vatNumber: 'FR 33 100', country: 'BE' })
  await makeContact(db, stahl.id, {
    firstName: 'Petra',
    lastName: 'Lang',
    email: 'p.lang@bergmann.example',
    phone: '0201 555 0142',
    phoneE164: '+492015550142',
  })
  await makeContact(db, perez.id, {
    firstName: 'Jean Pierre',
    lastName: 'de La Tour',
    email: 'info@perez.example',
    mobile: '06 12 34 56 78',
    mobileE164: '+33612345678',
  })
  const shared = await makeContact(db, perez.id, {
    firstName: 'Åsa',
    lastName: 'Müller-Straße',
    email: 'info@asa.example',
  })
  await db.insert(contacts).values({ customerId: small.id, personId: shared.personId, role: 'buyer' })
  await makeContact(db, small.id, { firstName: null, lastName: '山田', phone: 'ext. 4711', email: null })
})

describe('who is calling', () => {
  test.each([
    ['lang', ['Petra Lang@010268']],
    ['LANG petra', ['Petra Lang@010268']],
    ['petra l', ['Petra Lang@010268']],
    ['pet', ['Petra Lang@010268']],
    ['ang', ['Petra Lang@010268']],
    ['jean pierre de la tour', ['Jean Pierre de La Tour@P_1']],
    ['de la tour jean', ['Jean Pierre de La Tour@P_1']],
    ['tour', ['Jean Pierre de La Tour@P_1']],
    ['asa muller', ['Åsa Müller-Straße@010268-2', 'Åsa Müller-Straße@P_1']],
    ['müller-strasse', ['Åsa Müller-Straße@010268-2', 'Åsa Müller-Straße@P_1']],
    ['山', ['山田@010268-2']],
    ['ＬＡＮＧ', ['Petra Lang@010268']],
  ])('%s', async (typed, hits) => expect(await found(typed)).toEqual(hits))
})

describe('by an address', () => {
  test.each([
    ['p.lang@bergmann.example', ['Petra Lang@010268']],
    ['P.Lang@Bergmann.EXAMPLE', ['Petra Lang@010268']],
    ['p.lang@', ['Petra Lang@010268']],
    ['@bergmann', ['Petra Lang@010268']],
    ['lang@bergmann', ['Petra Lang@010268']],
    ['info@', ['Jean Pierre de La Tour@P_1', 'Åsa Müller-Straße@010268-2', 'Åsa Müller-Straße@P_1']],
    ['nobody@nowhere.example', []],
    ['@', ['Jean Pierre de La Tour@P_1', 'Petra Lang@010268', 'Åsa Müller-Straße@010268-2', 'Åsa Müller-Straße@P_1']],
  ])('%s', async (typed, hits) => expect((await found(typed)).sort()).toEqual(hits))
})

describe('by a telephone number, however it is shown or written', () => {
  test.each([
    ['+33 6 12 34 56 78', 'Jean Pierre de La Tour@P_1'],
    ['0612345678', 'Jean Pierre de La Tour@P_1'],
    ['0033612345678', 'Jean Pierre de La Tour@P_1'],
    ['06.12.34.56.78', 'Jean Pierre de La Tour@P_1'],
    ['06\u00a012\u00a034\u00a056\u00a078', 'Jean Pierre de La Tour@P_1'],
    ['０６１２３４５６７８', 'Jean Pierre de La Tour@P_1'],
    ['5678', 'Jean Pierre de La Tour@P_1'],
    ['+49 201 5550142', 'Petra Lang@010268'],
    ['0201 555 0142', 'Petra Lang@010268'],
    ['0201/5550142', 'Petra Lang@010268'],
    ['4711', '山田@010268-2'],
  ])('%s', async (typed, hit) => {
    expect(await found(typed)).toEqual([hit])
    expect(await hitsOf(ctx, typed)).toMatchObject([{ why: 'phone' }])
  })
})

describe('by the customer', () => {
  test.each([
    ['010268', ['@010268', '@010268-2']],
    ['p_1', ['@P_1']],
    ['P_', ['@P_1']],
    ['3m', ['@010268-2']],
    ['munster stahl', ['@010268']],
    ['stahl', ['@010268']],
    ['lodz', ['@P_1']],
    ['FR 33', ['@010268-2']],
    ['p_ perez', ['@P_1', 'Jean Pierre de La Tour@P_1']],
    ['perez p_', ['@P_1', 'Jean Pierre de La Tour@P_1']],
    ['co 3m', ['@010268-2']],
    ['p. perez', []],
    ['p( perez', []],
    ['.* perez', []],
    ['p〔 perez', []],
    ['p× perez', []],
    ['pX1', []],
    ['100%', []],
  ])('%s', async (typed, hits) => expect(await found(typed)).toEqual(hits))

  test('names of its contacts do not make it a second hit', async () => {
    expect(await hitsOf(ctx, 'petra')).toHaveLength(1)
  })
})

describe('why it is there is said', () => {
  test.each([
    ['stahl', 'customer'],
    ['stahl munster', 'customer'],
    ['lodz', 'city'],
    ['Münster', 'city'],
    ['FR 33', 'vat'],
    ['268-2', 'code'],
    ['010268', 'code'],
    ['petra', 'contact'],
    ['petra bergmann', 'contact'],
    ['asa.example', 'email'],
    ['perez.example', 'email'],
  ])('%s: %s', async (typed, why) => {
    const hits = await hitsOf(ctx, typed)
    expect(hits.length).toBeGreaterThan(0)
    expect(hits.map((hit) => hit.why)).toEqual(hits.map(() => why))
  })
})

describe('names of other scripts', () => {
  beforeAll(async () => {
    const isik = await makeCustomer(db, { code: 'TR1', name: 'IŞIK Çelik A.Ş.', city: 'İstanbul', country: 'TR' })
    await makeContact(db, isik.id, { firstName: 'Işıl', lastName: 'Kılıç', email: null })
    const zolc = await makeCustomer(db, {
      code: 'PL1',
      name: 'Żółć i Syn Sp. z o.o.',
      city: 'Wałbrzych',
      country: 'PL',
    })
    await makeContact(db, zolc.id, { firstName: 'Łukasz', lastName: 'Źdźbło', email: null })
    const tanaka = await makeCustomer(db, { code: 'JP1', name: '株式会社田中商事', city: '大阪', country: 'JP' })
    await makeContact(db, tanaka.id, { firstName: '花子', lastName: '鈴木', email: null })
    await makeContact(db, tanaka.id, { firstName: null, lastName: '佐藤一郎', email: null })
    await makeContact(db, tanaka.id, { firstName: 'ケンジ', lastName: 'サイトウ', email: null })
    const wang = await makeCustomer(db, { code: 'CN1', name: '北京龙腾贸易有限公司', city: '北京', country: 'CN' })
    await makeContact(db, wang.id, { firstName: '小明', lastName: '王', email: null })
    const kim = await makeCustomer(db, { code: 'KR1', name: '한빛무역', city: '서울', country: 'KR' })
    await makeContact(db, kim.id, { firstName: '민수', lastName: '김', email: null })
    const ivanov = await makeCustomer(db, { code: 'BG1', name: 'Стомана АД', city: 'София', country: 'BG' })
    await makeContact(db, ivanov.id, { firstName: 'Иван', lastName: 'Петров', email: null })
    const nikos = await makeCustomer(db, { code: 'GR1', name: 'Χάλυβας ΑΕ', city: 'Αθήνα', country: 'GR' })
    await makeContact(db, nikos.id, { firstName: 'Νίκος', lastName: 'Παππάς', email: null })
  })

  test.each([
    ['Turkish, capitals', 'IŞIK', '@TR1'],
    ['Turkish, small letters', 'ışık', '@TR1'],
    ['Turkish, on another keyboard', 'isik celik', '@TR1'],
    ['Turkish city', 'istanbul', '@TR1'],
    ['Turkish city, capitals', 'İSTANBUL', '@TR1'],
    ['Turkish contact', 'KILIÇ ışıl', 'Işıl Kılıç@TR1'],
    ['Turkish contact, plain', 'kilic', 'Işıl Kılıç@TR1'],
    ['Polish', 'żółć', '@PL1'],
    ['Polish, plain', 'zolc', '@PL1'],
    ['Polish city', 'WALBRZYCH', '@PL1'],
    ['Polish contact', 'łukasz', 'Łukasz Źdźbło@PL1'],
    ['Polish contact, plain, last name first', 'zdzblo lukasz', 'Łukasz Źdźbło@PL1'],
    ['Japanese, one letter in the middle', '商', '@JP1'],
    ['Japanese, two letters in the middle', '田中', '@JP1'],
    ['Japanese, end of a name', '商事', '@JP1'],
    ['Japanese city', '大阪', '@JP1'],
    ['Japanese contact, last name', '鈴木', '鈴木@JP1'],
    ['Japanese contact, one letter', '木', '鈴木@JP1'],
    ['Japanese contact, in full', '鈴木花子', '鈴木@JP1'],
    ['Japanese contact, with a space', '鈴木 花子', '鈴木@JP1'],
    ['Japanese contact, ideographic space', '鈴木　花子', '鈴木@JP1'],
    ['Japanese contact kept in one field', '佐藤 一郎', '佐藤一郎@JP1'],
    ['Japanese contact kept in one field, given name', '一郎', '佐藤一郎@JP1'],
    ['Japanese, half-width katakana', 'ｻｲﾄｳ', 'サイトウ@JP1'],
    ['Japanese, contact and company', '鈴木 田中', '鈴木@JP1'],
    ['Chinese, one letter', '龙', '@CN1'],
    ['Chinese, two letters', '贸易', '@CN1'],
    ['Chinese contact, one letter', '王', '王@CN1'],
    ['Chinese contact, in full', '王小明', '王@CN1'],
    ['Chinese contact, given name', '小明', '王@CN1'],
    ['Korean, middle', '무역', '@KR1'],
    ['Korean contact, in full', '김민수', '김@KR1'],
    ['Cyrillic', 'стомана', '@BG1'],
    ['Cyrillic, middle', 'томан', '@BG1'],
    ['Cyrillic contact', 'петров иван', 'Петров@BG1'],
    ['Greek, without accents', 'χαλυβας', '@GR1'],
    ['Greek contact, capitals', 'ΠΑΠΠΑΣ', 'Παππάς@GR1'],
  ])('%s: %s', async (_what, typed, hit) => {
    const [name, code] = hit.split('@')
    const hits = await found(typed)
    expect({ typed, hits: hits.filter((one) => one.includes(name!) && one.endsWith(`@${code}`)).length }).not.toEqual({
      typed,
      hits: 0,
    })
  })
})

describe('a name that is mistyped', () => {
  beforeAll(async () => {
    const schmidt = await makeCustomer(db, { code: 'TY1', name: 'Wassermann Maschinenbau GmbH' })
    await makeContact(db, schmidt.id, { firstName: 'Friederike', lastName: 'Hoffmann', email: null })
    await makeContact(db, schmidt.id, { firstName: 'Wojciech', lastName: 'Dupont', email: null })
  })

  test.each([
    ['hofmann', 'Friederike Hoffmann@TY1'],
    ['hoffmnan', 'Friederike Hoffmann@TY1'],
    ['hoffman', 'Friederike Hoffmann@TY1'],
    ['hooffmann', 'Friederike Hoffmann@TY1'],
    ['hpffmann', 'Friederike Hoffmann@TY1'],
    ['ohffmann', 'Friederike Hoffmann@TY1'],
    ['dupnot', 'Wojciech Dupont@TY1'],
    ['dupond wojciech', 'Wojciech Dupont@TY1'],
    ['fridericke hofmann', 'Friederike Hoffmann@TY1'],
    ['HÖFFMAN', 'Friederike Hoffmann@TY1'],
    ['waserman', '@TY1'],
    ['wassermann mashinenbau', '@TY1'],
    ['maschienenbau', '@TY1'],
  ])('%s', async (typed, hit) => expect(await found(typed)).toContain(hit))

  test('is found as what it is near to, after all that is exactly so', async () => {
    const home = await makeCustomer(db, { code: 'TY2', name: 'Exact' })
    await makeContact(db, home.id, { firstName: 'Ada', lastName: 'Hofmann' })
    const hits = await hitsOf(ctx, 'hofmann')
    expect(hits.map(({ why, name }) => [why, name])).toEqual([
      ['contact', 'Exact'],
      ['near', 'Wassermann Maschinenbau GmbH'],
    ])
  })

  test('is not guessed at where the word is short or a number', async () => {
    expect(await found('hof')).not.toContain('Friederike Hoffmann@TY2')
    expect(await found('xyz')).toEqual([])
    expect(await found('0102689')).toEqual([])
  })

  test('is found for nobody who may not know of it', async () => {
    const stranger = await actingAs(db, { role: 'collector', portfolioOnly: true })
    for (const typed of ['hofmann', 'waserman', 'dupnot']) expect(await found(typed, stranger)).toEqual([])
  })
})

describe('where there are too many names to compare', () => {
  test('it is said that not all were', async () => {
    await db.insert(people).values(
      Array.from({ length: 1600 }, (_, n) => ({
        lastName: `Qqq${[...String(n)].map((digit) => 'bcdfghjklm'[Number(digit)]).join('')}`,
      })),
    )
    expect(await quickSearch(ctx, 'qqqabc')).toEqual({ hits: [], partly: true })
  })

  test('it is said where that takes too long, and nothing breaks', async () => {
    const { sql, close } = connect(url, { max: 1 })
    await sql.begin(async (sql) => {
      await sql`lock table people in access exclusive mode`
      expect(await misspelt(ctx, ['hofmann'], 10)).toMatchObject({ partly: true })
    })
    await close()
  })
})

describe('colleagues and views', () => {
  test('are found by the words of their names, and lead on', async () => {
    const ana = await actingAs(db, {
      role: 'collector',
      firstName: 'Zdenka',
      lastName: 'Novák',
      handle: 'zdenka.novak',
    })
    await db.insert(views).values([
      { slug: 'late-steel', name: 'Late steel works', ownerId: ana.actor.id, shared: true, search: 'late=30..' },
      { slug: 'secret', name: 'Secret steel works', ownerId: ana.actor.id, search: 'late=60..' },
    ])
    expect(await found('novak zdenka')).toEqual(['user Zdenka Novák'])
    expect(await found('zdenka.novak')).toEqual(['user Zdenka Novák'])
    for (const slip of ['novka zdenka', 'zdenak', 'Zdenka Nowák', 'nowak'])
      expect(await found(slip)).toEqual(['user Zdenka Novák'])
    expect(await hitsOf(ctx, 'zdenak')).toMatchObject([{ why: 'near', sure: false }])
    expect(await found('novka', await actingAs(db, { role: 'guest' }))).toEqual([])
    expect(await found('steel works')).toEqual(['view Late steel works'])
    expect(await found('works steel', ana)).toEqual(['view Late steel works', 'view Secret steel works'])
    expect(await found('steel works', await actingAs(db, { role: 'guest' }))).toEqual([])
  })
})

test('words of a contact and of its customer find that contact there, in any order', async () => {
  expect(await found('bergmann petra')).toEqual(['Petra Lang@010268'])
  expect(await found('münster lang')).toEqual(['Petra Lang@010268'])
  expect(await found('lang perez')).toEqual([])
})

test('a hit is sure where nobody else can be meant', async () => {
  const sure = async (typed: string) => (await hitsOf(ctx, typed)).map((hit) => hit.sure)
  expect(await sure('010268')).toEqual([true, false])
  expect(await sure('p.lang@bergmann.example')).toEqual([true])
  expect(await sure('+33 6 12 34 56 78')).toEqual([true])
  expect(await sure('5678')).toEqual([false])
  expect(await sure('lang')).toEqual([false])
})

test('beginnings of names come before what they contain, and callers and companies take turns', async () => {
  const home = await makeCustomer(db, { code: 'ZZ1', name: 'Quirin Bau' })
  await makeCustomer(db, { code: 'ZZ2', name: 'Quirin Holz' })
  await makeContact(db, home.id, { firstName: 'Ada', lastName: 'Anquirin' })
  await makeContact(db, home.id, { firstName: 'Ada', lastName: 'Quirino' })
  expect(await found('quirin')).toEqual(['Ada Quirino@ZZ1', '@ZZ1', '@ZZ2', 'Ada Anquirin@ZZ1'])
  expect(await found('quirin', ctx, 2)).toEqual(['Ada Quirino@ZZ1', '@ZZ1'])
})

test('nothing outside the portfolio is found, by whatever is typed', async () => {
  const found = async (typed: string, as: Context) =>
    (await hitsOf(as, typed)).flatMap((hit) =>
      hit.kind === 'customer' ? [`${hit.contact?.name ?? ''}@${hit.code}`] : [],
    )
  const stranger = await actingAs(db, { role: 'collector', portfolioOnly: true })
  const everything = [
    'lang',
    'a',
    '010268',
    'stahl',
    '0612345678',
    '5678',
    'p.lang@bergmann.example',
    '@',
    'asa muller',
    '商',
    '鈴木花子',
    'bergmann petra',
    'петров',
  ]
  for (const typed of everything) expect(await found(typed, stranger)).toEqual([])
  const mine = await makeCustomer(db, { code: 'MINE' })
  await makeAssociation(db, mine.id, stranger.actor.id)
  await makeContact(db, mine.id, { firstName: 'Petra', lastName: 'Lange' })
  expect(await found('lang', stranger)).toEqual(['Petra Lange@MINE'])
  expect(await found('lang', await actingAs(db, { role: 'guest' }))).toEqual([])
  const both = { collectorId: stranger.actor.id, name: 'Sonnenschein Werke' }
  await makeAssociation(db, (await makeCustomer(db, { ...both, code: 'BOTH' })).id, stranger.actor.id)
  await makeContact(db, (await makeCustomer(db, { code: 'THEIRS', name: both.name })).id, { lastName: 'Lange' })
  expect(await found('lange', stranger)).toEqual(['Petra Lange@MINE'])
  expect(await found('lagne', stranger)).toEqual(['Petra Lange@MINE'])
  for (const typed of ['sonnenschein', 'sonnenshein', 'werke sonnenshein'])
    expect(await found(typed, stranger)).toEqual(['@BOTH'])
})

test.each([
  '',
  '   ',
  '%',
  '_',
  '\\',
  '%%%%',
  "'; drop table people; --",
  '\u0000',
  '\ud800',
  'a'.repeat(5000),
  '(((((',
  '+++',
  '-',
  '0'.repeat(90),
  '٣٤٥٦',
])('typing %j breaks nothing', async (typed) => {
  expect(await hitsOf(ctx, typed)).toBeInstanceOf(Array)
})
