import { inArray, type SQL, sql } from 'drizzle-orm'
import { groups } from '@/db/schema'
import type { ImportKind } from '@/db/schema/vocabulary'
import { ids } from '@/db/sql'
import { type Context, mustBeAllowed } from '@/lib/context'
import { pageOf } from '@/lib/list'
import { formerName } from '@/lib/users/where'
import { kindOf } from '../kinds/registry'
import type { Facts, Reason, Remark } from '../rules'
import { fatesOf, rowsOf } from '../where'
import type { Import } from './imports'

export const FATES = ['create', 'update', 'unchanged', 'reject'] as const
export type Fate = (typeof FATES)[number]

const PAGE_SIZE = 50
export type Told = Facts & { also?: { reason: Reason; facts: Facts }[] }

export type PlannedRow = {
  n: number
  line: number
  called: string[]
  /** What would differ, by the name of the field as the history has it; of a row to create, all that is given. */
  fields: { field: string; before: Value; after: Value }[]
  problem: Reason | null
  facts: Told | null
  remark: Remark | null
  remarkFacts: Facts | null
  /** Of a rejected row: the cells that are wrong, as they stand in the file. */
  wrong: ShownCell[]
  /** Of an undoing: the deed that is turned back, and whom besides the customer it was about. */
  deed: { action: string; about: string } | null
}

/** A cell of a rejected row under its heading; `field` is what it is here. */
export type ShownCell = { field: string; heading: string; text: string; wrong: boolean }

/** Text, a number, yes or no, nothing, or names of people and groups. */
export type Value = string | number | boolean | null | string[]

/** How many rows it concerns, and what it is in the first of them. */
type Counted<Name> = { name: Name; count: number; line: number; facts: Told | null }

/** Why rows are rejected and what is left out of others, the most frequent first. */
export async function countProblems(ctx: Context, { id, checkedAt }: Import) {
  mustBeAllowed(ctx, 'imports.write')
  const counted = async <Name>(name: SQL, facts: SQL, where: SQL): Promise<Counted<Name>[]> => [
    ...(await ctx.db.execute<Counted<Name>>(sql`
      select counted.name, counted.count, r.line, r.${facts} as facts
      from (select ${name} as name, count(*)::integer as count, min(n) as n from ${rowsOf(id)} where ${where} group by 1) counted
      join ${rowsOf(id)} r using (n) order by counted.count desc, counted.name`)),
  ]
  if (!checkedAt || !(await hasRows(ctx, id))) return { problems: [], remarks: [] }
  return {
    problems: await counted<Reason>(sql`problem`, sql`facts`, sql`problem is not null`),
    remarks: await counted<Remark>(sql`remark`, sql`remark_facts`, sql`remark is not null and problem is null`),
  }
}

const MOST_NAMES = 100

/** Collectors and colleagues whom nobody knows and whose rows are rejected for it, each once. */
export async function listUnknownUsers(ctx: Context, { id, checkedAt }: Import): Promise<string[]> {
  mustBeAllowed(ctx, 'imports.write')
  if (!checkedAt || !(await hasRows(ctx, id))) return []
  const rows = await ctx.db.execute<{ name: string }>(sql`
    select distinct facts ->> 'name' as name from ${rowsOf(id)}
    where problem = 'unknownUser' order by 1 limit ${MOST_NAMES}`)
  return rows.map(({ name }) => name)
}

/** Whether the rows of an import are still kept: thirty days after its end they are not. */
export async function hasRows(ctx: Context, importId: number): Promise<boolean> {
  const [row] = await ctx.db.execute<{ kept: boolean }>(sql`
    select to_regclass(${`staging.import_${importId}`}) is not null as kept`)
  return row?.kept ?? false
}

/** The rows of one fate, in the order of the file, with what would differ. */
export async function listPlanned(ctx: Context, found: Import, fate: Fate, wanted = 1) {
  mustBeAllowed(ctx, 'imports.write')
  if (!found.checkedAt || !(await hasRows(ctx, found.id)))
    return { rows: [], ...pageOf(0, 1, PAGE_SIZE), total: 0, size: PAGE_SIZE }
  const [rows, fates] = [rowsOf(found.id), fatesOf(found.id)]
  // Where it ended early, what became of the rest is nothing.
  const reached = found.state === 'stopped' || found.state === 'failed' ? sql`and r.n <= ${found.position}` : sql``
  const source =
    fate === 'reject'
      ? sql`from ${rows} r where r.problem is not null ${reached}`
      : sql`from ${rows} r join ${fates} f on f.n = r.n where f.fate = ${fate} and r.problem is null ${reached}`
  const [counted] = await ctx.db.execute<{ total: number }>(sql`select count(*)::integer as total ${source}`)
  const total = counted?.total ?? 0
  const { page, pages, offset } = pageOf(total, wanted, PAGE_SIZE)
  const sides = fate === 'reject' ? sql`null::jsonb as before, null::jsonb as after` : sql`f.before, f.after`
  const raw = await ctx.db.execute<Raw>(sql`
    select r.n, r.line, r.problem, r.facts, r.remark, r.remark_facts as "remarkFacts", to_jsonb(r) as row,
           to_jsonb(r) -> 'cells' as cells, ${sides}
    ${source} order by r.n limit ${PAGE_SIZE} offset ${offset}`)
  const names = await namesIn(ctx, found, raw)
  return { rows: raw.map((row) => plannedRow(found.kind, fate, row, names)), total, page, pages, size: PAGE_SIZE }
}

type Raw = Omit<PlannedRow, 'called' | 'fields' | 'wrong' | 'deed'> & {
  row: Record<string, Value>
  /** Those that were kept of a row that could not be read. */
  cells: ShownCell[] | null
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
}

function plannedRow(kind: ImportKind, fate: Fate, raw: Raw, names: Names): PlannedRow {
  const { row, cells: kept, before, after, ...rest } = raw
  const cells = fate === 'reject' ? (kept ?? readCells(kind, row, raw.facts)) : []
  const called = kindOf(kind).called.flatMap((name) => {
    const said = cells.find(({ field }) => field === name)?.text ?? row[name] ?? ''
    return said === '' ? [] : [String(said)]
  })
  const fields = fate === 'create' ? given(kind, row) : differing(before, after, names)
  return { ...rest, called, fields, wrong: cells.filter(({ wrong }) => wrong), deed: deedOf(row, names) }
}

/**
 * Of a row that could be read and is rejected for what is known here, the value that is wrong is the one that was read.
 */
function readCells(kind: ImportKind, row: Raw['row'], facts: Told | null): ShownCell[] {
  const column = typeof facts?.column === 'string' ? facts.column : undefined
  if (column === undefined || !kindOf(kind).headings.includes(column)) return []
  return [{ field: column, heading: '', text: String(row[column] ?? ''), wrong: true }]
}

function deedOf({ action, user_id, first_name, last_name }: Raw['row'], names: Names): PlannedRow['deed'] {
  if (typeof action !== 'string') return null
  const person = [first_name, last_name].filter(Boolean).join(' ')
  return { action, about: action.startsWith('association.') ? names.users(Number(user_id)) : person }
}

/** What the file gives of a row that would be created. */
function given(kind: ImportKind, row: Record<string, Value>): PlannedRow['fields'] {
  return kindOf(kind).headings.flatMap((heading) => {
    const value = row[heading]
    return value === null || value === undefined ? [] : [{ field: heading, before: null, after: value }]
  })
}

/** What is only named, so that one knows which item it is, is the same on both sides. */
function differing(
  before: Record<string, unknown> | null,
  after: Record<string, unknown> | null,
  names: Names,
): PlannedRow['fields'] {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  return fields
    .filter((field) => field !== 'codeKey' && JSON.stringify(before?.[field]) !== JSON.stringify(after?.[field]))
    .map((field) => ({ field, before: told(field, before?.[field], names), after: told(field, after?.[field], names) }))
    .map((one) => (one.field === 'erpFields' ? passing(one) : one))
}

/** The fields that pass to the ERP, or come back from it: all that differs where a file says what is here already. */
function passing({ field, ...sides }: { field: string; before: Value; after: Value }) {
  // Behind a “=” stands what a file said of a field that stays ours.
  const named = (side: Value) => (Array.isArray(side) ? side.filter((name) => !name.includes('=')) : [])
  const [before, after] = [named(sides.before), named(sides.after)]
  const but = (some: string[], others: string[]) => some.filter((name) => !others.includes(name))
  return { field, before: but(before, after), after: but(after, before) }
}

type Names = { users: (id: number) => string; groups: (id: number) => string }

function told(field: string, value: unknown, names: Names): Value {
  if (value === undefined || value === null) return null
  if (field === 'collectorId') return names.users(Number(value))
  if (field === 'colleagues') return (value as number[]).map(names.users)
  // The history knows groups by their names.
  if (field === 'groups')
    return (value as (number | string)[]).map((one) => (typeof one === 'number' ? names.groups(one) : one))
  return value as Value
}

/** Users and groups that the rows speak of: numbers below zero are those that the import would make. */
async function namesIn({ db }: Context, { plan }: Import, rows: readonly Raw[]): Promise<Names> {
  const sides = rows.flatMap(({ before, after }) => [before ?? {}, after ?? {}])
  const numbers = (field: string) => sides.flatMap((side) => [side[field] ?? []].flat().map(Number))
  const turned = rows.flatMap(({ row: { action, user_id } }) => (action && user_id ? [Number(user_id)] : []))
  const people = [...numbers('collectorId'), ...numbers('colleagues'), ...turned].filter((id) => id > 0)
  const labels = numbers('groups').filter((id) => Number.isInteger(id) && id > 0)
  const known =
    people.length > 0
      ? await db.execute<{ id: number; name: string | null }>(sql`
          select named.id::float8 as id, case when u.id is null then ${formerName(sql`named.id`)} else concat_ws(' ', u.first_name, u.last_name) end as name
          from (select distinct unnest(${ids(people)}) as id) named left join users u on u.id = named.id`)
      : []
  const groupRows = labels.length > 0 ? await db.select().from(groups).where(inArray(groups.id, labels)) : []
  const byUser = new Map(known.map(({ id, name }) => [id, name]))
  const byGroup = new Map(groupRows.map(({ id, name }) => [id, name]))
  return {
    users: (id) => byUser.get(id) ?? plan?.made.users[-id - 1] ?? '',
    groups: (id) => byGroup.get(id) ?? plan?.made.groups[-id - 1] ?? '',
  }
}
