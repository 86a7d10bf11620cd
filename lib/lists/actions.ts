'use server'

import { redirect } from 'next/navigation'
import { action } from '@/lib/action'
import { customersAddress, readCustomerAddress } from '@/lib/customers/filter'
import { createCodeList } from './commands'
import { pasteInput } from './input'

/** Stores a paste and goes to the search that names it. A posted form, so the redirect belongs to it. */
export const pasteCodesAction = action({
  name: 'lists.paste',
  permission: 'lists.write',
  input: pasteInput,
  run: async (ctx, { paste, search }) => {
    const { id } = await createCodeList(ctx, paste)
    const { filter } = readCustomerAddress(search ?? '')
    redirect(customersAddress({ ...filter, code: [], list: id }))
  },
})
