'use server'

import { action } from '@/lib/action'
import { updateSettings } from './commands'
import { settingsInput } from './input'

export const updateSettingsAction = action({
  name: 'settings.update',
  permission: 'settings.write',
  input: settingsInput,
  run: updateSettings,
})
