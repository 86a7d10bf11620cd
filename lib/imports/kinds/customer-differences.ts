import { type SQL, sql } from 'drizzle-orm'
import { FAX_BROUGHT } from '@/lib/contacts/rules'
import { type Field, oldAndNew, type Run } from './kind'

/** What belongs to the ERP once a customers file has brought it. */
export const ERP_COLUMNS = [
  ...(['name', 'trading_name', 'legal_id', 'vat_number', 'street', 'zip', 'city', 'region', 'country'] as const),
  ...(['payment_term', 'payment_means', 'credit_limit', 'currency'] as const),
]

/**
 * Language and collector are ours: a file sets them where there is none, unless a person took the collector away, and
 * replaces only what a file gave. What the last file said stands among the fields of the ERP as `language=fr`; once a
 * person chose another, it does not fit.
 */
const OURS = {
  language: { said: sql`s.language`, present: sql`c.language`, empty: sql`c.language is null` },
  collector: {
    said: sql`u.user_id`,
    present: sql`c.collector_id`,
    empty: sql`(c.collector_id is null and not c.collector_withheld)`,
  },
} as const
type Ours = keyof typeof OURS

const mark = (name: Ours) => sql`${`${name}=`}::text || ${OURS[name].said}`

/** Whether the import may write one of the fields that are ours. */
export const isFree = (name: Ours) =>
  sql`(${OURS[name].empty} or c.erp_fields @> array[${`${name}=`}::text || ${OURS[name].present}])`

/** The fields that this row brings to a new customer. */
export function erpFields(run: Run): SQL {
  return brought(run, () => sql`true`)
}

function brought(run: Run, free: (name: Ours) => SQL): SQL {
  const columns = [...ERP_COLUMNS, FAX_BROUGHT]
    .filter((column) => run.has(column))
    .concat(run.has('blocked') ? ['state'] : [])
  const names = columns.map((column) => sql`case when s.${sql.identifier(column)} is not null then ${column}::text end`)
  const marks = (['language', 'collector'] as const)
    .filter((name) => run.has(name))
    .map((name) => sql`case when ${free(name)} then ${mark(name)} end`)
  return sql`array_remove(array[${sql.join([...names, ...marks], sql`, `)}]::text[], null)`
}

/** The fields the file may change, as they are and as they are to be. */
export function changingFields(run: Run): Field[] {
  const keeps = run.options.blank === 'keep'
  const ours = (name: Ours, column: string): Field => {
    const { said, present } = OURS[name]
    const next = sql`case when ${isFree(name)} then ${keeps ? sql`coalesce(${said}, ${present})` : said} else ${present} end`
    return { column, present, next }
  }
  const fields: Field[] = ERP_COLUMNS.filter((column) => run.has(column)).map((column) => {
    const [said, present] = [sql`s.${sql.identifier(column)}`, sql`c.${sql.identifier(column)}`]
    return { column, present, next: keeps || column === 'name' ? sql`coalesce(${said}, ${present})` : said }
  })
  if (run.has('blocked')) {
    const said = sql`coalesce(s.state, ${keeps ? sql`c.state` : sql`'active'`})`
    const next = sql`case when c.state = 'archived' then c.state else ${said} end`
    fields.push({ column: 'state', present: sql`c.state`, next })
  }
  if (run.has('language')) fields.push(ours('language', 'language'))
  if (run.has('collector')) fields.push(ours('collector', 'collector_id'))
  const next = sql`
    case when c.erp_fields @> b.brought then c.erp_fields
    else array(
      select distinct f from unnest(c.erp_fields || b.brought) f
      where not exists (
        select from unnest(b.brought) said
        where said <> f and said like '%=%' and split_part(said, '=', 1) = split_part(f, '=', 1)
      )
      order by f
    ) end`
  return [...fields, { column: 'erp_fields', present: sql`c.erp_fields`, next }]
}

/** The customers that were there already and that the file says something else about, with what they are to be. */
export function differences(run: Run): SQL {
  const fields = changingFields(run)
  const column = ({ column }: Field) => sql.identifier(column)
  const values = fields.map((field) => sql`${field.next} as ${column(field)}`)
  const settled = fields.map((field) => ({ ...field, next: sql`v.${column(field)}` }))
  const changed = settled.map(({ present, next }) => sql`${present} is distinct from ${next}`)
  const { before, after } = oldAndNew(settled)
  return sql`
    select d.n, c.id as customer_id, v.*, ${before} as before, ${after} as after
    from import_done d
    join import_rows s on s.n = d.n
    join customers c on c.id = d.customer_id
    left join import_users u on u.token = s.collector
    cross join lateral (select ${brought(run, isFree)} as brought) b
    cross join lateral (select ${sql.join(values, sql`, `)}) v
    where not d.created and s.problem is null and (${sql.join(changed, sql` or `)})`
}
