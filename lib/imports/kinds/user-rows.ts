import { eq, sql } from 'drizzle-orm'
import { users } from '@/db/schema'
import type { AssociationKind, Language, Role } from '@/db/schema/vocabulary'
import { type Context, transact } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import { setActive } from '@/lib/users/commands/access'
import { createUser } from '@/lib/users/commands/create'
import { updateUser } from '@/lib/users/commands/update'
import { handlesFiles } from '@/lib/users/rules'
import { type Reason, RowProblem } from '../rules'
import type { Run } from './kind'

type UserRow = {
  n: number
  email: string | null
  firstName: string | null
  lastName: string
  handle: string | null
  role: Role | null
  active: boolean | null
  language: Language | null
  timeZone: string | null
  portfolioOnly: boolean | null
  seenVersion: number | null
}
type Present = typeof users.$inferSelect

const PAGE = 500

/**
 * Creates and changes users through the commands that people use, one by one: a company has few, and what guards the
 * last administrator, handles and sessions is said there once. What a command refuses rejects its row alone.
 */
export async function enterUsers(run: Run): Promise<void> {
  const { db } = run.ctx
  for (let after = 0; ; ) {
    const page = await db.execute<UserRow>(sql`
      select n, email, first_name as "firstName", last_name as "lastName", handle, role, active, language,
             time_zone as "timeZone", portfolio_only as "portfolioOnly", seen_version as "seenVersion"
      from import_rows where problem is null and n > ${after} order by n limit ${PAGE}`)
    const last = page.at(-1)
    if (!last) return
    after = last.n
    for (const row of page) await enterOrReject(run, row)
  }
}

/** Not an error: it takes back what was only tried. */
class Rehearsed extends Error {}

type Seen = {
  n: number
  problem: string | null
  facts: unknown
  userId: number | null
  created: boolean | null
  before: unknown
  after: unknown
}

/** What entering them would do: done by the same commands, looked at, and taken back. */
export async function rehearseUsers(run: Run): Promise<void> {
  let seen: Seen[] = []
  try {
    await run.ctx.db.transaction(async (db) => {
      const rehearsal = { ...run, strict: false, ctx: { ...run.ctx, db } }
      await enterUsers(rehearsal)
      seen = await lookAt(rehearsal)
      throw new Rehearsed()
    })
  } catch (error) {
    if (!(error instanceof Rehearsed)) throw error
  }
  for (let at = 0; at < seen.length; at += PAGE) await note(run, seen.slice(at, at + PAGE))
}

async function lookAt({ ctx, importId }: Run): Promise<Seen[]> {
  const side = (name: 'old' | 'new') => sql`(
    select jsonb_object_agg(field.key, field.value) from history h cross join lateral jsonb_each(h.${sql.identifier(name)}) field
    where h.user_id = r.user_id and h.import_id = ${importId} and h.action <> 'user.created')`
  return ctx.db.execute<Seen>(sql`
    select r.n, r.problem, r.facts, r.user_id::integer as "userId", d.created, ${side('old')} as before, ${side('new')} as after
    from import_rows r left join import_done d using (n)
    where d.n is not null or r.problem is not null
    order by r.n`)
}

async function note({ ctx }: Run, seen: readonly Seen[]): Promise<void> {
  const given = sql`jsonb_to_recordset(${JSON.stringify(seen)}::jsonb) as seen(
    n integer, problem text, facts jsonb, "userId" bigint, created boolean, before jsonb, after jsonb)`
  await ctx.db.execute(sql`
    update import_rows r
    set problem = seen.problem, facts = seen.facts, user_id = case when not seen.created then seen."userId" end,
        seen_version = (select version from users u where u.id = seen."userId")
    from ${given} where seen.n = r.n and r.problem is null`)
  await ctx.db.execute(sql`
    insert into import_done (n, created) select seen.n, seen.created from ${given} where seen.created is not null`)
  await ctx.db.execute(sql`
    insert into import_judged (n, own, before, after)
    select seen.n, false, coalesce(seen.before, '{}'), coalesce(seen.after, '{}')
    from ${given} where not seen.created and coalesce(seen.before, seen.after) is not null`)
}

async function enterOrReject(run: Run, row: UserRow): Promise<void> {
  const { db } = run.ctx
  try {
    const { id, created, touched } = await transact(run.ctx, async (ctx) => enter(ctx, run, row))
    await db.execute(sql`update import_rows set user_id = ${id} where n = ${row.n}`)
    await db.execute(sql`insert into import_done (n, created) values (${row.n}, ${created})`)
    if (touched) await db.execute(sql`insert into import_touched (n) values (${row.n})`)
  } catch (error) {
    const { reason, facts } = problemOf(error)
    await db.execute(sql`
      update import_rows set problem = ${reason}, facts = ${JSON.stringify(facts)}::jsonb where n = ${row.n}`)
  }
}

const REFUSED: readonly Reason[] = [
  ...(['emailTaken', 'emailForActive', 'handleTaken', 'lastAdministrator'] as const),
  ...(['administratorsOnly', 'changedMeanwhile'] as const),
]

function problemOf(error: unknown): { reason: Reason; facts: RowProblem['facts'] } {
  if (error instanceof RowProblem) return error
  const reason = error instanceof Refusal ? REFUSED.find((one) => one === error.message) : undefined
  if (!reason) throw error
  return { reason, facts: {} }
}

async function enter(
  ctx: Context,
  run: Run,
  row: UserRow,
): Promise<{ id: number; created: boolean; touched: boolean }> {
  const present = await find(ctx, row)
  if (run.strict && (present?.version ?? null) !== row.seenVersion) throw new RowProblem('movedSinceCheck')
  if (!present) return { ...(await create(ctx, row)), created: true, touched: false }
  await change(ctx, run, row, present)
  const [now] = await ctx.db.select({ version: users.version }).from(users).where(eq(users.id, present.id))
  return { id: present.id, created: false, touched: now?.version !== present.version }
}

/** By address; else by name, and then a row that has an address gives it to a colleague who was known by name only. */
async function find(ctx: Context, { email, firstName, lastName }: UserRow): Promise<Present | undefined> {
  if (email !== null) {
    const [user] = await ctx.db.select().from(users).where(eq(users.email, email))
    if (user) return user
  }
  const fits = sql`norm(concat_ws(' ', ${users.firstName}, ${users.lastName})) = norm(concat_ws(' ', ${firstName}::text, ${lastName}::text))`
  const nameless = email === null ? sql`true` : sql`${users.email} is null`
  const named = await ctx.db.select().from(users).where(sql`${fits} and ${nameless}`).limit(2)
  if (named.length > 1) throw new RowProblem('nameOfTwo', { name: [firstName, lastName].filter(Boolean).join(' ') })
  return named[0]
}

async function create(ctx: Context, row: UserRow): Promise<{ id: number }> {
  const role = row.role ?? 'sales_administration'
  const files = handlesFiles(role)
  return createUser(ctx, {
    email: row.email,
    firstName: row.firstName,
    lastName: row.lastName,
    handle: row.handle ?? '',
    role,
    active: row.active ?? false,
    language: row.language ?? ctx.company.language,
    timeZone: row.timeZone,
    portfolioOnly: row.portfolioOnly ?? false,
    usualKind: 'other',
    mayChangeMany: false,
    mayImport: files,
    mayExport: files,
  })
}

async function change(ctx: Context, run: Run, row: UserRow, present: Present): Promise<void> {
  const erases = (heading: string) => run.options.blank === 'erase' && run.has(heading)
  const { mayChangeMany, mayImport, mayExport } = present
  const { handle } = await updateUser(ctx, {
    user: present.handle,
    version: present.version,
    confirmed: true,
    email: row.email ?? present.email,
    firstName: row.firstName ?? (erases('first_name') ? null : present.firstName),
    lastName: row.lastName,
    handle: row.handle ?? present.handle,
    role: row.role ?? (present.role as Role),
    language: row.language ?? (present.language as Language),
    timeZone: row.timeZone ?? (erases('time_zone') ? null : present.timeZone),
    portfolioOnly: row.portfolioOnly ?? present.portfolioOnly,
    usualKind: present.usualKind as AssociationKind,
    mayChangeMany,
    mayImport,
    mayExport,
  })
  if (row.active !== null) await setActive(ctx, { user: handle, active: row.active, confirmed: true })
}
