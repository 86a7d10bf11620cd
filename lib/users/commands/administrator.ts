import { users } from '@/db/schema'
import { hashPassword } from '@/lib/auth/password'
import { type Context, transact } from '@/lib/context'
import { record } from '@/lib/history'
import { freeHandle, keepHandle } from './handle'

/**
 * Gives a new installation its administrator. Whoever has the address already becomes it: the person who starts the
 * program says whose it is. Only for a start that holds its lock and found none.
 */
export async function makeFirstAdministrator(ctx: Context, email: string, password: string): Promise<void> {
  const passwordHash = await hashPassword(password)
  await transact(ctx, async (ctx) => {
    const rights = { role: 'administrator', active: true, mayImport: true, mayExport: true, portfolioOnly: false }
    const [user] = await ctx.db
      .insert(users)
      .values({
        ...rights,
        handle: await freeHandle(ctx, 'administrator'),
        email,
        lastName: 'Administrator',
        language: ctx.company.language,
        passwordHash,
      })
      .onConflictDoUpdate({ target: users.email, set: { ...rights, passwordHash } })
      .returning({ id: users.id, handle: users.handle })
    if (!user) throw new Error('the administrator was not written')
    await keepHandle(ctx, user.id, user.handle)
    await record(ctx, { action: 'user.created', userId: user.id, new: { handle: user.handle, email, ...rights } })
  })
}
