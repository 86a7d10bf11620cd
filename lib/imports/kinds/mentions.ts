import { sql } from 'drizzle-orm'
import { users } from '@/db/schema'
import type { Role } from '@/db/schema/vocabulary'
import { anyOf } from '@/db/sql'
import { record } from '@/lib/history'
import { freeHandle, keepHandle } from '@/lib/users/commands/handle'
import { fullName, handleOf } from '@/lib/users/rules'
import { nameInAddress, splitName } from '../rules'
import { type Run, reject } from './kind'

type Newcomer = { token: string; tokens: string[]; collects: boolean }

/**
 * Finds the users that the rows name, by e-mail address, handle or name: `import_mentions` says who is named where,
 * `import_users` which user that is. A name that fits two rejects the row; one that fits nobody makes an inactive user,
 * or rejects the row as well.
 */
export async function resolveMentions(run: Run): Promise<void> {
  await lookUp(run)
  for (const newcomer of await newcomers(run)) await enter(run, newcomer)
}

/** The same without making anybody: newcomers have numbers below zero, in the order of `made.users`. */
export async function findMentions(run: Run): Promise<void> {
  await lookUp(run)
  for (const { token, tokens } of await newcomers(run)) {
    run.made.users.push(fullName(token.includes('@') ? await unclaimedName(run, token) : splitName(token)))
    await run.ctx.db.execute(sql`
      update import_users set user_id = ${-run.made.users.length} where ${anyOf(sql`token`, tokens)}`)
  }
}

async function lookUp(run: Run): Promise<void> {
  const { db } = run.ctx
  await db.execute(sql`
    create temporary table import_mentions on commit drop as
    select n, collector as token, true as collects from import_rows where problem is null and collector is not null
    union all
    select n, unnest(colleagues), false from import_rows where problem is null and colleagues is not null`)
  await db.execute(sql`
    create temporary table import_names on commit drop as
    select id, norm(concat_ws(' ', first_name, last_name)) as key from users`)
  await db.execute(sql`
    create temporary table import_users on commit drop as
    select token, min(coalesce(addressed.id, handled.user_id, named.id)) as user_id,
           count(distinct coalesce(addressed.id, handled.user_id, named.id)) as fitting
    from (select distinct token from import_mentions) mentioned
    left join users addressed on addressed.email = token
    left join user_handles handled on handled.handle = token
    left join import_names named on token not like '%@%' and named.key = norm(token)
    group by token`)
  await rejectMentions(run)
  await db.execute(sql`analyze import_mentions, import_users`)
  await db.execute(sql`create index on import_names (key)`)
}

async function rejectMentions(run: Run): Promise<void> {
  const first = (condition: ReturnType<typeof sql>) => sql`
    select distinct on (n) n, jsonb_build_object('name', token) as facts
    from import_mentions join import_users using (token)
    where ${condition} order by n, token`
  await reject(run, 'nameOfTwo', first(sql`fitting > 1`))
  if (!run.options.createUsers) await reject(run, 'unknownUser', first(sql`fitting = 0`))
}

/**
 * Names before addresses, so that an address sees whose name it must not take. Spellings of one name are one person.
 */
async function newcomers({ ctx }: Run): Promise<Newcomer[]> {
  return ctx.db.execute<Newcomer>(sql`
    select (array_agg(token order by m.n))[1] as token, array_agg(distinct token) as tokens, bool_or(collects) as collects
    from import_mentions m join import_users using (token) join import_rows r on r.n = m.n
    where fitting = 0 and r.problem is null
    group by case when token like '%@%' then token else norm(token) end
    order by min(token) like '%@%', min(token)`)
}

/** Enters somebody whom only the file knows, as an inactive user: they are few, so one by one. */
async function enter(run: Run, { token, tokens, collects }: Newcomer): Promise<void> {
  const { ctx } = run
  const email = token.includes('@') ? token : null
  const name = email === null ? splitName(token) : await unclaimedName(run, email)
  const handle = await freeHandle(ctx, handleOf(name.firstName, name.lastName))
  const role: Role = collects ? 'collector' : 'sales_administration'
  const values = { ...name, handle, email, role, active: false, language: ctx.company.language }
  const [user] = await ctx.db.insert(users).values(values).returning({ id: users.id })
  if (!user) throw new Error('the user was not written')
  await keepHandle(ctx, user.id, handle)
  await record(ctx, { action: 'user.created', userId: user.id, new: values })
  run.made.users.push(fullName(name))
  await ctx.db.execute(sql`insert into import_names (key) values (norm(${fullName(name)}))`)
  await ctx.db.execute(sql`update import_users set user_id = ${user.id} where ${anyOf(sql`token`, tokens)}`)
}

/**
 * The name that an address says, unless somebody has it: two users of one name would reject every later row that
 * gives the name. Then the address itself is the name.
 */
async function unclaimedName({ ctx }: Run, email: string): Promise<{ firstName: string | null; lastName: string }> {
  const name = nameInAddress(email)
  const [row] = await ctx.db.execute<{ claimed: boolean }>(sql`
    select exists (select from import_names where key = norm(${fullName(name)})) as claimed`)
  return row?.claimed ? { firstName: null, lastName: email } : name
}
