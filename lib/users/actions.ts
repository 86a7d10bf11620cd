'use server'

import { action } from '@/lib/action'
import { startSession } from '@/lib/auth/session'
import { readRunningEnv } from '@/lib/env.mjs'
import { setActive, signOutEverywhere, signOutUser } from './commands/access'
import { createUser } from './commands/create'
import { invite, resetLink } from './commands/links'
import { changePassword } from './commands/password'
import { updateProfile } from './commands/profile'
import { updateUser } from './commands/update'
import {
  activeInput,
  linkInput,
  newUserInput,
  nothingInput,
  onUserInput,
  passwordInput,
  profileInput,
  userInput,
} from './input'
import { linkAddress } from './rules'

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

/** Every session ends with the old password; the one that asked goes on with the new one. */
export const changePasswordAction = action({
  name: 'profile.changePassword',
  permission: 'profile.write',
  input: passwordInput,
  run: async (ctx, input) => {
    const { email } = await changePassword(ctx, input)
    return { signedIn: (await startSession(email, input.password)) === 'opened' }
  },
})

export const signOutEverywhereAction = action({
  name: 'profile.signOutEverywhere',
  permission: 'profile.write',
  input: nothingInput,
  run: (ctx) => signOutEverywhere(ctx),
})
