'use server'

import { addressedBy, panelInput, withoutPanel } from '@/app/_blocks/addressed'
import { action } from '@/lib/action'
import { CustomerPanel } from './panel-content'

/** Only those who open a panel are sent what stands in it. */
export const openPanelAction = action({
  name: 'customers.openPanel',
  permission: 'customers.read',
  input: panelInput,
  run: async (_ctx, { panel, search }) => (
    <CustomerPanel panel={panel} query={withoutPanel(addressedBy(search)).query} />
  ),
})
