'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { action } from '@/lib/action'
import { readCustomerAddress } from '@/lib/customers/filter'
import { changeFacts, changeSearch, createView, deleteView } from './commands/keep'
import { pinView } from './commands/visit'
import { newViewInput, pinInput, viewFactsInput, viewRemovalInput, viewSearchInput } from './input'
import { viewAddress } from './rules'

/**
 * Posted forms all of them: they work without JavaScript, so the redirects belong to them. The sidebar is read again
 * too.
 */
export const createViewAction = action({
  name: 'views.create',
  permission: 'views.write',
  input: newViewInput,
  keeps: ['name'],
  run: async (ctx, input) => {
    const view = await createView(ctx, input)
    redirect(viewAddress(view, readCustomerAddress(input.search).view.size))
  },
})

export const changeViewSearchAction = action({
  name: 'views.changeSearch',
  permission: 'views.write',
  input: viewSearchInput,
  run: async (ctx, input) => {
    const view = await changeSearch(ctx, input)
    revalidatePath('/', 'layout')
    redirect(viewAddress(view, readCustomerAddress(input.search).view.size))
  },
})

export const changeViewFactsAction = action({
  name: 'views.changeFacts',
  permission: 'views.write',
  input: viewFactsInput,
  keeps: ['name'],
  run: async (ctx, input) => {
    await changeFacts(ctx, input)
    revalidatePath('/', 'layout')
  },
})

export const deleteViewAction = action({
  name: 'views.delete',
  permission: 'views.write',
  input: viewRemovalInput,
  run: async (ctx, input) => {
    await deleteView(ctx, input)
    revalidatePath('/', 'layout')
  },
})

export const pinViewAction = action({
  name: 'views.pin',
  permission: 'views.write',
  input: pinInput,
  run: async (ctx, input) => {
    await pinView(ctx, input)
    revalidatePath('/', 'layout')
  },
})
