import { type SQL, sql } from 'drizzle-orm'
import { people } from '@/db/schema'
import { contains, ids } from '@/db/sql'
import type { Context } from '@/lib/context'
import { ERASED_DOMAINS } from '../rules'
import { oneself, traceOf } from '../where'
import type { Held } from './lock'

const domainOf = (email: SQL) => sql`split_part(${email}, '@', 2)`

/** The contacts of a person, those that a change took away included. */
const contactsOf = ({ person, places }: Held) => sql`(
  ${ids(places.map(({ id }) => id))} || array(select contact_id from removed_contacts where person_id = ${person.id}))`

/**
 * Empties the mail domains that changes of many were asked to replace, or to put in their place, where they name this
 * person: one that was theirs, and that nobody else has or had. What has not begun yet keeps the new one, which it is
 * about to give to others.
 */
export async function eraseDomains(ctx: Context, held: Held): Promise<void> {
  for (const domain of await ownDomains(ctx, held)) {
    if (await isOfOthers(ctx, held, domain)) continue
    const { oldDomain, newDomain } = ERASED_DOMAINS
    await ctx.db.execute(sql`
      update changes set input = jsonb_set(input, '{oldDomain}', to_jsonb(${oldDomain}::text))
      where kind = 'contact_domain' and input ->> 'oldDomain' = ${domain}`)
    await ctx.db.execute(sql`
      update changes set input = jsonb_set(input, '{newDomain}', to_jsonb(${newDomain}::text))
      where kind = 'contact_domain' and input ->> 'newDomain' = ${domain} and finished_at is not null`)
  }
}

/** Those that changes name and that the person has, or had by the journal or the history. */
async function ownDomains(ctx: Context, held: Held): Promise<string[]> {
  const { person } = held
  const rows = await ctx.db.execute<{ domain: string }>(sql`
    with trace as (${traceOf(person.id)}), own as (
      select ${domainOf(sql`${person.email}::text`)} as domain
      union
      select ${domainOf(sql`side ->> 'email'`)} from trace join history h using (id), unnest(array[h.old, h.new]) side
      union
      select side ->> 'domain' from change_effects e, unnest(array[e.before, e.after]) side
      where e.fact = 'contact_domain' and e.contact_ids && ${contactsOf(held)}
    )
    select distinct own.domain from own join changes c
      on c.kind = 'contact_domain' and own.domain in (c.input ->> 'oldDomain', c.input ->> 'newDomain')
    where own.domain <> ''`)
  return rows.map(({ domain }) => domain)
}

/** Whether somebody else has an address there, of ours too, or had one until a change replaced or removed it. */
async function isOfOthers(ctx: Context, held: Held, domain: string): Promise<boolean> {
  const { person } = held
  const [row] = await ctx.db.execute<{ shared: boolean }>(sql`
    with recursive ${oneself(person.id)}
    select exists (select from ${people}
        where ${contains(people.words, `@${domain}`)} and ${domainOf(sql`${people.email}`)} = ${domain} and ${people.id} <> ${person.id})
      or exists (select from users where ${domainOf(sql`users.email`)} = ${domain})
      or exists (select from removed_contacts removed
        where ${domainOf(sql`removed.person ->> 'email'`)} = ${domain} and removed.person_id not in (select id from chain))
      or exists (select from change_effects e
        where e.fact = 'contact_domain' and ${domain} in (e.before ->> 'domain', e.after ->> 'domain') and not e.contact_ids <@ ${contactsOf(held)})
      as shared`)
  return row?.shared ?? true
}
