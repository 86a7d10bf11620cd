import { Suspense } from 'react'
import { formatFor, wordsFor } from '@/app/reader'
import { can } from '@/lib/auth/permissions'
import type { Context } from '@/lib/context'
import { countPinned } from '@/lib/views/commands/visit'
import { listPinned } from '@/lib/views/queries'
import { viewAddress } from '@/lib/views/rules'
import type { Pinned } from './navigation'

/**
 * The pinned views for the sidebar. The numbers are those counted last; what is older than some minutes is counted anew,
 * one after the other, while the page is there already.
 */
export async function pinsFor(ctx: Context): Promise<Pinned[]> {
  if (!can(ctx.actor, 'customers.read')) return []
  let last: Promise<unknown> = Promise.resolve()
  return (await listPinned(ctx)).map((view) => {
    const number = last.then(() => countPinned(ctx, view))
    last = number.catch(() => undefined)
    return {
      slug: view.slug,
      name: view.name,
      href: viewAddress(view),
      count: (
        <Suspense fallback={<Said ctx={ctx} count={view.counted ?? undefined} />}>
          <Counted ctx={ctx} number={number} />
        </Suspense>
      ),
    }
  })
}

async function Counted({ ctx, number }: { ctx: Context; number: Promise<number | undefined> }) {
  return <Said ctx={ctx} count={await number} />
}

function Said({ ctx, count }: { ctx: Context; count: number | undefined }) {
  if (count !== undefined) return formatFor(ctx).number(count)
  return <span title={wordsFor(ctx, 'views')('uncountableHint')}>–</span>
}
