import type postgres from 'postgres'
import { type Standing, standing } from './standing'

// A failed try uses numbers up, so that what is created has others afterwards: everybody is told by name here.

const named = (table: string, name: string) => (id: string) => `(select ${name} from ${table} x where x.id = ${id})`
const customer = named('customers', 'code')
const user = named('users', `coalesce(email, first_name || ' ' || last_name, last_name)`)
const group = named('groups', 'slug')
const person = named('people', `concat_ws(' ', first_name, last_name, email)`)
/** The one that names a user names who that is. */
const owned = `(
  select string_agg(case when f like 'collector=_%' then ${user(`substr(f, 11)::bigint`)} else f end, ',') from unnest(erp_fields) f)`
const said = (side: string) => `${side} - '{collectorId,personId,erpFields}'::text[],
  ${user(`(${side} ->> 'collectorId')::bigint`)}, ${person(`(${side} ->> 'personId')::bigint`)}`

const TABLES: Record<string, string> = {
  imports: `to_jsonb(t) - '{checked_at,started_at,finished_at}'::text[], finished_at is not null`,
  customers: `to_jsonb(t) - '{id,collector_id,created_at,erp_fields}'::text[], ${user('collector_id')}, ${owned}`,
  customer_search: `${customer('customer_id')}, to_jsonb(t) - 'customer_id'`,
  customer_groups: `${customer('customer_id')}, ${group('group_id')}, source, change_id`,
  withheld_groups: `${customer('customer_id')}, ${group('group_id')}`,
  groups: `to_jsonb(t) - 'id'`,
  users: `to_jsonb(t) - '{id,created_at,activated_at}'::text[]`,
  user_handles: `handle, ${user('user_id')}`,
  associations: `${customer('customer_id')}, ${user('user_id')}, ${user('created_by')}, kind, source, pinned, change_id`,
  withheld: `${customer('customer_id')}, ${user('user_id')}`,
  people: `to_jsonb(t) - 'id'`,
  contacts: `${customer('customer_id')}, ${person('person_id')}, to_jsonb(t) - '{id,customer_id,person_id,created_at}'::text[]`,
  items: `${customer('customer_id')}, to_jsonb(t) - '{id,customer_id}'::text[]`,
  history: `action, import_id, ${user('actor_id')}, ${customer('customer_id')}, ${person('person_id')}, ${user('user_id')},
    ${said('old')}, ${said('new')}`,
  'graphile_worker.jobs': `task_identifier`,
}

/** Everything that an import may write, a line a row, with what its own tables say became of each row of the file. */
export async function importsStandingOf(sql: postgres.Sql): Promise<Standing> {
  const own = await sql<{ name: string }[]>`
    select 'staging.' || tablename as name from pg_tables where schemaname = 'staging' order by 1`
  const staged = own.map(({ name }) => [name, `to_jsonb(t) - '{customer_id,user_id}'::text[]`] as const)
  return standing(sql, { ...TABLES, ...Object.fromEntries(staged) }, `where task_identifier = 'imports.run'`)
}
