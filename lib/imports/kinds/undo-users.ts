import { eq, sql } from 'drizzle-orm'
import { users } from '@/db/schema'
import { type Context, transact } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import { setActive } from '@/lib/users/commands/access'
import { updateUser } from '@/lib/users/commands/update'
import type { UserChange } from '@/lib/users/input'
import type { Run } from './kind'

type Entry = { n: number; action: string; userId: number; old: Fields | null; new: Fields | null }
type Fields = Record<string, unknown>
type Present = typeof users.$inferSelect

/**
 * Turns users back by the commands that people use, one by one, the last change first. What a command refuses stays.
 */
export async function turnUsersBack(run: Run): Promise<void> {
  const { db } = run.ctx
  const entries = await db.execute<Entry>(sql`
    select n, action, user_id::float8 as "userId", old, new from import_rows
    where action like 'user.%' order by history_id desc`)
  for (const entry of entries) {
    if (await turned(run.ctx, entry)) await db.execute(sql`insert into import_touched (n) values (${entry.n})`)
  }
}

async function turned(ctx: Context, entry: Entry): Promise<boolean> {
  try {
    return await transact(ctx, async (ctx) => turnBack(ctx, entry))
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}

async function turnBack(ctx: Context, { action, userId, old, new: given }: Entry): Promise<boolean> {
  const [user] = await ctx.db.select().from(users).where(eq(users.id, userId))
  if (!user) return false
  if (action !== 'user.updated') {
    const active = action === 'user.deactivated'
    if (user.active === active) return false
    await setActive(ctx, { user: user.handle, active, confirmed: true })
    return true
  }
  const back = fieldsBack(user, old ?? {}, given ?? {})
  if (Object.keys(back).length === 0) return false
  await updateUser(ctx, { ...asInput(user), ...back })
  return true
}

/** The fields that are still as the file left them, as they were before. */
function fieldsBack(user: Present, old: Fields, given: Fields): Fields {
  const now: Fields = user
  const still = Object.keys(given).filter(
    (field) => JSON.stringify(now[field] ?? null) === JSON.stringify(given[field]),
  )
  return Object.fromEntries(still.map((field) => [field, old[field] ?? null]))
}

function asInput(user: Present): UserChange {
  const { handle, version, email, firstName, lastName, role, language, timeZone, portfolioOnly, usualKind } = user
  const { mayChangeMany, mayImport, mayExport } = user
  const who = { email, firstName, lastName, handle, role, language, timeZone, portfolioOnly, usualKind }
  return { ...who, mayChangeMany, mayImport, mayExport, user: handle, version, confirmed: true } as UserChange
}
