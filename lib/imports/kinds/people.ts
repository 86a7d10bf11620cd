import { sql } from 'drizzle-orm'
import { markStays } from '@/lib/contacts/where'
import { readPhone } from '@/lib/phone'
import { author, moment, type Run } from './kind'

/** What a file may say of a person, beside the numbers that are read out of it. */
export const CONTACT_COLUMNS = [
  'title',
  'first_name',
  'last_name',
  'email',
  'phone',
  'mobile',
  'fax',
  'language',
] as const

const PAGE = 5000

/**
 * The contacts that are to be written, each as it is to be: those `created` with a new person, the others over their
 * own.
 */
export async function makeContactPlan({ ctx }: Run): Promise<void> {
  await ctx.db.execute(sql`
    create temporary table import_contacts (
      n integer primary key, customer_id bigint not null, contact_id bigint, person_id bigint not null,
      created boolean not null, role text not null, for_collection boolean not null, in_copy boolean not null default false,
      comment text, external_id text,
      title text, first_name text, last_name text not null, email text, phone text, mobile text, fax text, language text,
      phone_e164 text, mobile_e164 text, before jsonb, after jsonb
    ) on commit drop`)
}

/** Writes the planned contacts and their people, one statement a table. Stars that must go are gone by now. */
export async function writeContacts(run: Run): Promise<void> {
  await readNumbers(run)
  const columns = sql.join(
    [...CONTACT_COLUMNS, 'phone_e164', 'mobile_e164'].map((column) => sql.identifier(column)),
    sql`, `,
  )
  const { db } = run.ctx
  await db.execute(sql`
    insert into people (id, ${columns}) overriding system value
    select person_id, ${columns} from import_contacts where created order by person_id`)
  await db.execute(sql`
    insert into contacts (customer_id, person_id, role, for_collection, in_copy, comment, external_id, source, created_at)
    select customer_id, person_id, role, for_collection, in_copy, comment, external_id, 'import', ${moment(run)}
    from import_contacts where created order by n`)
  const written = [...CONTACT_COLUMNS, 'phone_e164', 'mobile_e164'].map((column) => sql.identifier(column))
  const differs = written.map((column) => sql`p.${column} is distinct from i.${column}`)
  await db.execute(sql`
    update people p set ${sql.join(
      written.map((column) => sql`${column} = i.${column}`),
      sql`, `,
    )}, ${markStays(sql`p.email = i.email`)}, version = p.version + 1
    from import_contacts i
    where not i.created and p.id = i.person_id and (${sql.join(differs, sql` or `)})`)
  await updatePlaces(run)
  await recordContacts(run)
  await db.execute(sql`insert into import_touched (n) select n from import_contacts`)
}

async function updatePlaces({ ctx }: Run): Promise<void> {
  await ctx.db.execute(sql`
    update contacts k
    set role = i.role, in_copy = i.in_copy, comment = i.comment, external_id = i.external_id, version = k.version + 1
    from import_contacts i
    where not i.created and k.id = i.contact_id
      and (k.role, k.in_copy, k.comment, k.external_id) is distinct from (i.role, i.in_copy, i.comment, i.external_id)`)
}

async function recordContacts(run: Run): Promise<void> {
  await run.ctx.db.execute(sql`
    insert into history (at, actor_id, action, customer_id, person_id, old, new)
    select ${moment(run)}, ${author(run)}, case when created then 'contact.added' else 'contact.updated' end,
           customer_id, person_id, before,
           case when created then jsonb_strip_nulls(jsonb_build_object(
             'role', role, 'firstName', first_name, 'lastName', last_name, 'email', email, 'phone', phone,
             'mobile', mobile, 'fax', fax, 'forCollection', for_collection, 'externalId', external_id))
           else after end
    from import_contacts`)
}

/** Reads the telephone numbers as somebody in the customer's country dials them, a page of rows at a time. */
async function readNumbers({ ctx }: Run): Promise<void> {
  type Numbers = { n: number; phone: string | null; mobile: string | null; country: string | null }
  for (let after = 0; ; ) {
    const page = await ctx.db.execute<Numbers>(sql`
      select i.n, i.phone, i.mobile, c.country
      from import_contacts i join customers c on c.id = i.customer_id
      where i.n > ${after} and (i.phone is not null or i.mobile is not null)
      order by i.n limit ${PAGE}`)
    const last = page.at(-1)
    if (!last) return
    after = last.n
    const read = (typed: string | null, country: string | null) => readPhone(typed, [country, ctx.company.country])
    await ctx.db.execute(sql`
      update import_contacts i set phone_e164 = given.phone, mobile_e164 = given.mobile
      from unnest(
        ${sql.param(page.map(({ n }) => n))}::integer[],
        ${sql.param(page.map(({ phone, country }) => read(phone, country)))}::text[],
        ${sql.param(page.map(({ mobile, country }) => read(mobile, country)))}::text[]
      ) as given(n, phone, mobile)
      where i.n = given.n`)
  }
}
