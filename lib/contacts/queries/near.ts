import { and, type SQL, sql } from 'drizzle-orm'
import { contacts, customers, people } from '@/db/schema'
import { startsWith } from '@/db/sql'
import { type Context, transact } from '@/lib/context'
import { visibleTo } from '@/lib/customers/where'
import { postgresError, Refusal } from '@/lib/errors'
import { readPhone } from '@/lib/phone'
import { attempt } from '@/lib/throttle'
import type { NearQuestion } from '../input'
import type { FromErp } from '../rules'
import { FROM_ERP } from '../where'

const MOST = 5
const MOST_PLACES = 3
/** How many digits at the end tell one line from another; with fewer than the others it is an extension. */
const TELLING_DIGITS = 8
const FEWEST_DIGITS = 6
/** Whoever shares an address or a number is among so many; of a switchboard with more, these will do. */
const CANDIDATES = 40
/** Somebody who types asks once a pause; more than this is no typing. */
const ASKED = { times: 120, seconds: 60 }
const PATIENCE = '700ms'
/** Of the whole name, first and last in any order, from 0 to 1. */
const NEAR = 0.55

type NearPlace = { contactId: number; code: string; name: string }
export type NearPerson = FromErp & {
  why: 'email' | 'phone' | 'name'
  /** A contact of theirs: the one at this customer where there is one. */
  contactId: number
  personVersion: number
  here: boolean
  /** Whether the name is near too: who shares no more than a mailbox is rarely the same. */
  alike: boolean
  person: Record<'title' | 'firstName' | 'email' | 'phone' | 'mobile' | 'fax' | 'language', string | null> & {
    lastName: string
  }
  /** The first few of the customers that the actor may know of, and how many there are of these. */
  places: NearPlace[]
  customers: number
}

/** `reads`: whether the mobile can be dialled as it was typed. */
export type NearAnswer = { people: NearPerson[]; reads: boolean }

/**
 * Who this may be already, while somebody types: the same address, the same number in whatever notation, a near name.
 * Within what the actor may know of, and within a time; undefined where it took longer, which is said.
 */
export async function findNear(ctx: Context, asked: NearQuestion): Promise<NearAnswer | undefined> {
  if (!(await attempt(ctx.db, `near ${ctx.actor.id}`, ASKED.times, ASKED.seconds)))
    throw new Refusal('unavailable', 'tooManyQuestions')
  try {
    return await transact(ctx, async (ctx) => {
      await ctx.db.execute(sql`set local statement_timeout = ${sql.raw(`'${PATIENCE}'`)}`)
      const country = await countryOf(ctx, asked.customerId)
      return {
        people: await near(ctx, asked, country),
        reads: readPhone(asked.mobile, [country, ctx.company.country]) !== null,
      }
    })
  } catch (error) {
    if (postgresError(error)?.code === '57014') return undefined
    throw error
  }
}

async function countryOf(ctx: Context, customerId: number): Promise<string> {
  const [customer] = await ctx.db
    .select({ country: customers.country })
    .from(customers)
    .where(and(sql`${customers.id} = ${customerId}`, visibleTo(ctx.actor)))
  if (!customer) throw new Refusal('not-found', 'gone')
  return customer.country ?? ctx.company.country
}

async function near(ctx: Context, asked: NearQuestion, country: string): Promise<NearPerson[]> {
  const probes = probesFor(ctx, asked, country)
  if (probes.length === 0) return []
  const own = sql`(select person_id from ${contacts} where id = ${asked.contactId ?? 0} and customer_id = ${asked.customerId})`
  type Row = Omit<NearPerson, 'person'> & { person: NearPerson['person']; nearness: number }
  const rows = await ctx.db.execute<Row>(sql`
    with found as (
      select distinct on (person_id) person_id, rank, nearness from (${sql.join(probes, sql` union all `)}) probes
      where person_id is distinct from ${own}
      order by person_id, rank, nearness desc
    ), first as (
      select * from found order by rank, nearness desc, person_id limit ${MOST}
    )
    select case first.rank when 1 then 'email' when 2 then 'phone' else 'name' end as why, known.*,
           similarity(norm(${nameOf(asked)}), concat_ws(' ', ${people.firstKey}, ${people.lastKey})) >= ${NEAR}::real as alike,
           ${people.version} as "personVersion",
           json_build_object('title', ${people.title}, 'firstName', ${people.firstName}, 'lastName', ${people.lastName}, 'email', ${people.email},
             'phone', ${people.phone}, 'mobile', ${people.mobile}, 'fax', ${people.fax}, 'language', ${people.language}) as person
    from first join ${people} on ${people.id} = first.person_id
    cross join lateral (
      select (array_agg(id order by customer_id <> ${asked.customerId}, code))[1]::float8 as "contactId",
             bool_or(customer_id = ${asked.customerId}) as here, bool_or(erp) as "fromErp", bool_or(fax) as "faxFromErp", count(*)::integer as customers,
             (array_agg(json_build_object('contactId', id, 'code', code, 'name', name) order by customer_id <> ${asked.customerId}, code))[1:${sql.raw(String(MOST_PLACES))}] as places
      from (
        select ${contacts.id} as id, ${contacts.customerId} as customer_id, ${customers.code} as code, ${customers.name} as name,
               ${FROM_ERP.fromErp} as erp, ${FROM_ERP.faxFromErp} as fax
        from ${contacts} join ${customers} on ${customers.id} = ${contacts.customerId}
        where ${and(sql`${contacts.personId} = first.person_id`, visibleTo(ctx.actor))}
      ) places
    ) known
    where known."contactId" is not null
    order by first.rank, known.here desc, first.nearness desc, first.person_id`)
  return rows.map(({ nearness: _, ...row }) => row)
}

const nameOf = ({ firstName, lastName }: NearQuestion) => [firstName, lastName].filter(Boolean).join(' ')

/** Each walks an index of its own and stops when it has enough; all but the last ask for something exact. */
function probesFor({ actor, company }: Context, asked: NearQuestion, country: string): SQL[] {
  const probe = (rank: number, nearness: SQL, where: SQL) => sql`
    (select ${people.id} as person_id, ${rank}::integer as rank, ${nearness} as nearness
     from ${people} join ${contacts} on ${contacts.personId} = ${people.id} join ${customers} on ${customers.id} = ${contacts.customerId}
     where ${and(where, visibleTo(actor))} limit ${CANDIDATES})`
  const same = sql`1::real`
  const probes: SQL[] = []
  if (asked.email) probes.push(probe(1, same, sql`${people.emailKey} = norm(${asked.email})`))
  for (const typed of [asked.phone, asked.mobile]) {
    for (const where of sameNumber(typed, [country, company.country])) probes.push(probe(2, same, where))
  }
  const name = nameOf(asked)
  if (!asked.lastName || name.length < 4) return probes
  const nearness = sql`similarity(norm(${name}), concat_ws(' ', ${people.firstKey}, ${people.lastKey}))`
  const here = sql`${contacts.customerId} = ${asked.customerId} and ${nearness} >= ${NEAR}::real`
  probes.push(probe(3, nearness, here))
  if (!asked.firstName) return probes
  for (const [last, first] of [
    [asked.lastName, asked.firstName],
    [asked.firstName, asked.lastName],
  ] as const) {
    const begins = and(startsWith(people.lastKey, last.slice(0, 4)), startsWith(people.firstKey, first.slice(0, 3)))
    probes.push(probe(3, nearness, sql`${begins} and ${nearness} >= ${NEAR}::real`))
  }
  return probes
}

/**
 * The same line: the same number as dialled from abroad, or the same last digits where one of the two could not be read
 * so.
 */
function sameNumber(typed: string | null, countries: readonly string[]): SQL[] {
  const e164 = readPhone(typed, countries)
  const digits = (e164 ?? (typed ?? '').normalize('NFKC')).replace(/\D/g, '').slice(-TELLING_DIGITS)
  if (digits.length < FEWEST_DIGITS) return []
  const ending = `${[...digits].reverse().join('')}%`
  return [[people.phoneDigits, people.phoneE164] as const, [people.mobileDigits, people.mobileE164] as const].map(
    ([column, read]) =>
      sql`${column} like ${ending} and (${e164}::text is null or ${read} is null or ${read} = ${e164})`,
  )
}
