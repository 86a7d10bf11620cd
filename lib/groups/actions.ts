'use server'

import { revalidatePath } from 'next/cache'
import { action } from '@/lib/action'
import { createGroup, deleteGroup, renameGroup } from './commands/keep'
import { groupNameInput, groupRemovalInput, newGroupInput } from './input'

/** Posted forms, which work without JavaScript; a new one is also made where groups are chosen. */
export const createGroupAction = action({
  name: 'groups.create',
  permission: 'groups.write',
  input: newGroupInput,
  keeps: ['name'],
  run: async (ctx, input) => {
    const made = await createGroup(ctx, input)
    revalidatePath('/admin/groups')
    return made
  },
})

export const renameGroupAction = action({
  name: 'groups.rename',
  permission: 'groups.write',
  input: groupNameInput,
  keeps: ['name'],
  run: async (ctx, input) => {
    await renameGroup(ctx, input)
    revalidatePath('/', 'layout')
  },
})

export const deleteGroupAction = action({
  name: 'groups.delete',
  permission: 'groups.delete',
  input: groupRemovalInput,
  run: async (ctx, input) => {
    await deleteGroup(ctx, input)
    revalidatePath('/admin/groups')
  },
})
