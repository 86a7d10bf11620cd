import { Suspense } from 'react'
import { PinForm } from '@/app/_blocks/pin-form'
import { Icon } from '@/app/_ui/icon'
import { Link } from '@/app/_ui/link'
import type { OpenPanel } from '@/app/_ui/panel'
import { PostedForm } from '@/app/_ui/posted-form'
import { formatFor, wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import { type CustomerFilter, type CustomerView, writeCustomerAddress } from '@/lib/customers/filter'
import type { Size } from '@/lib/customers/queries/size'
import { changeViewSearchAction } from '@/lib/views/actions'
import { openView } from '@/lib/views/commands/visit'
import type { View } from '@/lib/views/queries'
import { isChanged, viewAddress } from '@/lib/views/rules'
import { SaveView } from './save-view'

type Props = {
  ctx: Context
  open: OpenPanel
  saved: View
  filter: CustomerFilter
  view: CustomerView
  size: Size | undefined
}

/**
 * The view that is open: whose it is, whether the search is another one by now, or what has moved since it was opened
 * before.
 */
export function ViewBar({ ctx, open, saved, filter, view, size }: Props) {
  const t = wordsFor(ctx, 'views')
  const changed = isChanged(saved, filter, view)
  return (
    <section
      aria-label={t('open')}
      className="no-print -mb-1 flex flex-wrap items-center gap-x-3 gap-y-2 px-5 pt-3 text-base text-ink-2 max-md:px-3.5"
    >
      <h2 className="flex min-w-0 items-center gap-2 text-md font-semibold text-ink">
        <Icon name="bookmark" className="size-4 shrink-0 text-accent" />
        <span className="min-w-0 [overflow-wrap:anywhere]">{saved.name}</span>
      </h2>
      <Tags ctx={ctx} saved={saved} />
      {changed ? (
        <>
          <span className="tag tag-warn">{t('changed')}</span>
          <Changed ctx={ctx} open={open} saved={saved} search={writeCustomerAddress(filter, view)} size={view.size} />
        </>
      ) : (
        !saved.frozen && (
          <Suspense>
            <SinceLast ctx={ctx} saved={saved} size={size} />
          </Suspense>
        )
      )}
      <PinForm ctx={ctx} view={saved} />
      {ctx.actor.portfolioOnly && saved.shared && <p className="w-full text-sm">{t('withinPortfolio')}</p>}
    </section>
  )
}

function Tags({ ctx, saved }: { ctx: Context; saved: View }) {
  const t = wordsFor(ctx, 'views')
  return (
    <>
      {saved.frozen && <span className="tag">{t('frozenTag')}</span>}
      {saved.shared && (
        <span className="tag">{saved.mine ? t('sharedTag') : t('sharedBy', { name: saved.owner })}</span>
      )}
    </>
  )
}

type ChangedProps = { ctx: Context; open: OpenPanel; saved: View; search: string; size: number }

/** Keep the other search in its place or beside it, or go back. */
function Changed({ ctx, open, saved, search, size }: ChangedProps) {
  const t = wordsFor(ctx, 'views')
  return (
    <>
      {saved.writable && (
        <PostedForm action={changeViewSearchAction} className="flex flex-wrap gap-2">
          <input type="hidden" name="view" value={saved.slug} />
          <input type="hidden" name="version" value={saved.version} />
          <input type="hidden" name="search" value={search} />
          <button type="submit" className="btn btn-go">
            {t('saveChanges')}
          </button>
        </PostedForm>
      )}
      <SaveView ctx={ctx} open={open} search={search} again />
      <Link href={viewAddress(saved, size)} className="btn btn-bare">
        {t('reset')}
      </Link>
    </>
  )
}

async function SinceLast({ ctx, saved, size }: { ctx: Context; saved: View; size: Size | undefined }) {
  const t = wordsFor(ctx, 'views')
  const known = size && !size.about ? size.total : undefined
  const { count, before } = await openView(ctx, saved, known)
  if (count === undefined) return <span>{t('uncountable')}</span>
  if (!before) return null
  const moved = count - before.count
  const word = moved === 0 ? 'same' : moved > 0 ? 'more' : 'fewer'
  return (
    <span className="tabular-nums">{t(word, { count: Math.abs(moved), at: formatFor(ctx).moment(before.at) })}</span>
  )
}
