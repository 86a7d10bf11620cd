import { sql } from 'drizzle-orm'
import { rates } from '@/db/schema'
import { type Context, today } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import { record } from '@/lib/history'

/** Another main currency in place of one in which the rates are said. */
type Exchange = { from: string; to: string }

/** What a rate can be as it is kept. */
const [SMALLEST, LARGEST] = [0.00000001, 10 ** 10]

/**
 * Says every rate in the new main currency, by what that was worth in the old one on the same day; of the old one there
 * is a rate then, and of the new one none. Days before the first of its rates have nothing to be said by, and go.
 * Refused where it has no rate today, or one of the others would be too small or too large to be kept.
 */
export async function convertRates(ctx: Context, { from, to }: Exchange): Promise<void> {
  await ctx.db.execute(sql`lock table ${rates} in share row exclusive mode`)
  const [there] = await ctx.db.execute<{ all: number; known: boolean }>(sql`
    select count(*)::integer as all, coalesce(bool_or(currency = ${to} and day <= ${today(ctx)}), false) as known from ${rates}`)
  if (!there?.all) return
  if (!there.known) throw withField('rateOfNewMain', { currency: to, main: from })
  const converted = await ctx.db.execute<{ currency: string; day: string; rate: string }>(inMain({ from, to }))
  const wrong = converted.find(({ rate }) => Number(rate) < SMALLEST || Number(rate) >= LARGEST)
  if (wrong) throw withField('rateOutOfReach', { currency: wrong.currency, main: to })
  await ctx.db.delete(rates)
  // One parameter, however many days there are: a statement has room for 65,535.
  await ctx.db.execute(sql`
    insert into ${rates} (currency, day, rate)
    select currency, day, rate from jsonb_to_recordset(${JSON.stringify(converted)}::jsonb) as r (currency text, day date, rate numeric)`)
  await record(ctx, {
    action: 'rate.converted',
    old: { currency: from },
    new: { currency: to, rates: converted.length },
  })
}

/** What each currency is worth in the new one, on every day on which either has another rate. */
const inMain = ({ from, to }: Exchange) => sql`
  with main as (select day, rate from ${rates} where currency = ${to}),
  days as (
    select other.currency, other.day from ${rates} other where other.currency <> ${to}
    union
    select other.currency, main.day from (select distinct currency from ${rates} where currency <> ${to}) other cross join main
  )
  select days.currency, days.day::text as day, round(own.rate / main.rate, 8)::text as rate
  from days
  cross join lateral (
    select rate from ${rates} r where r.currency = days.currency and r.day <= days.day order by r.day desc limit 1) own
  cross join lateral (
    select rate from ${rates} r where r.currency = ${to} and r.day <= days.day order by r.day desc limit 1) main
  union all
  select ${from}, day::text, round(1 / rate, 8)::text from main`

function withField(key: 'rateOfNewMain' | 'rateOutOfReach', values: Record<string, string>): Refusal {
  return new Refusal('conflict', key, { values, fields: { currency: key } })
}
