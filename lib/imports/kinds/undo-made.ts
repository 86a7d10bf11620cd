import { sql } from 'drizzle-orm'
import { ids } from '@/db/sql'
import { transact } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import { createGroups, deleteGroups } from '@/lib/groups/commands'
import { createUser } from '@/lib/users/commands/create'
import { deleteUser } from '@/lib/users/commands/delete'
import type { NewUser } from '@/lib/users/input'
import { fullName } from '@/lib/users/rules'
import type { Run } from './kind'

type Kept = Omit<NewUser, 'active'> & { handle: string }

/** Colleagues and groups that what is undone made, or took away: by name, as somebody is told before. */
export async function foretellMade(run: Run): Promise<void> {
  const { users, groups, gone } = run.made
  for (const { firstName, lastName } of await unused(run)) gone.push(fullName({ firstName, lastName }))
  gone.push(...(await groupsOf(run, 'new')))
  for (const { old } of await deleted(run)) users.push(fullName(old))
  groups.push(...(await groupsOf(run, 'old')))
}

/** Enters the colleagues and groups again that an undoing took away: before anything that hangs on them. */
export async function bringMadeBack(run: Run): Promise<void> {
  for (const { userId, old } of await deleted(run)) {
    if (await restored(run, userId, old)) run.made.users.push(fullName(old))
  }
  const groups = await createGroups(run.ctx, await groupsOf(run, 'old'))
  run.made.groups.push(...groups.map(({ name }) => name))
}

/**
 * Takes the colleagues and groups away that a file made, where nothing else uses them; says who stays. The last step,
 * when nothing of the file hangs on them.
 */
export async function takeMadeAway(run: Run): Promise<void> {
  const { gone, stay } = run.made
  const beside = await lineOf(run)
  for (const user of await unused(run)) {
    const went = await succeeds(run, async (ctx) => deleteUser(ctx, user.handle, beside))
    ;(went ? gone : stay).push(fullName(user))
  }
  const groups = await groupsOf(run, 'new')
  const went = await deleteGroups(run.ctx, groups)
  gone.push(...went)
  stay.push(...groups.filter((name) => !went.includes(name)))
}

/** Of what is undone: users it entered who are inactive and whom nobody has done anything about since. */
async function unused(run: Run): Promise<{ handle: string; firstName: string | null; lastName: string }[]> {
  return run.ctx.db.execute(sql`
    select u.handle, u.first_name as "firstName", u.last_name as "lastName"
    from history made join users u on u.id = made.user_id
    where made.import_id = (${undone(run)}) and made.action = 'user.created' and not u.active and not exists (
      select from history h
      where h.user_id = u.id and h.id > made.id and (h.import_id is null or h.import_id <> all(${ids(await lineOf(run))})))
    order by made.id`)
}

async function deleted(run: Run): Promise<{ userId: number; old: Kept }[]> {
  return run.ctx.db.execute(sql`
    select user_id::float8 as "userId", old from history
    where import_id = (${undone(run)}) and action = 'user.deleted' and old ? 'language' order by id`)
}

/** Groups that what is undone made, or took away. */
async function groupsOf(run: Run, side: 'old' | 'new'): Promise<string[]> {
  const action = side === 'new' ? 'group.created' : 'group.deleted'
  const rows = await run.ctx.db.execute<{ name: string }>(sql`
    select ${sql.identifier(side)} ->> 'name' as name from history
    where import_id = (${undone(run)}) and action = ${action} order by id`)
  return rows.map(({ name }) => name)
}

/** Not where somebody of that address, or of that name, has been entered since: they are the same person. */
async function restored(run: Run, formerId: number, { handle, ...kept }: Kept): Promise<boolean> {
  const [seen] = await run.ctx.db.execute<{ named: boolean; handled: boolean }>(sql`
    select exists (
      select from users where norm(concat_ws(' ', first_name, last_name)) = norm(${fullName(kept)})) as named,
      exists (select from user_handles where handle = ${handle}) as handled`)
  if (seen?.named) return false
  const input = { ...kept, handle: seen?.handled ? '' : handle, active: false }
  return succeeds(run, async (ctx) => createUser(ctx, input, formerId))
}

/** Whether it could be done; what is refused is left as it is. */
async function succeeds({ ctx }: Run, work: (ctx: Run['ctx']) => Promise<unknown>): Promise<boolean> {
  try {
    await transact(ctx, work)
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}

const undone = ({ importId }: Run) => sql`select undo_of from imports where id = ${importId}`

/** This undoing, what it undoes, and so on: the entries of these are no trace that anything else has left. */
async function lineOf({ ctx, importId }: Run): Promise<number[]> {
  const rows = await ctx.db.execute<{ id: number }>(sql`
    with recursive line as (
      select id, undo_of from imports where id = ${importId}
      union all
      select i.id, i.undo_of from imports i join line on i.id = line.undo_of
    ) select id::float8 as id from line`)
  return rows.map(({ id }) => id)
}
