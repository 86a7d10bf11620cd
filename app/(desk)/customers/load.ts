import { cache } from 'react'
import type { Addressed } from '@/app/_blocks/addressed'
import { speak } from '@/app/_blocks/search-words'
import { formatFor } from '@/app/reader'
import { requireContext } from '@/lib/auth/session'
import { readCustomerAddress } from '@/lib/customers/filter'
import { aimAt } from '@/lib/customers/queries/aim'
import { columnsToShow } from '@/lib/customers/rules/columns'
import { findView } from '@/lib/views/queries'

/** What an address asks for, looked up once for the title and the page. */
export function loadSearch(query: Addressed) {
  return load(JSON.stringify(query))
}

const load = cache(async (query: string) => {
  const ctx = await requireContext('customers.read')
  const { filter, view, problems } = readCustomerAddress(JSON.parse(query))
  const columns = columnsToShow(ctx.actor.customerColumns)
  const [aimed, saved] = await Promise.all([aimAt(ctx, filter), view.saved ? findView(ctx, view.saved) : undefined])
  return { ctx, filter, view, problems, aimed, columns, saved, parts: speak(ctx, formatFor(ctx), filter, aimed) }
})
