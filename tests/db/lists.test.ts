import { eq, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { codeListCodes, codeLists, customers } from '@/db/schema'
import { perform } from '@/lib/action'
import type { Context } from '@/lib/context'
import { readCustomerAddress } from '@/lib/customers/filter'
import { aimAt } from '@/lib/customers/queries/aim'
import { listCustomers } from '@/lib/customers/queries/list'
import { pasteCodesAction, takeOffersAction } from '@/lib/lists/actions'
import {
  createCodeList,
  forgetCodeLists,
  mayPaste,
  mayTakeOffers,
  openCodeList,
  takeOffers,
} from '@/lib/lists/commands'
import { findCodeList, listGroup } from '@/lib/lists/queries'
import { findNearCodes } from '@/lib/lists/queries/near'
import { readPaste } from '@/lib/lists/queries/paste'
import { testDatabase } from '../support/database'
import { actingAs, makeAssociation, makeCustomer } from '../support/make'

const { db } = testDatabase()
let ctx: Context
let restricted: Context

beforeAll(async () => {
  ctx = await actingAs(db, { role: 'collector' })
  restricted = await actingAs(db, { role: 'collector', portfolioOnly: true })
  for (const code of ['00123', '1E5', 'A,1', 'FR-001', '120000', 'O77', 'KLMN88']) await makeCustomer(db, { code })
  for (let number = 1; number <= 6; number++) await makeCustomer(db, { code: `55000${number}` })
  await makeCustomer(db, { code: 'OLD', state: 'archived' })
  const theirs = await makeCustomer(db, { code: 'MINE-9' })
  await makeAssociation(db, theirs.id, restricted.actor.id)
})

async function paste(text: string, as = ctx): Promise<string> {
  const meant = await readPaste(as, text)
  return (await createCodeList(as, 'codes' in meant ? meant.codes : [])).id
}

const summary = async (id: string, as = ctx) => {
  const list = await findCodeList(as, id)
  return list && { ...list, notFound: list.notFound.map(({ code }) => code) }
}

const near = async (text: string, as = ctx) => {
  const id = await paste(text, as)
  return (await findNearCodes(as, id, (await findCodeList(as, id))!)) ?? []
}

async function search(address: string, as = ctx): Promise<string[]> {
  const { filter, view } = readCustomerAddress(address)
  return (await listCustomers(as, (await aimAt(as, filter)).aim, view)).rows.map((row) => row.code)
}

const problems = async (id: string, now: string) =>
  (await aimAt({ ...ctx, now: new Date(now) }, readCustomerAddress(`list=${id}`).filter)).problems

describe('a pasted list', () => {
  test('accounts for every line: found, not found, twice', async () => {
    const id = await paste("00123\r\n'1e5\r\nA,1\r\n00123\r\nXX-XX-XX-XX\r\n 00123 \r\nold\r\n")
    expect(await summary(id)).toEqual({
      frozen: false,
      pasted: 7,
      found: 4,
      resting: 1,
      notFound: ['XX-XX-XX-XX'],
      repeated: [{ code: '00123', times: 3 }],
      twice: 2,
      heading: undefined,
    })
    expect(await listGroup(ctx, id, 'found')).toEqual([['00123'], ['1e5'], ['A,1'], ['old']])
    expect(await listGroup(ctx, id, 'missing')).toEqual([['XX-XX-XX-XX']])
    expect(await listGroup(ctx, id, 'twice')).toEqual([['00123']])
  })

  test('accounts for every line of any paste, for anybody', async () => {
    const line = fc.constantFrom(
      '00123',
      '1e5',
      'A,1',
      'old',
      'MINE-9',
      ' 00123 ',
      "'FR-001",
      'X',
      'Y Y',
      'Code',
      '',
      '=%',
      '1,2E+05',
    )
    const lines = fc.array(line, { minLength: 1, maxLength: 30 }).filter((all) => all.some((text) => text !== ''))
    await fc.assert(
      fc.asyncProperty(lines, fc.boolean(), async (all, confined) => {
        const as = confined ? restricted : ctx
        const list = (await findCodeList(as, await paste(all.join('\n'), as)))!
        expect(list.found + list.notFound.length + list.twice).toBe(list.pasted)
      }),
      { numRuns: 60 },
    )
  })

  test('counts no heading, and says which it was', async () => {
    const id = await paste('Code client\r\n00123\r\n1E5\r\n')
    expect(await summary(id)).toMatchObject({ pasted: 2, found: 2, notFound: [], heading: 'Code client' })
    expect(await summary(await paste('Code'))).toMatchObject({ pasted: 1, notFound: ['Code'] })
  })

  test('can be sorted as it was pasted, both ways', async () => {
    const id = await paste('A,1\nnobody\n00123\n1E5\nA,1')
    expect(await search(`list=${id}&sort=pasted`)).toEqual(['A,1', '00123', '1E5'])
    expect(await search(`list=${id}&sort=-pasted`)).toEqual(['1E5', '00123', 'A,1'])
    expect(await search(`list=${id}`)).toEqual(['00123', '1E5', 'A,1'])
  })

  test('is read the way that finds most, column by column', async () => {
    expect(await readPaste(ctx, 'A,1')).toEqual({ codes: ['A,1'] })
    expect(await readPaste(ctx, '00123, 1E5')).toEqual({ codes: ['00123', '1E5'] })
    expect(await readPaste(ctx, 'Dupont\t00123\nBerg\t1E5')).toEqual({ codes: ['00123', '1E5'] })
    expect(await readPaste(ctx, '00123\tA,1\n1E5\tA,1')).toMatchObject({
      choices: [
        { reading: 'tab.1', codes: 2, found: 2, beginning: ['00123', '1E5'] },
        { reading: 'tab.2', codes: 1, found: 1, beginning: ['A,1', 'A,1'] },
        { reading: 'tab.all', codes: 3, found: 3 },
      ],
    })
    expect(await readPaste(ctx, '00123\tA,1\n1E5\tA,1', 'tab.1')).toEqual({ codes: ['00123', '1E5'] })
  })

  test('of nothing, or of more than fifty thousand codes, is refused with a sentence', async () => {
    await expect(paste(' \n ')).rejects.toMatchObject({ fields: { paste: 'nothingPasted' } })
    const many = Array.from({ length: 50_001 }, (_, index) => `C${index}`)
    await expect(paste(many.join('\n'))).rejects.toMatchObject({
      message: 'tooManyCodes',
      values: { pasted: 50_001, most: 50_000 },
    })
    const before = await db.$count(codeLists)
    expect((await createCodeList(ctx, many.slice(1))).pasted).toBe(50_000)
    expect(await db.$count(codeLists)).toBe(before + 1)
  })
})

describe('pasting', () => {
  test('is refused before it is read where it has too many lines', async () => {
    await expect(readPaste(ctx, 'x,;\n'.repeat(180_000))).rejects.toMatchObject({
      message: 'tooManyLines',
      values: { lines: 180_000, most: 50_000 },
    })
  })

  test('is for hands: thirty times in five minutes, each person apart, and so is taking offers', async () => {
    const [hasty, other] = [await actingAs(db, { role: 'collector' }), await actingAs(db, { role: 'collector' })]
    for (let times = 0; times < 30; times++) await mayPaste(hasty)
    const again = perform(pasteCodesAction.plan, hasty, { paste: '00123', search: '' })
    await expect(again).rejects.toMatchObject({ code: 'unavailable', message: 'tooManyPastes' })
    await expect(mayPaste(other)).resolves.toBeUndefined()
    for (let times = 0; times < 150; times++) await mayTakeOffers(hasty)
    const taking = perform(takeOffersAction.plan, hasty, { list: 'aaaaaaaaaa', search: '', taken: 'kind:zeros' })
    await expect(taking).rejects.toMatchObject({ code: 'unavailable', message: 'tooManyOffers' })
  })
})

describe('an address that no list can have', () => {
  test.each(['ab\0cdefghij', 'short', 'UPPERCASE1', "a'b--cdefgh", 'a'.repeat(33), ''])('%j is gone', async (id) => {
    expect(await findCodeList(ctx, id)).toBeUndefined()
    for (const group of ['found', 'missing', 'twice', 'near'] as const)
      expect(await listGroup(ctx, id, group)).toBeUndefined()
    await expect(takeOffers(ctx, id, { kind: 'zeros' })).rejects.toMatchObject({ message: 'listGone' })
    const sent = { list: id, search: '', taken: 'kind:zeros' }
    await expect(perform(takeOffersAction.plan, ctx, sent)).rejects.toMatchObject({ message: 'listGone' })
    const { filter } = readCustomerAddress(`list=${encodeURIComponent(id)}`)
    expect((await aimAt(ctx, filter)).aim.list).toBe('')
  })
})

describe('codes outside the portfolio', () => {
  test('are not found, by nobody who may not know of them, and are not offered', async () => {
    const id = await paste('MINE-9\n00123\n123\nMINE9')
    expect(await summary(id, restricted)).toMatchObject({ found: 1, notFound: ['00123', '123', 'MINE9'] })
    expect(await summary(id)).toMatchObject({ found: 2, notFound: ['123', 'MINE9'] })
    expect(await search(`list=${id}`, restricted)).toEqual(['MINE-9'])
    expect(await near('123\n1,2E+05', restricted)).toEqual([])
    expect(await near('mine9', restricted)).toMatchObject([{ offers: [{ code: 'MINE-9' }] }])
    expect(await listGroup(restricted, id, 'found')).toEqual([['MINE-9']])
  })

  test('do not decide how a paste is read', async () => {
    expect(await readPaste(restricted, 'A,1\tMINE-9')).toEqual({ codes: ['MINE-9'] })
  })
})

describe('near codes', () => {
  const offered = async (text: string) =>
    (await near(text)).map(({ code, kind, offers, more }) => [
      code,
      kind,
      offers.map((offer) => offer.code).join(' '),
      more,
    ])

  test('are offered for what Excel and fingers do to them', async () => {
    expect(await offered('123\nfr001\n123.0\n1,2E+05\nO77\n077\nKLMM88\nNOTHING-LIKE-IT')).toEqual([
      ['123', 'zeros', '00123', false],
      ['fr001', 'spelling', 'FR-001', false],
      ['123.0', 'decimals', '00123', false],
      ['1,2E+05', 'shortened', '120000', false],
      ['KLMM88', 'slip', 'KLMN88', false],
    ])
    expect(await offered('077')).toEqual([['077', 'letters', 'O77', false]])
    expect(await offered('1,00E+05')).toEqual([['1,00E+05', 'shortened', '1E5', false]])
  })

  test('are three at most, and it is said that digits were lost', async () => {
    expect(await offered('5.5E+05')).toEqual([['5.5E+05', 'shortened', '550001 550002 550003', true]])
    expect(await offered('550009')).toEqual([])
  })

  test('are looked for among a bounded number of those between two numbers', async () => {
    await db.execute(sql`
      insert into customers (code, code_key, name)
      select number::text, number::text, 'Long' from generate_series(7170000001, 7170001100) number`)
    for (const code of ['715001', '724000']) await makeCustomer(db, { code })
    expect(await offered('7.2E+05')).toEqual([['7.2E+05', 'shortened', '715001', false]])
    await db.delete(customers).where(eq(customers.name, 'Long'))
  })

  test('are given up in good time, and then none are shown', async () => {
    const id = await paste('A,1\n123')
    const list = (await findCodeList(ctx, id))!
    await db.transaction(async (other) => {
      await other.execute(sql`lock table customers in access exclusive mode`)
      expect(await findNearCodes(ctx, id, list)).toBeUndefined()
    })
    expect(await findNearCodes(ctx, id, list)).toHaveLength(1)
    const [row] = await db.execute<{ timeout: string }>(sql`select current_setting('statement_timeout') as timeout`)
    expect(row?.timeout).not.toBe('500ms')
  })

  test('are taken by a person, one or all of a kind, into a list of their own that keeps the order', async () => {
    const first = await paste('A,1\n123\nfr001\n123.0')
    const { id: one } = await takeOffers(ctx, first, { position: 1, code: '00123' })
    expect(await search(`list=${one}&sort=pasted`)).toEqual(['A,1', '00123'])
    expect(await summary(one)).toMatchObject({ pasted: 4, notFound: ['fr001', '123.0'], twice: 0 })
    const { id: two } = await takeOffers(ctx, one, { kind: 'spelling' })
    expect(await search(`list=${two}&sort=pasted`)).toEqual(['A,1', '00123', 'FR-001'])
    expect(await summary(first)).toMatchObject({ notFound: ['123', 'fr001', '123.0'] })
  })

  test('that stand in the list already are offered for what is damaged, and taken they are twice', async () => {
    const damaged = await paste('00123\n123\n00123\nKLMN88\nKLMM88')
    expect(await near('00123\n123\n00123\nKLMN88\nKLMM88')).toMatchObject([
      { position: 1, code: '123', kind: 'zeros', offers: [{ code: '00123', listed: true }] },
    ])
    expect(await summary(damaged)).toMatchObject({ pasted: 5, found: 2, notFound: ['123', 'KLMM88'], twice: 1 })
    const { id: mended } = await takeOffers(ctx, damaged, { position: 1, code: '00123' })
    expect(await summary(mended)).toMatchObject({ pasted: 5, found: 2, notFound: ['KLMM88'], twice: 2 })
    const first = await paste('123\n123.0')
    const { id: one } = await takeOffers(ctx, first, { position: 0, code: '00123' })
    const { id: both } = await takeOffers(ctx, one, { position: 1, code: '00123' })
    expect(await summary(both)).toMatchObject({ pasted: 2, found: 1, notFound: [], twice: 1 })
  })
})

describe('a list that nobody opened for two years', () => {
  test('is gone from its address; opening it in time keeps it', async () => {
    const id = await paste('00123')
    expect(await problems(id, '2028-11-21T10:00:00Z')).toEqual([])
    await openCodeList({ ...ctx, now: new Date('2028-11-21T10:00:00Z') }, id)
    expect(await problems(id, '2030-11-20T10:00:00Z')).toEqual([])
    const after = { ...ctx, now: new Date('2031-01-01T10:00:00Z') }
    expect(await problems(id, '2031-01-01T10:00:00Z')).toHaveLength(1)
    expect(await findCodeList(after, id)).toBeUndefined()
    await expect(takeOffers(after, id, { kind: 'zeros' })).rejects.toMatchObject({ code: 'not-found' })
  })

  test('does not come back because somebody follows its address', async () => {
    const id = await paste('00123')
    await openCodeList({ ...ctx, now: new Date('2031-01-01T10:00:00Z') }, id)
    expect(await problems(id, '2031-01-01T10:00:01Z')).toHaveLength(1)
  })

  test('is deleted at night with its codes, and no other is', async () => {
    const [old, fresh] = [await paste('00123'), await paste('1E5')]
    await db
      .update(codeLists)
      .set({ openedAt: new Date('2024-11-21T00:00:00Z') })
      .where(eq(codeLists.id, old))
    const before = await db.$count(codeLists)
    await forgetCodeLists(db, ctx.now)
    await forgetCodeLists(db, ctx.now)
    expect(await db.$count(codeLists)).toBe(before - 1)
    expect(await db.$count(codeListCodes, eq(codeListCodes.listId, old))).toBe(0)
    expect(await db.$count(codeListCodes, eq(codeListCodes.listId, fresh))).toBe(1)
  })
})
