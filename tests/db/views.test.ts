import { eq, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { connect } from '@/db/client'
import { codeListCodes, codeLists, customers, groups, history, viewSlugs, views, viewVisits } from '@/db/schema'
import type { Context } from '@/lib/context'
import { EVERYONE, FIRST_PAGE, readCustomerAddress, SORTS, writeCustomerAddress } from '@/lib/customers/filter'
import { aimAt } from '@/lib/customers/queries/aim'
import { listCustomers } from '@/lib/customers/queries/list'
import { inOrder, type Token } from '@/lib/filter'
import { SIZES } from '@/lib/list'
import { createCodeList, forgetCodeLists, takeOffers } from '@/lib/lists/commands'
import { findCodeList, listGroup } from '@/lib/lists/queries'
import { changeFacts, changeSearch, createView, deleteView } from '@/lib/views/commands/keep'
import { countPinned, openView, pinView } from '@/lib/views/commands/visit'
import { newViewInput } from '@/lib/views/input'
import { countView, findView, listPinned, listViews, type PinnedView, type View } from '@/lib/views/queries'
import { isChanged, MOST_PINNED, MOST_VIEWS, viewAddress } from '@/lib/views/rules'
import { testDatabase } from '../support/database'
import { actingAs, makeAssociation, makeCustomer, makeCustomers } from '../support/make'

const { db, url } = testDatabase()
let marie: Context
let sales: Context
let kept: Context
let manager: Context
let serial = 0

beforeAll(async () => {
  marie = await actingAs(db, { role: 'collector', handle: 'marie', firstName: 'Marie', lastName: 'Dupont' })
  sales = await actingAs(db, { role: 'sales_administration', handle: 'sam' })
  kept = await actingAs(db, { role: 'collector', handle: 'kim', portfolioOnly: true })
  manager = await actingAs(db, { role: 'credit_manager', handle: 'max' })
  await db.insert(groups).values([
    { slug: 'export', name: 'Export' },
    { slug: 'vip', name: 'VIP' },
  ])
  await makeCustomers(db, 6, { country: 'FR' })
  await makeCustomers(db, 3, { country: 'BE' })
})

const save = (ctx: Context, search: string, more: Partial<Parameters<typeof createView>[1]> = {}) =>
  createView(ctx, { name: `View ${++serial}`, search, shared: false, kind: 'living', ...more })
const shown = async (ctx: Context, slug: string): Promise<View> => (await findView(ctx, slug))!
const at = (ctx: Context, moment: string): Context => ({ ...ctx, now: new Date(moment) })
const codesOf = async (ctx: Context, search: string) => {
  const { filter, view } = readCustomerAddress(search)
  const { rows } = await listCustomers(ctx, (await aimAt(ctx, filter)).aim, view)
  return rows.map(({ code }) => code)
}

describe('a saved view', () => {
  test('of any search opens to the same search, and is not changed until something is', async () => {
    const { id: list } = await createCodeList(marie, ['A1', 'B2'])
    const token = (values: string[]) =>
      fc
        .array(fc.record({ not: fc.boolean(), value: fc.constantFrom(...values, 'none') }), { maxLength: 4 })
        .map(inOrder)
    const range = fc
      .tuple(fc.constantFrom('', '-5', '0', '12.5'), fc.constantFrom('', '12.5', '1000'))
      .map(([from, to]) => ({ from, to }))
    const filters = fc.record({
      q: fc.constantFrom('', 'münster stahl', 'a,b \\ 100% !x', '“quoted” & more=1'),
      code: fc.constantFrom<string[]>([], ['C1'], ['!x', 'A,1', 'a\\b']),
      list: fc.constantFrom('', list),
      colleague: token(['marie', 'sam']),
      collector: token(['marie', 'kim']),
      group: token(['export', 'vip']),
      country: token(['FR', 'BE']),
      contact: fc.constantFrom<Token[]>([], [{ not: false, value: 'no-email' }]),
      balance: range,
      overdue: range,
      late: fc.constantFrom({ from: '', to: '' }, { from: '30', to: '' }, { from: '', to: '0' }),
      state: fc.constantFrom('active' as const, 'blocked' as const, 'all' as const),
    })
    const ways = fc.record({
      saved: fc.constant(''),
      sort: fc.constantFrom(...SORTS.filter((sort) => sort !== 'pasted')),
      descending: fc.boolean(),
      page: fc.integer({ min: 1, max: 99 }),
      size: fc.constantFrom(...SIZES),
      exact: fc.boolean(),
    })
    const made: number[] = []
    await fc.assert(
      fc.asyncProperty(filters, ways, async (filter, way) => {
        const { slug } = await save(marie, writeCustomerAddress(filter, way))
        const view = await shown(marie, slug)
        made.push(view.id)
        const opened = readCustomerAddress(new URL(viewAddress(view, way.size), 'http://x').search)
        expect(opened.problems).toEqual([])
        expect(opened.filter).toEqual(filter)
        expect(opened.view).toEqual({ ...way, saved: slug, page: 1, exact: false })
        expect(isChanged(view, opened.filter, opened.view)).toBe(false)
        expect(isChanged(view, opened.filter, { ...opened.view, page: 7, size: 25 })).toBe(false)
        expect(isChanged(view, { ...opened.filter, q: `${filter.q} more` }, opened.view)).toBe(true)
        expect(isChanged(view, opened.filter, { ...opened.view, descending: !way.descending })).toBe(true)
        await deleteView(marie, { view: slug, version: 1, confirmed: false })
      }),
      { numRuns: 150 },
    )
    expect(made.length).toBeGreaterThanOrEqual(150)
  })

  test('needs a name, one that its owner has not used, and a search that can be applied', async () => {
    expect(newViewInput.safeParse({ name: '  ', search: '', kind: 'living' }).success).toBe(false)
    await save(marie, '', { name: 'Twice' })
    await expect(save(marie, 'country=FR', { name: 'Twice' })).rejects.toMatchObject({ message: 'viewNameTaken' })
    await save(sales, 'country=FR', { name: 'Twice' })
    for (const search of ['country=France', 'collector=nobody.here', 'list=goneforever', 'what=ever'])
      await expect(save(marie, search)).rejects.toMatchObject({ code: 'conflict', message: 'brokenView' })
  })

  test('is found under its slug and under every slug it ever had', async () => {
    const { slug } = await save(marie, 'country=FR', { name: 'Späte Zahler' })
    expect(slug).toBe('spate-zahler')
    expect((await save(sales, '', { name: 'Späte  Zahler' })).slug).toMatch(/^spate-zahler-[a-z0-9]{4}$/)
    await changeFacts(marie, { view: slug, version: 1, name: 'Slow payers', shared: false, confirmed: false })
    expect(await shown(marie, 'slow-payers')).toMatchObject({ name: 'Slow payers', version: 2 })
    expect((await shown(marie, 'spate-zahler')).slug).toBe('slow-payers')
    await changeFacts(marie, {
      view: 'spate-zahler',
      version: 2,
      name: 'Späte Zahler',
      shared: false,
      confirmed: false,
    })
    expect((await shown(marie, 'slow-payers')).slug).toBe('spate-zahler')
    for (const name of ['None', '漢字', '!!!']) expect((await save(marie, '', { name })).slug).toMatch(/^view/)
  })

  test('gives up its oldest slugs, one for one, once it has had twenty others', async () => {
    const { slug } = await save(marie, 'country=FR', { name: 'Renamed 0' })
    for (let version = 1; version <= 22; version++) {
      const name = version === 12 ? 'Renamed 0' : `Renamed ${version}`
      await changeFacts(marie, { view: slug, version, name, shared: false, confirmed: false })
    }
    const { id } = await shown(marie, 'renamed-22')
    const had = await db.select({ slug: viewSlugs.slug }).from(viewSlugs).where(eq(viewSlugs.viewId, id))
    const expected = Array.from({ length: 23 }, (_, number) => `renamed-${number}`)
    expect(had.map((row) => row.slug).sort()).toEqual(expected.filter((name) => !/-(1|12)$/.test(name)).sort())
  })

  test('whose slug is taken gets letters by chance, which tell nothing of how many there are', async () => {
    const name = 'A guess of mine '.padEnd(80, 'x')
    const first = await save(marie, '', { name })
    const slugs = await Promise.all([sales, kept, manager].map(async (ctx) => (await save(ctx, '', { name })).slug))
    for (const slug of slugs) {
      expect(slug.slice(0, -5)).toBe(first.slug)
      expect(slug.slice(-5)).toMatch(/^-[a-z0-9]{4}$/)
      expect(slug.length).toBeLessThanOrEqual(60)
    }
    expect(new Set(slugs).size).toBe(3)
  })

  test('of two that are saved at once under one name gets a slug of its own', async () => {
    const saved = await Promise.all([marie, sales, kept, manager].map((ctx) => save(ctx, '', { name: 'At once' })))
    expect(new Set(saved.map(({ slug }) => slug)).size).toBe(4)
  })

  test('is changed only as it was read: who comes second is told', async () => {
    const { slug } = await save(marie, 'country=FR')
    await changeSearch(marie, { view: slug, version: 1, search: 'country=BE&sort=-overdue&page=3&size=25' })
    expect(await shown(marie, slug)).toMatchObject({ search: 'country=BE&sort=-overdue', version: 2 })
    const late = { view: slug, version: 1 }
    const works = [
      () => changeSearch(marie, { ...late, search: '' }),
      () => changeFacts(marie, { ...late, name: 'x', shared: false, confirmed: false }),
      () => deleteView(marie, { ...late, confirmed: true }),
    ]
    for (const work of works) await expect(work()).rejects.toMatchObject({ message: 'changedMeanwhile' })
  })

  test('leaves what was done to it in the history', async () => {
    const { slug } = await save(marie, 'country=FR', { name: 'Told' })
    await changeSearch(marie, { view: slug, version: 1, search: 'country=BE' })
    await changeFacts(marie, { view: slug, version: 2, name: 'Told', shared: true, confirmed: false })
    await pinView(marie, { view: slug, pinned: true })
    await pinView(marie, { view: slug, pinned: true })
    await pinView(marie, { view: slug, pinned: false })
    await deleteView(marie, { view: slug, version: 3, confirmed: false })
    const rows = await db
      .select()
      .from(history)
      .where(sql`coalesce(${history.new}, ${history.old}) ->> 'slug' = ${slug}`)
      .orderBy(history.id)
    expect(rows.map(({ action, old, new: now, actorId }) => [action, old, now, actorId === marie.actor.id])).toEqual([
      ['view.created', null, { slug, name: 'Told', shared: false, frozen: false, search: 'country=FR' }, true],
      ['view.updated', { slug, search: 'country=FR' }, { slug, search: 'country=BE' }, true],
      ['view.updated', { slug, shared: false }, { slug, shared: true }, true],
      ['view.pinned', null, { slug, name: 'Told' }, true],
      ['view.unpinned', null, { slug, name: 'Told' }, true],
      ['view.deleted', { slug, name: 'Told', shared: true, frozen: false, search: 'country=BE' }, null, true],
    ])
  })

  test('has room while its owner has fewer than two hundred', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const one = { ownerId: ctx.actor.id as number, search: 'country=FR', shared: false, frozen: false }
    const many = Array.from({ length: MOST_VIEWS - 1 }, (_, place) => `crowd-${place}`)
    await db.insert(views).values(many.map((slug) => ({ ...one, slug, name: slug, createdAt: ctx.now })))
    await save(ctx, 'country=FR')
    await expect(save(ctx, 'country=FR')).rejects.toMatchObject({ message: 'tooManyViews' })
  })
})

describe('who may do what with a view', () => {
  test('a private one does not exist for others', async () => {
    const { slug } = await save(marie, 'country=FR')
    expect(await findView(manager, slug)).toBeUndefined()
    expect((await listViews(manager, 1)).rows.map((view) => view.slug)).not.toContain(slug)
    await expect(deleteView(manager, { view: slug, version: 1, confirmed: true })).rejects.toMatchObject({
      code: 'not-found',
    })
    await expect(pinView(manager, { view: slug, pinned: true })).rejects.toMatchObject({ code: 'not-found' })
  })

  test('sharing is for those who collect; a shared one is changed by its owner and the managers', async () => {
    await expect(save(sales, '', { shared: true })).rejects.toMatchObject({ code: 'forbidden' })
    const own = await save(sales, '')
    await expect(
      changeFacts(sales, { view: own.slug, version: 1, name: 'Mine', shared: true, confirmed: false }),
    ).rejects.toMatchObject({
      code: 'forbidden',
    })
    const { slug } = await save(marie, 'country=FR', { shared: true })
    expect(await shown(sales, slug)).toMatchObject({ mine: false, writable: false, owner: 'Marie Dupont' })
    await expect(changeSearch(sales, { view: slug, version: 1, search: '' })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await changeFacts(manager, {
      view: slug,
      version: 1,
      name: 'Renamed by the manager',
      shared: true,
      confirmed: false,
    })
    expect(await shown(marie, slug)).toMatchObject({ name: 'Renamed by the manager', mine: true, writable: true })
  })

  test('a manager who is kept to a portfolio changes nobody else’s', async () => {
    const narrow = await actingAs(db, { role: 'credit_manager', portfolioOnly: true })
    const { slug } = await save(marie, 'country=FR', { shared: true })
    expect((await shown(narrow, slug)).writable).toBe(false)
  })

  test('a shared one finds for each who opens it what lies in the own portfolio', async () => {
    const [first] = await db.select().from(customers).where(eq(customers.country, 'BE')).orderBy(customers.id)
    await makeAssociation(db, first!.id, kept.actor.id)
    const { slug } = await save(marie, 'country=BE', { shared: true })
    expect(await countView(marie, await shown(marie, slug))).toBe(3)
    expect(await countView(kept, await shown(kept, slug))).toBe(1)
    expect(await openView(kept, await shown(kept, slug), undefined)).toEqual({ count: 1, before: undefined })
  })
})

describe('a living view', () => {
  test('says how many it found when it was opened before, to each person, and again only after a while', async () => {
    const { slug } = await save(marie, 'q=moving+target', { shared: true })
    const view = await shown(marie, slug)
    const opened = (ctx: Context, moment: string) => openView(at(ctx, moment), view, undefined)
    expect(await opened(marie, '2026-11-20T09:00:00Z')).toEqual({ count: 0, before: undefined })
    await makeCustomers(db, 3, { name: 'Moving Target' })
    const before = { at: new Date('2026-11-20T09:00:00Z'), count: 0 }
    expect(await opened(marie, '2026-11-21T09:00:00Z')).toEqual({ count: 3, before })
    await makeCustomer(db, { name: 'Moving Target' })
    expect(await openView(at(marie, '2026-11-21T09:10:00Z'), view, 4)).toEqual({ count: 4, before })
    expect(await opened(marie, '2026-11-21T09:39:00Z')).toEqual({ count: 4, before })
    await db.update(customers).set({ state: 'archived' }).where(eq(customers.name, 'Moving Target'))
    expect(await opened(marie, '2026-11-22T09:00:00Z')).toEqual({
      count: 0,
      before: { at: new Date('2026-11-21T09:39:00Z'), count: 4 },
    })
    expect(await opened(sales, '2026-11-22T09:00:00Z')).toEqual({ count: 0, before: undefined })
  })

  test('compares nothing with what another search found under its name', async () => {
    const { slug } = await save(marie, 'country=FR')
    await openView(at(marie, '2026-11-20T09:00:00Z'), await shown(marie, slug), undefined)
    await changeSearch(marie, { view: slug, version: 1, search: 'country=BE' })
    expect(await shown(marie, slug)).toMatchObject({ openedAt: null, openedCount: null })
    expect((await openView(at(marie, '2026-11-22T09:00:00Z'), await shown(marie, slug), undefined)).before).toBe(
      undefined,
    )
  })

  test('counts nothing once its search names something that is gone: that would be another search', async () => {
    const { slug } = await save(marie, 'group=vip')
    await db.delete(groups).where(eq(groups.slug, 'vip'))
    expect(await countView(marie, await shown(marie, slug))).toBeUndefined()
    expect(await openView(marie, await shown(marie, slug), undefined)).toEqual({ count: undefined, before: undefined })
  })
})

describe('a frozen view', () => {
  test('finds exactly the customers it was made of, whatever becomes of them', async () => {
    const ids = await makeCustomers(db, 3, { city: 'Frozen', country: 'IS' })
    const before = await codesOf(marie, 'country=IS')
    const { slug, search } = await save(marie, 'country=IS&sort=-overdue&page=2', { kind: 'frozen' })
    expect(search).toMatch(/^list=[a-z0-9]{10}&state=all&sort=-overdue$/)
    await makeCustomer(db, { country: 'IS' })
    await db.update(customers).set({ country: 'NO', state: 'archived' }).where(eq(customers.id, ids[0]!))
    expect((await codesOf(marie, search)).sort()).toEqual([...before].sort())
    expect(await countView(marie, await shown(marie, slug))).toBe(3)
    await changeSearch(marie, { view: slug, version: 1, search: `${search}&country=IS` })
    expect(await countView(marie, await shown(marie, slug))).toBe(2)
  })

  test('keeps the order of the paste it was made of', async () => {
    const codes = await codesOf(marie, 'country=FR')
    const pasted = [codes[2]!, codes[0]!, codes[1]!]
    const { id } = await createCodeList(marie, pasted)
    const { search } = await save(marie, `list=${id}&sort=pasted`, { kind: 'frozen' })
    expect(await codesOf(marie, search)).toEqual(pasted)
  })

  test('tells who is kept to a portfolio nothing of the customers outside it, by whatever door', async () => {
    const mine = await makeCustomer(db, { country: 'PL', collectorId: kept.actor.id })
    const other = await makeCustomer(db, { country: 'PL' })
    const { slug, search } = await save(marie, 'country=PL', { kind: 'frozen', shared: true })
    const list = search.slice(5, 15)
    expect(await countView(kept, await shown(kept, slug))).toBe(1)
    expect(await codesOf(kept, search)).toEqual([mine.code])
    expect(await findCodeList(kept, list)).toMatchObject({ frozen: true, pasted: 1, found: 1, notFound: [] })
    expect(await listGroup(kept, list, 'missing')).toEqual([])
    expect(await listGroup(kept, list, 'near')).toEqual([])
    expect(await listGroup(kept, list, 'found')).toEqual([[mine.code]])
    await expect(takeOffers(kept, list, { position: 0, code: 'X' })).rejects.toMatchObject({ code: 'not-found' })
    expect((await findCodeList(marie, list))?.found).toBe(2)
    const own = await save(kept, 'country=PL', { kind: 'frozen', shared: true })
    expect(await codesOf(marie, own.search)).toEqual([mine.code])
    expect(await codesOf(marie, own.search)).not.toContain(other.code)
  })

  test('is not made of nobody, nor of more than a list holds', async () => {
    const lists = await db.$count(codeLists)
    await expect(save(marie, 'country=ZZ', { kind: 'frozen' })).rejects.toMatchObject({ message: 'nothingToFreeze' })
    await db.execute(sql`insert into customers (code, code_key, name, country)
      select 'M' || n, 'M' || n, 'Many', 'MT' from generate_series(1, 50001) n`)
    await expect(save(marie, 'country=MT', { kind: 'frozen' })).rejects.toMatchObject({ message: 'tooManyToFreeze' })
    expect(await db.$count(codeLists)).toBe(lists)
    await db.execute(sql`update customers set country = null where code = 'M1'`)
    const { slug } = await save(marie, 'country=MT', { kind: 'frozen' })
    expect(await countView(marie, await shown(marie, slug))).toBe(50_000)
  })
})

describe('a code list that a view names', () => {
  const years = async (list: string) => {
    const late = at(marie, '2031-01-01T10:00:00Z')
    await forgetCodeLists(db, late.now)
    const { problems } = await aimAt(late, { ...EVERYONE, list })
    return { gone: problems.length > 0, codes: await db.$count(codeListCodes, eq(codeListCodes.listId, list)) }
  }

  test('is not forgotten while a view holds it, and like any other when none does', async () => {
    const { id } = await createCodeList(marie, ['A1', 'B2'])
    const one = await save(marie, `list=${id}&country=FR`)
    const two = await save(sales, `list=${id}`)
    expect(await years(id)).toEqual({ gone: false, codes: 2 })
    await deleteView(marie, { view: one.slug, version: 1, confirmed: false })
    expect(await years(id)).toEqual({ gone: false, codes: 2 })
    await changeSearch(sales, { view: two.slug, version: 1, search: 'country=FR' })
    expect(await years(id)).toEqual({ gone: true, codes: 0 })
  })

  test('of a deleted frozen view still opens to who has its address, until it is forgotten', async () => {
    const { slug, search } = await save(marie, 'country=FR', { kind: 'frozen' })
    const codes = await codesOf(marie, search)
    await deleteView(marie, { view: slug, version: 1, confirmed: false })
    expect(await codesOf(marie, search)).toEqual(codes)
    expect(await years(search.slice(5, 15))).toEqual({ gone: true, codes: 0 })
  })
})

describe('the sidebar', () => {
  test('holds pinned views in their order, with numbers that are counted anew after some minutes', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const [one, two] = [await save(ctx, 'q=pinned+one'), await save(marie, 'country=BE', { shared: true })]
    await pinView(ctx, { view: two.slug, pinned: true })
    await pinView(ctx, { view: one.slug, pinned: true })
    const names = async (moment: string) => {
      const pins = await listPinned(at(ctx, moment))
      const numbers = await Promise.all(countPinned(at(ctx, moment), pins))
      return pins.map((pin, index) => [pin.slug, numbers[index]])
    }
    expect(await names('2026-11-22T10:00:00Z')).toEqual([
      [two.slug, 3],
      [one.slug, 0],
    ])
    await makeCustomer(db, { name: 'Pinned one' })
    expect((await names('2026-11-22T10:04:00Z'))[1]).toEqual([one.slug, 0])
    expect((await names('2026-11-22T10:06:00Z'))[1]).toEqual([one.slug, 1])
    await changeFacts(marie, { view: two.slug, version: 1, name: 'No longer shared', shared: false, confirmed: true })
    expect((await names('2026-11-22T10:06:00Z')).map(([slug]) => slug)).toEqual([one.slug])
    // Whoever may not read customers any more keeps the pin, and is not told of it.
    const guest: Context = { ...ctx, actor: { ...ctx.actor, role: 'guest' } }
    expect(await listPinned(ctx)).toHaveLength(1)
    expect(await listPinned(guest)).toEqual([])
    await pinView(ctx, { view: one.slug, pinned: false })
    expect(await listPinned(ctx)).toEqual([])
  })

  test('counts a stale number once, however many ask at once, and two of them a page at the most', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    for (let index = 0; index < 3; index++)
      await pinView(ctx, { view: (await save(ctx, 'country=BE')).slug, pinned: true })
    const counts = (moment: string, pins: PinnedView[]) => Promise.all(countPinned(at(ctx, moment), pins))
    const pins = await listPinned(ctx)
    expect(await counts('2026-11-22T10:00:00Z', pins)).toEqual([3, 3, undefined])
    const stale = await listPinned(ctx)
    expect(await counts('2026-11-22T10:00:01Z', stale)).toEqual([3, 3, 3])
    await db.update(viewVisits).set({ counted: 99 }).where(eq(viewVisits.userId, ctx.actor.id))
    const old = await listPinned(ctx)
    const asked = await Promise.all(Array.from({ length: 6 }, () => counts('2026-11-22T10:06:00Z', old)))
    const at0 = (index: number) => asked.map((numbers) => numbers[index]).sort((one, other) => one! - other!)
    expect([at0(0), at0(1), at0(2)]).toEqual([[3, 99, 99, 99, 99, 99], [3, 99, 99, 99, 99, 99], Array(6).fill(99)])
  })

  test('has no room for one more by pinning many at once, nor twice for the same', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const slugs: string[] = []
    for (let index = 0; index < MOST_PINNED + 3; index++) slugs.push((await save(ctx, '')).slug)
    const last = slugs.slice(-5)
    for (const view of slugs.slice(0, -5)) await pinView(ctx, { view, pinned: true })
    const pinned = await Promise.allSettled([...last, ...last].map((view) => pinView(ctx, { view, pinned: true })))
    expect(pinned.filter(({ status }) => status === 'rejected').length).toBeGreaterThanOrEqual(3)
    expect(await listPinned(ctx)).toHaveLength(MOST_PINNED)
  })

  test('is changed while the view is renamed without the two waiting for each other', async () => {
    const { slug } = await save(marie, '', { shared: true })
    const other = connect(url, { max: 1 })
    const waiting = async (at: string[]) => {
      const rows = await db.execute<{ at: string }>(
        sql`select case locktype when 'advisory' then 'lock' else 'row' end as at
          from pg_locks join pg_stat_activity using (pid) where not granted and datname = current_database() order by 1`,
      )
      expect(rows.map((row) => row.at)).toEqual(at)
    }
    await other.sql`select pg_advisory_lock(7302024)`
    const pin = pinView(sales, { view: slug, pinned: true })
    await vi.waitFor(() => waiting(['lock']), 60_000)
    const facts = { view: slug, version: 1, name: 'Named while pinned', shared: true, confirmed: false }
    const both = Promise.allSettled([pin, changeFacts(marie, facts)])
    await vi.waitFor(() => waiting(['lock', 'row']), 60_000)
    await other.close()
    expect((await both).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled'])
    await pinView(sales, { view: slug, pinned: false })
  })

  test('has room for some, not for all', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    for (let index = 0; index <= MOST_PINNED; index++) {
      const { slug } = await save(ctx, '')
      const pinned = pinView(ctx, { view: slug, pinned: true })
      if (index < MOST_PINNED) await pinned
      else await expect(pinned).rejects.toMatchObject({ message: 'tooManyPinned' })
    }
  })
})

describe('a shared view that is to be its owner’s alone', () => {
  test('is refused with the names of those whose sidebars it leaves until it is confirmed', async () => {
    const { slug } = await save(marie, 'country=FR', { name: 'Was shared', shared: true })
    for (const ctx of [marie, sales]) await pinView(ctx, { view: slug, pinned: true })
    const facts = { view: slug, version: 1, name: 'Was shared', shared: false }
    for (const ctx of [marie, manager])
      await expect(changeFacts(ctx, { ...facts, confirmed: false })).rejects.toMatchObject({
        message: 'viewPinned',
        values: { people: sales.actor.name },
      })
    await changeFacts(marie, { ...facts, name: 'Still shared', shared: true, confirmed: false })
    await changeFacts(manager, { ...facts, version: 2, confirmed: true })
    expect((await listPinned(sales)).map((pin) => pin.name)).not.toContain('Was shared')
    expect((await listPinned(marie)).map((pin) => pin.name)).toContain('Was shared')
  })
})

describe('deleting a view', () => {
  test('that stands in the sidebars of others is refused with their names until it is confirmed', async () => {
    const { slug } = await save(marie, 'country=FR', { shared: true })
    await pinView(marie, { view: slug, pinned: true })
    await pinView(sales, { view: slug, pinned: true })
    const removal = { view: slug, version: 1 }
    await expect(deleteView(marie, { ...removal, confirmed: false })).rejects.toMatchObject({
      message: 'viewPinned',
      values: { people: sales.actor.name },
    })
    await deleteView(marie, { ...removal, confirmed: true })
    expect(await listPinned(sales)).toEqual([])
  })

  test('that anything refers to is refused, whatever it is', async () => {
    const { slug } = await save(marie, 'country=FR')
    const { id } = await shown(marie, slug)
    await db.execute(sql`create table users_of_views (view_id bigint references views (id))`)
    await db.execute(sql`insert into users_of_views values (${id})`)
    await expect(deleteView(marie, { view: slug, version: 1, confirmed: true })).rejects.toMatchObject({
      message: 'viewInUse',
    })
    expect(await db.$count(views, eq(views.id, id))).toBe(1)
    await db.execute(sql`drop table users_of_views`)
  })

  test('while somebody opens it leaves the one who looks in peace', async () => {
    const { slug } = await save(marie, 'country=FR')
    const view = await shown(marie, slug)
    await deleteView(marie, { view: slug, version: 1, confirmed: false })
    expect(await openView(marie, view, 5)).toEqual({ count: 5, before: undefined })
    expect(FIRST_PAGE.saved).toBe('')
  })
})
