'use server'

import { redirect } from 'next/navigation'
import { action } from '@/lib/action'
import { customersAddress, readCustomerAddress } from '@/lib/customers/filter'
import { createCodeList, mayPaste, mayTakeOffers, takeOffers } from './commands'
import { pasteInput, takeInput } from './input'
import { readPaste } from './queries/paste'

/**
 * Stores a paste and goes to the search that names it, or answers with the columns that may be meant. A posted form, so
 * the redirect belongs to it.
 */
export const pasteCodesAction = action({
  name: 'lists.paste',
  permission: 'lists.write',
  input: pasteInput,
  keeps: ['paste'],
  run: async (ctx, { paste, search, reading }) => {
    await mayPaste(ctx)
    const meant = await readPaste(ctx, paste, reading)
    if ('choices' in meant) return { ...meant, paste }
    const { id } = await createCodeList(ctx, meant.codes)
    const { filter, view } = readCustomerAddress(search)
    redirect(customersAddress({ ...filter, code: [], list: id }, { saved: view.saved }))
  },
})

/** Goes on with a list in which offered codes have taken the places of codes that were not found. */
export const takeOffersAction = action({
  name: 'lists.takeOffers',
  permission: 'lists.write',
  input: takeInput,
  run: async (ctx, { list, search, taken }) => {
    await mayTakeOffers(ctx)
    const { id } = await takeOffers(ctx, list, taken)
    const { filter, view } = readCustomerAddress(search)
    redirect(customersAddress({ ...filter, list: id }, { ...view, page: 1 }))
  },
})
