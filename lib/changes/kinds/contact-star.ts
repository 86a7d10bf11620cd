import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { contacts, customers, people } from '@/db/schema'
import { CONTACT_ROLES } from '@/db/schema/vocabulary'
import { anyOf, ids } from '@/db/sql'
import { DELIVERABLE } from '@/lib/contacts/where'
import type { Context } from '@/lib/context'
import { refreshCustomers } from '@/lib/customers/commands'
import { defineContactKind, type Rows, type Survey } from './contact-kind'
import { setStar } from './facts/contact-star'

const input = z.object({
  /** Which role the contact must have; any where it is left out. */
  role: z
    .union([z.literal(''), z.enum(CONTACT_ROLES)], { error: 'contactRole' })
    .optional()
    .transform((role) => role || undefined),
  /**
   * How the contact must be reached: by an e-mail address from which nothing comes back, or by that or a mobile that
   * can be dialled.
   */
  reach: z.enum(['email', 'any'], { error: 'checkFields' }).default('email'),
})
type Rule = z.output<typeof input>

/** At so many customers are contacts shown that would change. */
const FIRST = 10

/**
 * Moves the star of each customer to the one among its chosen contacts who fits the rule: to nobody else while whoever
 * has it fits, of several to whoever was entered first. Where none of them fits, the star stays where it is.
 */
export const contactStar = defineContactKind({
  input,
  survey,
  differing: (_ctx, rule, rows) => sql`
    select unnest(ids) as id, false as refused from (select ${TURNING} as ids from (${settled(rule, rows)}) settled where ${TURNS}) turning`,
  after: (_rule, { forCollection }) => ({ forCollection: !forCollection }),
  apply: async (ctx, rule, chunk) => {
    const chosen = sql`
      select distinct on (${contacts.customerId}) ${contacts.id} as id, ${contacts.customerId} as customer_id
      from ${contacts} join ${people} on ${people.id} = ${contacts.personId}
      where ${anyOf(contacts.id, chunk.contactIds)} and ${fits(rule)}
      order by ${contacts.customerId}, ${contacts.forCollection} desc, ${contacts.id}`
    const former = sql`
      select former.id, former.id not in (select unnest(${ids(chunk.contactIds)})) as beside from (${chosen}) chosen
      join contacts former on former.customer_id = chosen.customer_id and former.for_collection and former.id <> chosen.id`
    await setStar(ctx, chunk, false, former)
    await setStar(ctx, chunk, true, sql`select id, false as beside from (${chosen}) chosen`)
    await refreshCustomers(ctx, chunk.customerIds)
  },
})

function fits({ role, reach }: Rule): SQL {
  const called = role ? sql`${role} in (${contacts.role}, ${contacts.ourRole})` : sql`true`
  const reached = reach === 'email' ? DELIVERABLE : sql`(${DELIVERABLE} or ${people.mobileE164} is not null)`
  return sql`coalesce(${called} and ${reached}, false)`
}

/** Each customer of the contacts, with who of these has the star and who should have it: nobody where none fits. */
function settled(rule: Rule, rows: Rows): SQL {
  return sql`
    select ${contacts.customerId} as customer_id, max(${contacts.id}) filter (where ${contacts.forCollection}) as starred,
      coalesce(max(${contacts.id}) filter (where ${contacts.forCollection} and ${fits(rule)}), min(${contacts.id}) filter (where ${fits(rule)})) as fitting
    ${rows(true)} group by ${contacts.customerId}`
}

const TURNS = sql`settled.fitting <> coalesce(settled.starred, 0)`
const TURNING = sql`array_remove(array[settled.fitting, settled.starred], null)`

/** One walk through the contacts, however many: what it found of each customer is then counted. */
async function survey(ctx: Context, rule: Rule, rows: Rows): Promise<Survey> {
  const [row] = await ctx.db.execute<{ will: number; without: number; first: string[] }>(sql`
    with settled as materialized (${settled(rule, rows)})
    select coalesce(sum(cardinality(${TURNING})) filter (where ${TURNS}), 0)::integer as will,
      count(*) filter (where settled.fitting is null)::integer as without,
      array(
        select unnest(first.ids) from (
          select ${TURNING} as ids from settled join ${customers} on ${customers.id} = settled.customer_id
          where ${TURNS} order by ${customers.code} limit ${FIRST}
        ) first
      ) as first
    from settled`)
  const { will = 0, without = 0, first = [] } = row ?? {}
  return { will, refused: 0, warnings: [{ what: 'nobodyFits', count: without }], first: first.map(Number) }
}
