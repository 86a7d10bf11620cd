import { Link } from '@/app/_ui/link'
import { formatFor, wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import type { CustomerFile } from '@/lib/customers/queries/file'
import { customerAddress } from '@/lib/customers/rules'
import { countOpenItems } from '@/lib/items/queries'

export const TABS = ['items', 'details', 'history'] as const
export type Tab = (typeof TABS)[number]

/** The parts of the file, as links: each has its address. */
export async function Tabs({ ctx, file, tab }: { ctx: Context; file: CustomerFile; tab: Tab }) {
  const t = wordsFor(ctx, 'customers')
  const address = customerAddress(file.customer.code)
  const open = await countOpenItems(ctx, file.customer.id)
  return (
    <nav
      aria-label={t('file.tabs.label')}
      className="no-print flex gap-4.5 border-b border-line-strong px-5 max-md:px-3.5 text-base"
    >
      {TABS.map((name) => (
        <Link
          key={name}
          href={name === 'items' ? address : `${address}?tab=${name}`}
          scroll={false}
          aria-current={name === tab ? 'page' : undefined}
          className="border-b-2 border-transparent py-2 text-ink-2 hover:text-ink aria-[current]:border-accent aria-[current]:font-semibold aria-[current]:text-ink"
        >
          {t(`file.tabs.${name}`)}
          {name === 'items' && open > 0 && (
            <span className="ml-1.5 font-normal text-ink-3 tabular-nums">{formatFor(ctx).number(open)}</span>
          )}
        </Link>
      ))}
    </nav>
  )
}
