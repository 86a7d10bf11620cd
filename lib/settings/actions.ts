'use server'

import { action } from '@/lib/action'
import { updateSecurity, updateSettings } from './commands'
import { addRate, correctRate, removeRate } from './commands/rates'
import { namedRateInput, newRateInput, rateInput, securityInput, settingsInput } from './input'

export const updateSettingsAction = action({
  name: 'settings.update',
  permission: 'settings.write',
  input: settingsInput,
  run: updateSettings,
})

export const updateSecurityAction = action({
  name: 'security.update',
  permission: 'security.write',
  input: securityInput,
  run: updateSecurity,
})

export const addRateAction = action({
  name: 'rates.add',
  permission: 'settings.write',
  input: newRateInput,
  run: addRate,
})

export const correctRateAction = action({
  name: 'rates.correct',
  permission: 'settings.write',
  input: rateInput,
  run: correctRate,
})

export const removeRateAction = action({
  name: 'rates.remove',
  permission: 'settings.write',
  input: namedRateInput,
  run: removeRate,
})
