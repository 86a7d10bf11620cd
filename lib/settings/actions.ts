'use server'

import { action } from '@/lib/action'
import { updateSecurity, updateSettings } from './commands'
import { securityInput, settingsInput } from './input'

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
