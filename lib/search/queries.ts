import { and, asc, desc, eq, type SQL, sql } from 'drizzle-orm'
import { contacts, customers, people } from '@/db/schema'
import { startsWith } from '@/db/sql'
import { readEmail } from '@/lib/auth/email'
import type { Context } from '@/lib/context'
import { codeKey } from '@/lib/customers/rules'
import { visibleTo } from '@/lib/customers/where'
import { looksLikePhone, phoneEndings } from '@/lib/phone'
import { searchText, searchWords } from './rules'
import { addressBeginning, addressHolding, namesBeginning, namesHolding, ownWordsHolding } from './where'

export type Hit = {
  /** What of the hit is what was looked for. */
  why: 'code' | 'customer' | 'contact' | 'email' | 'phone'
  customerId: number
  code: string
  name: string
  city: string | null
  country: string | null
  state: string
  overdue: string
  contact: { id: number; name: string; role: string; email: string | null; phone: string | null } | null
}

/**
 * Who is calling, and which customer is that? An exact code, a telephone number or an address come before names, the
 * beginnings of names before what they contain. Only what the actor may know of is found.
 */
export async function quickSearch(ctx: Context, typed: string, limit = 10): Promise<Hit[]> {
  const text = searchText(typed)
  if (text === '') return []
  const hits = new Map<string, Hit>()
  for (const stage of stages(ctx, text, limit)) {
    for (const hit of await stage()) {
      const key = `${hit.customerId} ${hit.contact?.id ?? ''}`
      if (hits.size < limit && !hits.has(key)) hits.set(key, hit)
    }
    if (hits.size >= limit) break
  }
  return [...hits.values()]
}

/** From what is certain and cheap to what is neither; a stage is only asked when those before it left room. */
function stages(ctx: Context, text: string, limit: number): (() => Promise<Hit[]>)[] {
  const words = searchWords(text)
  if (text.includes('@')) {
    const email = readEmail(text)
    const named = (where: SQL) => () => contactHits(ctx, 'email', where, limit)
    return [
      ...(email ? [named(sql`${people.emailKey} = norm(${email})`)] : []),
      named(addressBeginning(ctx.actor, text, limit)),
      named(addressHolding(ctx.actor, text)),
    ]
  }
  return [
    () => byCode(ctx, text, limit),
    ...(looksLikePhone(text) ? [() => byPhone(ctx, text, limit)] : []),
    () => byName(ctx, text, words, limit),
    () => contactHits(ctx, 'contact', namesHolding(ctx.actor, words), limit),
  ]
}

/** The exact code is the shortest of those that begin with it, and so the first. */
async function byCode(ctx: Context, text: string, limit: number): Promise<Hit[]> {
  const prefix = `${codeKey(text).replace(/[\\%_]/g, '\\$&')}%`
  const rows = await ctx.db
    .select(customerColumns)
    .from(customers)
    .where(and(visibleTo(ctx.actor), sql`${customers.codeKey} like ${prefix}`))
    .orderBy(asc(customers.codeKey))
    .limit(limit)
  return rows.map((row) => ({ ...row, why: 'code', contact: null }))
}

/** The first ending that somebody's number has decides: a shorter one would only add strangers. */
async function byPhone(ctx: Context, text: string, limit: number): Promise<Hit[]> {
  for (const ending of phoneEndings(text, ctx.company.country)) {
    const reversed = `${[...ending].reverse().join('')}%`
    const phone = sql`case when ${people.mobileDigits} like ${reversed} then ${people.mobile} else ${people.phone} end`
    const where = sql`(${people.phoneDigits} like ${reversed} or ${people.mobileDigits} like ${reversed})`
    const found = await contactHits(ctx, 'phone', where, limit, { phone })
    if (found.length > 0) return found
  }
  return []
}

/** Callers and companies in turn, so that neither crowd the others out. Whose last name it is comes first. */
async function byName(ctx: Context, text: string, words: readonly string[], limit: number): Promise<Hit[]> {
  const [callers, companies] = await Promise.all([
    contactHits(ctx, 'contact', namesBeginning(ctx.actor, words, limit), limit, {
      first: startsWith(people.lastKey, text),
    }),
    byOwnWords(ctx, text, words, limit),
  ])
  return Array.from({ length: limit }).flatMap((_, index) =>
    [callers[index], companies[index]].filter((hit) => hit !== undefined),
  )
}

async function byOwnWords(ctx: Context, text: string, words: readonly string[], limit: number): Promise<Hit[]> {
  const rows = await ctx.db
    .select(customerColumns)
    .from(customers)
    .innerJoin(sql`${ownWordsHolding(ctx.actor, text, words, limit)} as found`, sql`found.id = ${customers.id}`)
    .orderBy(sql`found.rank`, asc(customers.name), asc(customers.code))
  return rows.map((row) => ({ ...row, why: 'customer', contact: null }))
}

const customerColumns = {
  customerId: customers.id,
  code: customers.code,
  name: customers.name,
  city: customers.city,
  country: customers.country,
  state: customers.state,
  overdue: customers.overdue,
}

async function contactHits(
  ctx: Context,
  why: Hit['why'],
  where: SQL,
  limit: number,
  { phone, first }: { phone?: SQL; first?: SQL } = {},
): Promise<Hit[]> {
  const rows = await ctx.db
    .select({
      ...customerColumns,
      contact: {
        id: contacts.id,
        name: sql<string>`concat_ws(' ', ${people.firstName}, ${people.lastName})`,
        role: contacts.role,
        email: people.email,
        phone: sql<string | null>`${phone ?? sql`coalesce(${people.phone}, ${people.mobile})`}`,
      },
    })
    .from(people)
    .innerJoin(contacts, eq(contacts.personId, people.id))
    .innerJoin(customers, eq(customers.id, contacts.customerId))
    .where(and(where, visibleTo(ctx.actor)))
    .orderBy(
      ...(first ? [desc(first)] : []),
      asc(people.lastName),
      asc(people.firstName),
      asc(customers.code),
      asc(contacts.id),
    )
    .limit(limit)
  return rows.map((row) => ({ ...row, why }))
}
