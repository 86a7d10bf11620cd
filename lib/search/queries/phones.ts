import { sql } from 'drizzle-orm'
import { people } from '@/db/schema'
import type { Context } from '@/lib/context'
import { phoneReading, readPhone } from '@/lib/phone'
import { type CustomerHit, contactHits, surely } from './hits'

/** Whose number ends in the same few digits; more than these nobody tells apart. */
const MOST_ALIKE = 50

/**
 * Whose number is that? One written for abroad is one line. Digits without a country are a line at home or in the
 * customer's own country: all of those are meant. Where there are none, those are shown whose number has the most
 * telling end in common.
 */
export async function byPhone(ctx: Context, typed: string): Promise<CustomerHit[]> {
  const reading = phoneReading(typed, ctx.company.country)
  const meant = new Map<number | undefined, CustomerHit>()
  let alike: CustomerHit[] = []
  for (const ending of reading.endings) {
    const found = await endingIn(ctx, ending)
    if (alike.length === 0) alike = found
    for (const hit of found) if (isMeant(ctx, reading.text, hit)) meant.set(hit.contact?.id, hit)
    if (meant.size > 0 && reading.international) break
  }
  return meant.size > 0 ? surely([...meant.values()]) : alike
}

/** Digits are kept the wrong way round, so that how a number ends is how the text begins. */
function endingIn(ctx: Context, ending: string): Promise<CustomerHit[]> {
  const reversed = `${[...ending].reverse().join('')}%`
  const phone = sql`case when ${people.mobileDigits} like ${reversed} then ${people.mobile} else ${people.phone} end`
  const where = sql`(${people.phoneDigits} like ${reversed} or ${people.mobileDigits} like ${reversed})`
  return contactHits(ctx, 'phone', where, MOST_ALIKE, { phone })
}

/** Whether a number, dialled here or where the customer is, reaches the one that is kept. */
function isMeant({ company }: Context, typed: string, { country, contact }: CustomerHit): boolean {
  const kept = readPhone(contact?.phone ?? null, [country, company.country])
  return kept !== null && [company.country, country].some((from) => readPhone(typed, [from]) === kept)
}
