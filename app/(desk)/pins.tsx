import { Suspense } from 'react'
import { formatFor, wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import { countPinned } from '@/lib/views/commands/visit'
import { listPinned } from '@/lib/views/queries'
import { viewAddress } from '@/lib/views/rules'
import type { Pinned } from './navigation'

/** The pinned views for the sidebar. Numbers that are counted anew come when the page is there already. */
export async function pinsFor(ctx: Context): Promise<Pinned[]> {
  const pinned = await listPinned(ctx)
  const numbers = countPinned(ctx, pinned)
  return pinned.map((view, index) => ({
    slug: view.slug,
    name: view.name,
    href: viewAddress(view),
    count: (
      <Suspense fallback={<Said ctx={ctx} count={view.counted ?? undefined} />}>
        <Counted ctx={ctx} number={numbers[index]} />
      </Suspense>
    ),
  }))
}

async function Counted({ ctx, number }: { ctx: Context; number: Promise<number | undefined> | undefined }) {
  return <Said ctx={ctx} count={await number} />
}

function Said({ ctx, count }: { ctx: Context; count: number | undefined }) {
  if (count !== undefined) return formatFor(ctx).number(count)
  return <span title={wordsFor(ctx, 'views')('uncountableHint')}>–</span>
}
