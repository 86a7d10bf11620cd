import { Suspense } from 'react'
import { PinForm } from '@/app/_blocks/pin-form'
import { Link } from '@/app/_ui/link'
import { formatFor, wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import type { View } from '@/lib/views/queries'
import { viewAddress } from '@/lib/views/rules'
import { DeleteView, EditView } from './view-forms'

type Count = Promise<number | undefined> | undefined
type Props = { ctx: Context; view: View; words: string; count: Count }

/** A view: what it is called, what it finds, how many that are now, and what may be done with it. */
export function ViewRow({ ctx, view, words, count }: Props) {
  const t = wordsFor(ctx, 'views')
  const search = words || t('everyone')
  return (
    <tr>
      <th scope="row" className="py-1.5 max-md:align-top">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Link href={viewAddress(view)} className="font-semibold whitespace-normal hover:underline">
            {view.name}
          </Link>
          {view.frozen && <span className="tag">{t('frozenTag')}</span>}
          {view.shared && (
            <span className="tag">{view.mine ? t('sharedTag') : t('sharedBy', { name: view.owner })}</span>
          )}
        </span>
        <span className="block truncate text-sm font-normal text-ink-2 max-lg:max-w-[42vw] lg:hidden">{search}</span>
      </th>
      <td className="max-w-80 truncate text-ink-2 max-lg:hidden" title={search}>
        {search}
      </td>
      <td className="num max-md:py-2 max-md:align-top">
        <Suspense fallback={<span className="text-ink-3">…</span>}>
          <Now ctx={ctx} count={count} />
        </Suspense>
      </td>
      <td className="num max-md:hidden">
        <Suspense>
          <Moved ctx={ctx} view={view} count={count} />
        </Suspense>
      </td>
      <td className="max-md:py-2 max-md:align-top">
        <span className="-mr-1.5 flex items-center justify-end md:gap-1">
          <PinForm ctx={ctx} view={view} small />
          {view.writable && (
            <>
              <EditView ctx={ctx} view={view} />
              <DeleteView ctx={ctx} view={view} />
            </>
          )}
        </span>
      </td>
    </tr>
  )
}

async function Now({ ctx, count }: { ctx: Context; count: Count }) {
  const now = await count
  if (now !== undefined) return formatFor(ctx).number(now)
  const t = wordsFor(ctx, 'views')
  return (
    <span title={t('uncountableHint')} className="text-sm text-warn">
      {t('uncountable')}
    </span>
  )
}

async function Moved({ ctx, view, count }: { ctx: Context; view: View; count: Count }) {
  const t = wordsFor(ctx, 'views')
  const { openedAt, openedCount } = view
  if (view.frozen) return null
  if (!openedAt || openedCount === null) return <span className="text-ink-3">{t('neverOpened')}</span>
  const now = await count
  if (now === undefined) return null
  const moved = now - openedCount
  const short = moved === 0 ? 'sameShort' : moved > 0 ? 'moreShort' : 'fewerShort'
  const long = moved === 0 ? 'same' : moved > 0 ? 'more' : 'fewer'
  const said = { count: Math.abs(moved), at: formatFor(ctx).moment(openedAt) }
  return (
    <span title={t(long, said)} className={moved === 0 ? 'text-ink-3' : ''}>
      <span aria-hidden>{t(short, said)}</span>
      <span className="sr-only">{t(long, said)}</span>
    </span>
  )
}
