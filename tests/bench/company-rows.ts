import { fakerDE, fakerEN, fakerES, fakerFR, fakerIT } from '@faker-js/faker'
import type { Sql } from '@/db/client'

const COUNTRIES: Record<string, number> = {
  ...{ FR: 38, DE: 14, BE: 8, GB: 7, ES: 7, IT: 7, NL: 5, CH: 3, US: 3, PL: 2, PT: 2, SE: 1, AT: 1, DK: 1, LU: 1 },
}
const TRADES = [
  ...['Métaux', 'Logistics', 'Bau', 'Transports', 'Foods', 'Impianti', 'Elektro', 'Textiles', 'Pharma', 'Industrie'],
  ...['Stahl', 'Services', 'Agro', 'Plastics', 'Papier', 'Chimie', 'Optique', 'Marine', 'Energy', 'Holz', 'Design'],
]
const FORMS = ['SAS', 'SARL', 'SA', 'GmbH', 'AG', 'Ltd', 'BV', 'SL', 'SpA', 'NV']
const GROUPS = [
  'Export',
  'Key accounts',
  'Public sector',
  'Retail',
  'Insured',
  'Prepaid',
  'Watch',
  'Group A',
  'Group B',
  'South',
]
const NAMES = 1000

/**
 * What every session needs that fills. `pick`: a number below `many` that depends on `n` and the salt alone. `low`: the
 * same, small numbers more often.
 */
export async function prepareFill(sql: Sql, size: number, day: string): Promise<void> {
  await sql`create function pg_temp.pick(n bigint, salt bigint, many integer) returns integer language sql immutable
    return ((hashint8extended(n, salt) & 9223372036854775807) % many)::integer`
  await sql`create function pg_temp.low(n bigint, salt bigint, many integer) returns integer language sql immutable
    return floor(many * power(((hashint8extended(n, salt) & 9223372036854775807) % 1000000) / 1000000.0::float8, 2))::integer`
  const users = Math.max(15, Math.min(200, Math.round(size / 500)))
  await sql`create temp table made as
    select ${size}::integer as size, ${day}::date as day, ${users}::integer as users, ${Math.ceil(users * 0.3)}::integer as collectors`
  await sql`create temp table names (place integer primary key, first text, last text, city text)`
  await sql`insert into names select * from unnest(
    ${Array.from({ length: NAMES }, (_, place) => place)}::integer[], ${spread('first')}::text[], ${spread('last')}::text[], ${spread('city')}::text[])`
}

/** `NAMES` names of five languages in turn. */
function spread(kind: 'first' | 'last' | 'city'): string[] {
  const pools = [fakerFR, fakerDE, fakerEN, fakerIT, fakerES].map(({ definitions: { person, location } }) => {
    const { female = [], male = [] } = person.first_name
    if (kind === 'first') return [...female, ...male]
    return kind === 'last' ? (person.last_name.generic ?? []) : (location.city_name ?? [])
  })
  return Array.from({ length: NAMES }, (_, place) => {
    const pool = pools[place % pools.length] ?? []
    return pool[(Math.floor(place / pools.length) * 7) % pool.length] ?? 'Martin'
  })
}

/**
 * Rates, groups, and users by number: an administrator, a credit manager, collectors, sales people; the last three are
 * nobody's colleague.
 */
export async function fillUsers(sql: Sql): Promise<void> {
  await sql`
    insert into users (handle, email, first_name, last_name, role, active, portfolio_only, usual_kind)
    select lower(norm(regexp_replace(first || '.' || last, '[^[:alpha:].]', '', 'g'))) || n, 'user' || n || '@bench.example', first, last,
           case when n = 1 then 'administrator' when n = 2 then 'credit_manager' when n <= collectors + 2 then 'collector'
                else 'sales_manager' end,
           n <= 4 or pg_temp.pick(n, 2, 10) > 0, n = collectors + 2,
           case when n <= collectors + 2 then 'other' when pg_temp.pick(n, 3, 4) = 0 then 'customer_service' else 'sales' end
    from made cross join generate_series(1, users + 3) n
    join names on place = pg_temp.pick(n, 1, ${NAMES})
    order by n`
  await sql`update users set active = true where portfolio_only`
  await sql`insert into user_handles (handle, user_id) select handle, id from users`
  await sql`
    insert into rates (currency, day, rate)
    select currency, day - 30, rate from made cross join (values ('USD', 0.92), ('GBP', 1.17)) known (currency, rate)`
  await sql`insert into groups (slug, name) select replace(lower(name), ' ', '-'), name from unnest(${GROUPS}::text[]) name`
}

/** Five items a customer, most of them cleared, the open ones of every age; a few in other currencies, one without a rate. */
export async function fillItems(sql: Sql): Promise<void> {
  await sql`
    insert into items (customer_id, number, type, issue_date, due_date, amount, remaining, currency, cleared_date)
    select customer, 'F' || key, type, due - 30, due, amount, case when cleared then 0 else amount end, currency,
           case when cleared then least(due + pg_temp.pick(key, 16, 40), day) end
    from made cross join generate_series(1, size) customer
    cross join lateral generate_series(1, pg_temp.pick(customer, 10, 11)) nth
    cross join lateral (select customer * 16::bigint + nth as key) k
    cross join lateral (select day + 45 - pg_temp.low(key, 11, 700) as due, pg_temp.pick(key, 12, 100) as kind) d
    cross join lateral (
      select case when kind < 87 then 'invoice' when kind < 94 then 'credit_note' when kind < 98 then 'payment'
                  when kind < 99 then 'miscellaneous' else 'down_payment_request' end as type,
             round((30 + pg_temp.low(key, 13, 1500000) / 100.0) * case when kind between 87 and 97 then -0.3 else 1 end, 2) as amount,
             case when pg_temp.pick(key, 14, 200) < 194 then 'EUR' when pg_temp.pick(key, 14, 200) < 197 then 'USD'
                  when pg_temp.pick(key, 14, 200) < 199 then 'GBP' else 'SEK' end as currency,
             pg_temp.pick(key, 15, 100) < case when due > day then 15 when due > day - 30 then 55 else 85 end as cleared
    ) i`
}

/** Two to four contacts a customer; the first is for collection three times out of four. */
export async function fillPeople(sql: Sql): Promise<void> {
  await sql`create temp table links as
    select row_number() over () as id, customer, nth, customer * 4::bigint + nth as key
    from made cross join generate_series(1, size) customer
    cross join lateral generate_series(1, 2 + pg_temp.pick(customer, 20, 3)) nth`
  await sql`
    insert into people (id, first_name, last_name, email, phone, mobile, mobile_e164) overriding system value
    select id, f.first, l.last, case when pg_temp.pick(key, 23, 10) < 8 then lower(regexp_replace(f.first || '.' || l.last, '\\s', '', 'g')) || key || '@mail.example' end,
           '+331' || lpad(pg_temp.pick(key, 24, 100000000)::text, 8, '0'),
           case when pg_temp.pick(key, 25, 10) < 4 then '+336' || lpad(pg_temp.pick(key, 26, 100000000)::text, 8, '0') end,
           case when pg_temp.pick(key, 25, 10) < 4 then '+336' || lpad(pg_temp.pick(key, 26, 100000000)::text, 8, '0') end
    from links
    join names f on f.place = pg_temp.pick(key, 21, ${NAMES})
    join names l on l.place = pg_temp.pick(key, 22, ${NAMES})`
  await sql`
    insert into contacts (id, customer_id, person_id, role, for_collection, source) overriding system value
    select id, customer, id, (array['accountant', 'buyer', 'finance_director', 'client'])[nth], nth = 1 and pg_temp.pick(key, 27, 4) > 0, 'import'
    from links`
  await sql`select setval(pg_get_serial_sequence('people', 'id'), max(id)), setval(pg_get_serial_sequence('contacts', 'id'), max(id)) from links`
}

/** Customers with their figures, by the rule of recount_customers. */
export async function fillCustomers(sql: Sql): Promise<void> {
  const countries = Object.entries(COUNTRIES).flatMap(([code, share]) => Array<string>(share).fill(code))
  await sql`
    insert into customers (id, code, code_key, name, city, zip, country, state, collector_id, not_due, late_30, late_60, late_90, late_over,
                           oldest_due, open_items, reachable) overriding system value
    select n, code, code, l.last || ' ' || (${TRADES}::text[])[1 + pg_temp.pick(n, 32, ${TRADES.length})] || ' ' || (${FORMS}::text[])[1 + pg_temp.pick(n, 33, ${FORMS.length})],
           c.city, lpad(pg_temp.pick(n, 34, 99999)::text, 5, '0'), (${countries}::text[])[1 + pg_temp.pick(n, 35, ${countries.length})],
           case pg_temp.pick(n, 36, 40) when 0 then 'blocked' when 1 then 'archived' else 'active' end,
           case when pg_temp.pick(n, 37, 25) > 0 then 3 + pg_temp.low(n, 38, collectors) end,
           coalesce(f.not_due, 0), coalesce(f.late_30, 0), coalesce(f.late_60, 0), coalesce(f.late_90, 0), coalesce(f.late_over, 0),
           f.oldest_due, coalesce(f.open_items, 0), coalesce(r.reachable, false)
    from made cross join generate_series(1, size) n
    cross join lateral (select 'C' || lpad(n::text, 7, '0') as code) k
    join names l on l.place = pg_temp.pick(n, 30, ${NAMES})
    join names c on c.place = pg_temp.pick(n, 31, ${NAMES})
    left join (
      select customer_id, sum(worth) filter (where late <= 0) as not_due, sum(worth) filter (where late between 1 and 30) as late_30,
             sum(worth) filter (where late between 31 and 60) as late_60, sum(worth) filter (where late between 61 and 90) as late_90,
             sum(worth) filter (where late > 90) as late_over, min(due_date) filter (where worth > 0) as oldest_due, count(worth) as open_items
      from (select customer_id, due_date, day - due_date as late,
                   case currency when 'EUR' then remaining when 'USD' then round(remaining * 0.92, 3) when 'GBP' then round(remaining * 1.17, 3) end as worth
            from items cross join made where cleared_date is null and type <> 'down_payment_request') open
      group by customer_id
    ) f on f.customer_id = n
    left join (
      select k.customer_id, true as reachable from contacts k join people p on p.id = k.person_id
      where k.for_collection and (p.email is not null or p.mobile_e164 is not null)
    ) r on r.customer_id = n`
  await sql`select setval(pg_get_serial_sequence('customers', 'id'), size) from made`
}

/** One and a half colleagues a customer, a quarter of the customers without any. */
export async function fillLinks(sql: Sql): Promise<void> {
  await sql`
    insert into associations (customer_id, user_id, kind, since, created_by, source)
    select customer, id, usual_kind, day - pg_temp.pick(customer, 44, 400), 1, 'import'
    from (
      select distinct customer, 3 + pg_temp.low(customer * 8::bigint + nth, 41, users - 2) as user_id, day
      from made cross join generate_series(1, size) customer
      cross join lateral generate_series(1, (array[0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 4, 5])[1 + pg_temp.pick(customer, 40, 20)]) nth
    ) given
    join users on id = user_id`
}

export async function fillGroups(sql: Sql): Promise<void> {
  await sql`
    insert into customer_groups (customer_id, group_id, source)
    select distinct customer, 1 + pg_temp.low(customer * 4::bigint + nth, 43, ${GROUPS.length}), 'import'
    from made cross join generate_series(1, size) customer
    cross join lateral generate_series(1, pg_temp.pick(customer, 42, 3)) nth`
}

/** What the search box looks in. */
export async function fillSearch(sql: Sql): Promise<void> {
  await sql`
    insert into customer_search (customer_id, words, has_contact, has_email)
    select c.id, norm(concat_ws(' ', c.code, c.name, c.trading_name, c.city, c.vat_number, k.words)),
           k.customer_id is not null, coalesce(k.has_email, false)
    from customers c
    left join (
      select k.customer_id, string_agg(concat_ws(' ', p.first_name, p.last_name, p.first_name, p.email), ' ' order by k.id) as words,
             count(p.email) > 0 as has_email
      from contacts k join people p on p.id = k.person_id group by k.customer_id
    ) k on k.customer_id = c.id`
}
