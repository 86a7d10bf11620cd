'use server'

import { action } from '@/lib/action'
import { associate, disassociate, pinAssociation, updateAssociation } from './commands'
import { associateInput, disassociateInput, pinAssociationInput, updateAssociationInput } from './input'

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

export const pinAssociationAction = action({
  name: 'associations.pin',
  permission: 'associations.write',
  input: pinAssociationInput,
  run: (ctx, { customerId, ...input }) => pinAssociation(ctx, customerId, input),
})

export const disassociateAction = action({
  name: 'associations.disassociate',
  permission: 'associations.write',
  input: disassociateInput,
  run: (ctx, { customerId, userId }) => disassociate(ctx, customerId, userId),
})
