'use server'

import { revalidatePath } from 'next/cache'
import { action } from '@/lib/action'
import { createCustomer, setCollector, setComment, setGroups, setState, updateFacts } from './commands'
import { chooseColumns } from './commands/columns'
import {
  columnsInput,
  createCustomerInput,
  setCollectorInput,
  setCommentInput,
  setGroupsInput,
  setStateInput,
  updateFactsInput,
} from './input'

export const createCustomerAction = action({
  name: 'customers.create',
  permission: 'customers.write',
  input: createCustomerInput,
  run: createCustomer,
})

export const updateFactsAction = action({
  name: 'customers.updateFacts',
  permission: 'customers.write',
  input: updateFactsInput,
  run: updateFacts,
})

export const setCommentAction = action({
  name: 'customers.setComment',
  permission: 'customers.comment',
  input: setCommentInput,
  run: setComment,
})

export const setStateAction = action({
  name: 'customers.setState',
  permission: 'customers.state',
  input: setStateInput,
  run: setState,
})

export const setCollectorAction = action({
  name: 'customers.setCollector',
  permission: 'customers.collector',
  input: setCollectorInput,
  run: setCollector,
})

export const setGroupsAction = action({
  name: 'customers.setGroups',
  permission: 'customers.groups',
  input: setGroupsInput,
  run: setGroups,
})

/** A posted form, so it works without JavaScript. How high rows are stands on the document itself. */
export const chooseColumnsAction = action({
  name: 'customers.chooseColumns',
  permission: 'customers.read',
  input: columnsInput,
  run: async (ctx, input) => {
    await chooseColumns(ctx, input)
    revalidatePath('/', 'layout')
  },
})
