import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { contacts, people } from '@/db/schema'
import { CONTACT_ROLES } from '@/db/schema/vocabulary'
import { anyOf, ids } from '@/db/sql'
import { refreshCustomers } from '@/lib/customers/commands'
import { defineContactKind, type Rows, readingMany } from './contact-kind'
import { setStar } from './facts/contact-star'

const input = z.object({
  /** Which role the contact must have; any where it is left out. */
  role: z
    .union([z.literal(''), z.enum(CONTACT_ROLES)], { error: 'contactRole' })
    .optional()
    .transform((role) => role || undefined),
  /** How the contact must be reached: by an e-mail address, or by that or a mobile that can be dialled. */
  reach: z.enum(['email', 'any'], { error: 'checkFields' }).default('email'),
})
type Rule = z.output<typeof input>

/**
 * Moves the star of each customer to the one among its chosen contacts who fits the rule: to nobody else while whoever has it
 * fits, of several to whoever was entered first. Where none of them fits, the star stays where it is.
 */
export const contactStar = defineContactKind({
  input,
  compares: true,
  differing: (_ctx, rule, rows) => sql`
    select id, false as refused from (${ranked(rule, rows)}) ranked where anybody and starred <> (fits and place = 1)`,
  after: (_rule, { forCollection }) => ({ forCollection: !forCollection }),
  warn: async (ctx, rule, rows) => {
    const [row] = await readingMany(ctx, (ctx) =>
      ctx.db.execute<{ count: number }>(sql`
        select count(*)::integer as count from (
          select ${contacts.customerId} ${rows(true)} group by ${contacts.customerId} having not bool_or(${fits(rule)})
        ) without`),
    )
    return [{ what: 'nobodyFits', count: row?.count ?? 0 }]
  },
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
  const reached =
    reach === 'email'
      ? sql`${people.email} is not null`
      : sql`(${people.email} is not null or ${people.mobileE164} is not null)`
  return sql`coalesce(${called} and ${reached}, false)`
}

/** Each of the contacts with whether it fits, its place among those of its customer that fit, and whether any does. */
function ranked(rule: Rule, rows: Rows): SQL {
  const of = sql`partition by ${contacts.customerId}`
  return sql`
    select ${contacts.id} as id, ${contacts.forCollection} as starred, ${fits(rule)} as fits, bool_or(${fits(rule)}) over (${of}) as anybody,
      row_number() over (${of} order by ${fits(rule)} desc, ${contacts.forCollection} desc, ${contacts.id}) as place
    ${rows(true)}`
}
