import { asc, type SQL, sql } from 'drizzle-orm'
import { customers, people } from '@/db/schema'
import { ids, startsWith } from '@/db/sql'
import { readEmail } from '@/lib/auth/email'
import type { Context } from '@/lib/context'
import { codeKey } from '@/lib/customers/rules'
import { looksLikePhone } from '@/lib/phone'
import { inTurns, searchText, searchWords, withoutEnvelope } from '../rules'
import {
  addressBeginning,
  addressHolding,
  CUSTOMER_CANDIDATES,
  customersHolding,
  nameBeginning,
  namesBeginning,
  namesHolding,
  togetherHolding,
  whyContact,
  whyCustomer,
} from '../where'
import { type CustomerHit, contactHits, customerHits, type Found, type Hit, surely } from './hits'
import { type Colleagues, colleaguesOf, usersHolding, usersWithEmail, viewsHolding } from './house'
import { byPhone } from './phones'
import { seenBy } from './seen'
import { misspelt } from './typos'

/** With fewer hits than these somebody may have mistyped. */
const ENOUGH = 10

/**
 * Who is calling, and which customer is that? An exact code, a telephone number or an address come before names, the
 * beginnings of names before what they contain, and names that are only near come last. Only what the actor may know of
 * is found.
 */
export async function quickSearch(ctx: Context, typed: string, limit = 10): Promise<Found> {
  const text = withoutEnvelope(searchText(typed))
  if (text === '') return { hits: [], partly: false }
  const hits = new Map<string, Hit>()
  let partly = false
  for (const stage of stages(ctx, await seenBy(ctx), text, limit)) {
    if (hits.size >= Math.min(limit, stage.whileFewer ?? limit)) break
    if (stage.inDoubt && [...hits.values()].some((hit) => hit.sure)) break
    const found = await stage.find()
    for (const hit of 'hits' in found ? found.hits : found) {
      if (hits.size < limit && !hits.has(hitKey(hit))) hits.set(hitKey(hit), hit)
    }
    partly ||= 'hits' in found && found.partly
  }
  return { hits: [...hits.values()], partly }
}

export function hitKey(hit: Hit): string {
  if (hit.kind === 'user') return `@${hit.handle}`
  return hit.kind === 'view' ? `?${hit.slug}` : `${hit.customerId}-${hit.contact?.id ?? ''}`
}

/** `inDoubt`: not asked when somebody is surely meant. */
type Stage = { find: () => Promise<Hit[] | Found>; whileFewer?: number; inDoubt?: boolean }

/** From what is certain and cheap to what is neither; a stage is only asked when those before it left room. */
function stages(ctx: Context, seen: SQL | undefined, text: string, limit: number): Stage[] {
  const words = searchWords(text)
  if (text.includes('@')) return addressStages(ctx, seen, text, limit)
  const contactsWith = (where: SQL) => () => contactHits(ctx, whyContact(words), where, limit)
  const holders = holdersOf(ctx, customersHolding(seen, text, words, words.length > 1 ? CUSTOMER_CANDIDATES : limit))
  const colleagues = colleaguesOf(ctx, words)
  return [
    { find: () => byCode(ctx, text, limit) },
    ...(looksLikePhone(text) ? [{ find: () => byPhone(ctx, text) }] : []),
    { find: () => byName(ctx, seen, { text, words, holders, colleagues, limit }) },
    { find: contactsWith(namesHolding(seen, words)), inDoubt: true },
    ...(words.length > 1 ? [{ find: () => together(ctx, holders, words, limit), inDoubt: true }] : []),
    { find: () => misspelt(ctx, words, limit, colleagues), inDoubt: true, whileFewer: ENOUGH },
  ]
}

function addressStages(ctx: Context, seen: SQL | undefined, text: string, limit: number): Stage[] {
  const email = readEmail(text)
  const contactsWith = (where: SQL) => () => contactHits(ctx, 'email', where, limit)
  return [
    ...(email
      ? [
          { find: async () => surely(await contactsWith(sql`${people.emailKey} = norm(${email})`)()) },
          { find: () => usersWithEmail(ctx, email) },
        ]
      : []),
    { find: contactsWith(addressBeginning(seen, text, limit)), inDoubt: true },
    { find: contactsWith(addressHolding(seen, text)), inDoubt: true },
  ]
}

/** The exact code is the shortest of those that begin with it, and so the first. */
async function byCode(ctx: Context, text: string, limit: number): Promise<Hit[]> {
  const key = codeKey(text)
  const where = sql`${customers.codeKey} like ${`${key.replace(/[\\%_]/g, '\\$&')}%`}`
  const found = await customerHits(ctx, 'code', { where, order: [asc(customers.codeKey)], limit })
  return found.map((hit) => ({ ...hit, sure: codeKey(hit.code) === key }))
}

/** A customer that holds every word; without a rank where some are those of its contacts. */
type Holder = { id: number; rank: number | null }
type Holders = () => Promise<Holder[]>

/** Looked for once, when somebody first asks. */
function holdersOf(ctx: Context, holding: SQL): Holders {
  let found: Promise<Holder[]> | undefined
  return () => {
    found ??= ctx.db.execute<Holder>(holding).then((rows) => [...rows])
    return found
  }
}

type Named = { text: string; words: readonly string[]; holders: Holders; colleagues: Colleagues; limit: number }

/**
 * Callers, companies, colleagues and views in turn, so that none crowd the others out. Whose last name it is comes
 * first.
 */
async function byName(
  ctx: Context,
  seen: SQL | undefined,
  { text, words, holders, colleagues, limit }: Named,
): Promise<Hit[]> {
  const first = startsWith(people.lastKey, text)
  const byStart = { where: nameBeginning(text), order: [asc(customers.name), asc(customers.code)], limit }
  const companies = async () => {
    const found = await customerHits(ctx, 'customer', byStart)
    const starting = words.length > 1 ? surely(found) : found
    if (starting.length >= limit) return starting
    const holding = await namedSo(ctx, (await holders()).filter(({ rank }) => rank !== null).slice(0, limit), words)
    return [...starting, ...holding.filter(({ code }) => !starting.some((hit) => hit.code === code))]
  }
  return inTurns<Hit>(
    await Promise.all([
      contactHits(ctx, 'contact', namesBeginning(seen, words, limit), limit, { first }),
      companies(),
      usersHolding(ctx, colleagues),
      viewsHolding(ctx, words),
    ]),
  )
}

/** Customers that have every word in what is their own. */
async function namedSo(ctx: Context, found: readonly Holder[], words: readonly string[]): Promise<CustomerHit[]> {
  if (found.length === 0) return []
  const ranks = sql`${sql.param(found.map(({ rank }) => rank))}::integer[]`
  const join = sql`unnest(${ids(found.map(({ id }) => id))}, ${ranks}) as found (id, rank)`
  const order = [sql`found.rank`, asc(customers.name), asc(customers.code)]
  return customerHits(ctx, whyCustomer(words), { join, order, limit: found.length })
}

/** Contacts with some of the words, of customers that have the others. */
async function together(
  ctx: Context,
  holders: Holders,
  words: readonly string[],
  limit: number,
): Promise<CustomerHit[]> {
  const found = await holders()
  const ordered = [...found.filter(({ rank }) => rank === null), ...found.filter(({ rank }) => rank !== null)]
  const customerIds = ordered.map(({ id }) => id)
  if (customerIds.length === 0) return []
  return contactHits(ctx, whyContact(words), togetherHolding(customerIds, words), limit)
}
