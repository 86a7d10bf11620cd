import { users } from '@/db/schema'
import { type Context, transact } from '@/lib/context'
import { Refusal, refusing } from '@/lib/errors'
import { record } from '@/lib/history'
import type { NewUser } from '../input'
import { handleOf } from '../rules'
import { freeHandle, handleTaken, keepHandle } from './handle'
import { mustMakeAdministrators } from './lock'

export const USER_REFUSALS = {
  users_email_key: () => new Refusal('conflict', 'emailTaken', { fields: { email: 'emailTaken' } }),
  users_email_check: () => new Refusal('invalid', 'emailForActive', { fields: { email: 'emailForActive' } }),
  users_handle_key: handleTaken,
}

/**
 * Enters a person of our company. Nobody can sign in as them until a link has given them a password. Somebody who is
 * entered again gets the number back under which the history knows them.
 */
export async function createUser(
  ctx: Context,
  input: NewUser,
  formerId?: number,
): Promise<{ id: number; handle: string }> {
  mustMakeAdministrators(ctx, input.role)
  const { handle: wanted, ...values } = input
  return refusing(USER_REFUSALS, () =>
    transact(ctx, async (ctx) => {
      const handle = wanted || (await freeHandle(ctx, handleOf(values.firstName, values.lastName)))
      const [user] = await ctx.db
        .insert(users)
        .overridingSystemValue()
        .values({ ...(formerId !== undefined && { id: formerId }), ...values, handle })
        .returning({ id: users.id })
      if (!user) throw new Error('the user was not written')
      await keepHandle(ctx, user.id, handle)
      await record(ctx, { action: 'user.created', userId: user.id, new: { handle, ...values } })
      return { id: user.id, handle }
    }),
  )
}
