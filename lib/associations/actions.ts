'use server'

import { action } from '@/lib/action'
import { associate, disassociate, updateAssociation } from './commands'
import { associateInput, disassociateInput, updateAssociationInput } from './input'

export const associateAction = action({
  name: 'associations.associate',
  permission: 'associations.write',
  input: associateInput,
  run: (ctx, { customerId, ...input }) => associate(ctx, customerId, input),
})

export const updateAssociationAction = action({
  name: 'associations.update',
  permission: 'associations.write',
  input: updateAssociationInput,
  run: (ctx, { customerId, ...input }) => updateAssociation(ctx, customerId, input),
})

export const disassociateAction = action({
  name: 'associations.disassociate',
  permission: 'associations.write',
  input: disassociateInput,
  run: (ctx, { customerId, userId }) => disassociate(ctx, customerId, userId),
})
