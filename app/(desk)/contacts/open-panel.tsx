'use server'

import { addressedBy, panelInput, withoutPanel } from '@/app/_blocks/addressed'
import { action } from '@/lib/action'
import { ofCustomers, readContactAddress } from '@/lib/contacts/filter'
import { aimAt } from '@/lib/customers/queries/aim'
import { ShortcutList } from '../customers/shortcuts'
import { ContactFilterFields } from './search-bar'
import { speakContacts } from './words'

/** Only those who open a panel are sent what stands in it. */
export const openPanelAction = action({
  name: 'contacts.openPanel',
  permission: 'customers.read',
  input: panelInput,
  run: async (ctx, { panel, search }) => {
    if (panel === 'shortcuts') return <ShortcutList ctx={ctx} />
    const { filter, view, problems } = readContactAddress(withoutPanel(addressedBy(search)).query)
    const parts = speakContacts(ctx, filter, await aimAt(ctx, ofCustomers(filter)))
    return <ContactFilterFields {...{ ctx, filter, view, parts, problems }} />
  },
})
