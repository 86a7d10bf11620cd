import { cache } from 'react'
import type { Addressed } from '@/app/_blocks/addressed'
import { speak } from '@/app/_blocks/search-words'
import { formatFor } from '@/app/reader'
import { requireContext } from '@/lib/auth/session'
import type { Context } from '@/lib/context'
import { readCustomerAddress } from '@/lib/customers/filter'
import { aimAt, renewedSearch, withPresentSlugs } from '@/lib/customers/queries/aim'
import { columnsToShow } from '@/lib/customers/rules/columns'
import { findView, type View } from '@/lib/views/queries'

/** What an address asks for, looked up once for the title and the page. */
export function loadSearch(query: Addressed) {
  return load(JSON.stringify(query))
}

const load = cache(async (query: string) => {
  const ctx = await requireContext('customers.read')
  const { filter: asked, view, problems } = readCustomerAddress(JSON.parse(query))
  const columns = columnsToShow(ctx.actor.customerColumns)
  const [aimed, saved] = await Promise.all([aimAt(ctx, asked), view.saved ? openedView(ctx, view.saved) : undefined])
  const filter = withPresentSlugs(asked, aimed)
  return { ctx, filter, view, problems, aimed, columns, saved, parts: speak(ctx, formatFor(ctx), filter, aimed) }
})

/** With its search as it is spelled now, to be compared with the one that is open. */
async function openedView(ctx: Context, slug: string): Promise<View | undefined> {
  const view = await findView(ctx, slug)
  return view && { ...view, search: await renewedSearch(ctx, view.search) }
}
