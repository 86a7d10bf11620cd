'use server'

import { redirect } from 'next/navigation'
import { action } from '@/lib/action'
import { beginSecondFactor, begunSecret, renewSession } from '@/lib/auth/session'
import { readRunningEnv } from '@/lib/env.mjs'
import { setActive, signOutEverywhere, signOutUser } from './commands/access'
import { createUser } from './commands/create'
import { deleteUser } from './commands/delete'
import { invite, resetLink } from './commands/links'
import { changePassword, mustKnowPassword } from './commands/password'
import { updateProfile } from './commands/profile'
import { renewRecoveryCodes, takeSecondFactor, turnOffSecondFactor, turnOnSecondFactor } from './commands/second-factor'
import { updateUser } from './commands/update'
import {
  activeInput,
  linkInput,
  newUserInput,
  nothingInput,
  onUserInput,
  passwordInput,
  profileInput,
  proofInput,
  userInput,
} from './input'
import { pickColleagues } from './queries'
import { linkAddress } from './rules'

/** For whoever gives customers to them. */
export const pickColleaguesAction = action({
  name: 'users.pick',
  permission: 'changes.write',
  input: nothingInput,
  run: async (ctx) => (await pickColleagues(ctx)).map(({ id, name, active }) => ({ id, name, active })),
})

export const createUserAction = action({
  name: 'users.create',
  permission: 'users.write',
  input: newUserInput,
  run: createUser,
})

export const updateUserAction = action({
  name: 'users.update',
  permission: 'users.write',
  input: userInput,
  run: updateUser,
})

export const setActiveAction = action({
  name: 'users.setActive',
  permission: 'users.write',
  input: activeInput,
  run: setActive,
})

export const deleteUserAction = action({
  name: 'users.delete',
  permission: 'users.write',
  input: onUserInput,
  run: async (ctx, { user }) => {
    await deleteUser(ctx, user)
    redirect('/admin/users?notice=deleted')
  },
})

/** The link is answered once, to be copied; after that nobody can read it, here or in the database. */
export const makeLinkAction = action({
  name: 'users.makeLink',
  permission: 'users.write',
  input: linkInput,
  run: async (ctx, { user, purpose }) => {
    const link = await (purpose === 'invitation' ? invite : resetLink)(ctx, user)
    return { address: linkAddress(readRunningEnv().appUrl, purpose, link.token) }
  },
})

export const signOutUserAction = action({
  name: 'users.signOut',
  permission: 'users.write',
  input: onUserInput,
  run: (ctx, { user }) => signOutUser(ctx, user),
})

export const updateProfileAction = action({
  name: 'profile.update',
  permission: 'profile.write',
  input: profileInput,
  run: updateProfile,
})

/**
 * Every session ends with the old password; the one that asked goes on with the new one, whatever else it had shown.
 */
export const changePasswordAction = action({
  name: 'profile.changePassword',
  permission: 'profile.write',
  input: passwordInput,
  run: async (ctx, input) => {
    await changePassword(ctx, input)
    return { signedIn: (await renewSession(ctx.actor.id)) === 'open' }
  },
})

export const signOutEverywhereAction = action({
  name: 'profile.signOutEverywhere',
  permission: 'profile.write',
  input: nothingInput,
  run: (ctx) => signOutEverywhere(ctx),
})

export const beginSecondFactorAction = action({
  name: 'profile.beginSecondFactor',
  permission: 'profile.write',
  input: nothingInput,
  run: (ctx) => beginSecondFactor(ctx.actor.id),
})

/** Answers the recovery codes, once. Every other session ends; this one goes on. */
export const turnOnSecondFactorAction = action({
  name: 'profile.turnOnSecondFactor',
  permission: 'profile.write',
  input: proofInput,
  run: async (ctx, { present, code }) => {
    await mustKnowPassword(ctx, present)
    const codes = await turnOnSecondFactor(ctx, keys(), { begun: await begunSecret(ctx.actor.id), code })
    await renewSession(ctx.actor.id)
    return { codes }
  },
})

/** Whose role must have a second factor is led to set up another at once. */
export const turnOffSecondFactorAction = action({
  name: 'profile.turnOffSecondFactor',
  permission: 'profile.write',
  input: proofInput,
  run: async (ctx, proof) => {
    await turnOffSecondFactor(ctx, keys(), proof)
    redirect((await renewSession(ctx.actor.id)) === 'open' ? '/profile/second-factor' : '/login/set-up')
  },
})

export const renewRecoveryCodesAction = action({
  name: 'profile.renewRecoveryCodes',
  permission: 'profile.write',
  input: proofInput,
  run: async (ctx, proof) => ({ codes: await renewRecoveryCodes(ctx, keys(), proof) }),
})

export const takeSecondFactorAction = action({
  name: 'users.takeSecondFactor',
  permission: 'users.write',
  input: onUserInput,
  run: (ctx, { user }) => takeSecondFactor(ctx, user),
})

function keys() {
  const { authSecret: secret, authSecretPrevious: former } = readRunningEnv()
  return { secret, former }
}
