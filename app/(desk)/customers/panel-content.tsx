import type { Addressed } from '@/app/_blocks/addressed'
import { writeCustomerAddress } from '@/lib/customers/filter'
import { ColumnForm } from './column-panel'
import { FilterFields } from './filter-bar'
import { loadSearch } from './load'
import { SaveViewForm } from './save-view'
import { ShortcutList } from './shortcuts'

/** What stands in a panel of the list: put into it when it is opened, or into the page where there is no JavaScript. */
export async function CustomerPanel({ panel, query }: { panel: string; query: Addressed }) {
  const { ctx, filter, view, problems, columns, saved, parts } = await loadSearch(query)
  if (panel === 'filter') return <FilterFields {...{ ctx, filter, view, parts, problems }} />
  if (panel === 'columns') return <ColumnForm ctx={ctx} columns={columns} />
  if (panel === 'save-view') {
    return <SaveViewForm ctx={ctx} search={writeCustomerAddress(filter, view)} again={saved !== undefined} />
  }
  return panel === 'shortcuts' && <ShortcutList ctx={ctx} />
}
