import { and, eq, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm'
import { contacts, customers, history, people } from '@/db/schema'
import { anyOf, holdsWord } from '@/db/sql'
import type { Context } from '@/lib/context'
import { type Aim, fitting, visibleAmong, visibleTo } from '@/lib/customers/where'
import type { Token } from '@/lib/filter'
import type { ContactFilter } from './filter'
import { FAX_BROUGHT } from './rules'

const fromErp = sql<boolean>`(${contacts.role} = 'company' and ${contacts.source} = 'import')`

/** What a place says of whose its person's fields are. Over `contacts` and `customers`. */
export const FROM_ERP = {
  fromErp,
  faxFromErp: sql<boolean>`(${fromErp} and ${FAX_BROUGHT} = any(${customers.erpFields}))`,
}

/** Whether messages reach the e-mail address, over `people`. */
export const DELIVERABLE = sql<boolean>`(${people.email} is not null and ${people.undeliverableSince} is null)`

/** For an UPDATE that may write another e-mail address: what was known of the former one goes with it. */
export function markStays(stays: SQL): SQL {
  return sql`undeliverable_since = case when ${stays} then undeliverable_since end,
    undeliverable_reason = case when ${stays} then undeliverable_reason end`
}

/** A search for contacts whose names of colleagues, groups and lists were looked up (`aimAt` of the customers). */
export type ContactAim = { filter: ContactFilter; customers: Aim }

type Own = 'q' | 'role' | 'language' | 'email' | 'for-collection' | 'in-copy'

/** One clause per part that is asked of the contact itself. */
const clauses: { [Part in Own]: (value: ContactFilter[Part]) => SQL | undefined } = {
  q: (words) => (words === '' ? undefined : and(...words.split(' ').map((word) => holdsWord(people.words, word)))),
  role: (tokens) =>
    chosen(tokens, {
      any: (roles) => or(anyOf(contacts.role, roles), anyOf(contacts.ourRole, roles)),
      notAny: (roles) =>
        sql`(${contacts.role} <> all(${sql.param(roles)}::text[]) and coalesce(${contacts.ourRole}, '') <> all(${sql.param(roles)}::text[]))`,
    }),
  language: (tokens) =>
    chosen(tokens, {
      any: (languages) => anyOf(people.language, languages),
      none: isNull(people.language),
      notAny: (languages) => sql`coalesce(${people.language}, '') <> all(${sql.param(languages)}::text[])`,
    }),
  email: (tokens) => {
    const are = (not: boolean) => tokens.filter((token) => token.not === not).map(({ value }) => EMAILS[value])
    return and(or(...are(false)), ...are(true).map((is) => is && sql`not (${is})`))
  },
  'for-collection': (answer) => (answer === '' ? undefined : eq(contacts.forCollection, answer === 'yes')),
  'in-copy': (answer) => (answer === '' ? undefined : eq(contacts.inCopy, answer === 'yes')),
}

/** What can be asked of an address. */
const EMAILS: Record<string, SQL> = {
  none: isNull(people.email),
  undeliverable: isNotNull(people.undeliverableSince),
}

/**
 * The contacts that fit, at customers that fit, within what the actor may know of. Over `contacts`, `people` and
 * `customers`. `oneByOne`: for a walk in order that soon meets enough of them.
 */
export function matchingContacts(
  ctx: Context,
  { filter, customers: aim }: ContactAim,
  oneByOne = false,
): SQL | undefined {
  const own = (Object.keys(clauses) as Own[]).map((part) => clause(part, filter))
  return and(oneByOne ? visibleTo(ctx.actor) : visibleAmong(ctx.actor, contacts.customerId), fitting(ctx, aim), ...own)
}

/** Whether the people themselves must be looked at, or their places at customers tell enough. */
export function asksOfPeople({ q, language, email }: ContactFilter): boolean {
  return q !== '' || language.length > 0 || email.length > 0
}

function clause<Part extends Own>(part: Part, filter: ContactFilter): SQL | undefined {
  return clauses[part](filter[part])
}

type Ask = { any: (values: string[]) => SQL | undefined; none?: SQL; notAny: (values: string[]) => SQL }

/** Any of the wanted, or none at all; and none of the excluded. */
function chosen(tokens: readonly Token[], { any, none, notAny }: Ask): SQL | undefined {
  const values = (not: boolean) =>
    tokens.filter((token) => token.not === not && token.value !== 'none').map(({ value }) => value)
  const asksNone = (not: boolean) => none && tokens.some((token) => token.not === not && token.value === 'none')
  const [wanted, excluded] = [values(false), values(true)]
  return and(
    or(wanted.length > 0 ? any(wanted) : undefined, asksNone(false) ? none : undefined),
    excluded.length > 0 ? notAny(excluded) : undefined,
    asksNone(true) ? sql`not (${none})` : undefined,
  )
}

const FORMER = sql`(h.old ->> 'personId')::bigint`

/** Whether a merge that entry `h` tells of was taken back. */
const UNMERGED = sql`exists (
  select from ${history} u where u.customer_id = h.customer_id and u.action = 'contact.unmerged' and u.id > h.id
    and u.old -> 'personId' = to_jsonb(h.person_id) and u.new -> 'personId' = h.old -> 'personId')`

/**
 * For a `with recursive`: `chain`, every number that a person has had, those under which they were merged into this one
 * or parted from it included, and `own`, the customers that are theirs.
 */
export function oneself(personId: number): SQL {
  return sql`chain (id) as (
      select ${personId}::bigint
      union
      select ${FORMER} from chain join ${history} h on h.person_id = chain.id
      where h.action in ('contact.merged', 'contact.updated') and h.old ? 'personId' and not (h.action = 'contact.merged' and ${UNMERGED})
    ), own as (
      select ${contacts.customerId} as id from ${contacts} where ${contacts.personId} = ${personId}
      union
      select h.customer_id from ${history} h where h.person_id = ${personId} and h.customer_id is not null
    )`
}

/**
 * The entries of the history that tell of a person, as rows `(id, mentioned)`: about them, also by the names under
 * which they were merged into this one or parted from it, and about whoever they were merged into for a while; and
 * `mentioned`, about whoever took the star from them.
 */
export function traceOf(personId: number): SQL {
  return sql`
    with recursive ${oneself(personId)}, merges as (
      select h.id, h.action, h.old, h.new, h.person_id from own join ${history} h on h.customer_id = own.id
      where h.action = 'contact.merged' and ${FORMER} in (select id from chain)
    ), hosts as (
      select person_id as id from merges union select (new -> 'undo' -> 'kept' ->> 'id')::bigint from merges
    ), about as (
      select h.id, h.action, h.old, h.new from chain join ${history} h on h.person_id = chain.id
      where h.action like 'contact.%' and (
        chain.id = ${personId} or h.customer_id in (select id from own)
        or not exists (select from ${people} where ${people.id} = chain.id))
      union
      select id, action, old, new from merges
      union
      select h.id, h.action, h.old, h.new from hosts join ${history} h on h.person_id = hosts.id
      where h.action = 'contact.updated' and (h.new ->> 'personId')::bigint in (select id from chain)
    ), names as (
      select concat_ws(' ', p.first_name, p.last_name) as name from ${people} p where p.id = ${personId}
      union select about.new ->> 'contact' from about
      union select concat_ws(' ', side ->> 'firstName', side ->> 'lastName') from about, unnest(array[about.old, about.new]) side where side ? 'lastName'
    )
    select about.id, false as mentioned from about
    union all
    select h.id, true from own join ${history} h on h.customer_id = own.id
    where h.action = 'contact.starred' and h.id not in (select id from about) and (
      ${FORMER} in (select id from chain)
      or (not h.old ? 'personId' and h.old ->> 'contact' in (select name from names)))`
}
