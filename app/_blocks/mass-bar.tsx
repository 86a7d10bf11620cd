'use client'

import type { ReactNode, Ref } from 'react'
import { useTranslations } from 'use-intl/react'
import { Icon } from '@/app/_ui/icon'
import { Link } from '@/app/_ui/link'
import type { About, Selection } from '@/lib/changes/selection'
import type { Kept } from './use-chosen'

/** What a change is made of here. `count` is missing where the server has not counted yet; the preview does. */
export type Target<S = Selection> = {
  count: number | undefined
  selection: S
  /** Why nothing can be done with it. */
  reason: string | undefined
  onPlanned: () => void
}

type Props = Pick<Target, 'count' | 'reason'> & {
  ref: Ref<HTMLDivElement>
  about: About
  /** How many of all that match are left out. */
  except: number
  former: (Kept & { elsewhere: boolean }) | undefined
  onClear: () => void
  onBringBack: () => void
  /** The buttons. */
  children: ReactNode
}

/** Where the reason is written why nothing can be done. */
export const WHY = 'mass-bar-reason'

/**
 * What can be done with the selection, at the bottom of the window. It announces how many are chosen, and that none are
 * any more.
 */
export function MassBar({ ref, about, count, except, reason, former, onClear, onBringBack, children }: Props) {
  const t = useTranslations('list')
  const empty = count === 0
  return (
    <div
      ref={ref}
      className={
        empty && !former
          ? ''
          : 'no-print popup sticky bottom-4 z-20 mx-auto mt-4 flex w-max max-w-[calc(100vw-24px)] flex-wrap items-center gap-2 p-2 pl-3.5 max-md:bottom-0 max-md:mx-0 max-md:w-full max-md:max-w-none max-md:rounded-none max-md:border-x-0'
      }
    >
      <p role="status" className={empty ? 'min-w-0' : 'font-semibold tabular-nums max-md:mr-auto'}>
        {empty
          ? former && t('selectionCleared', { about, count: former.count ?? 0, elsewhere: String(former.elsewhere) })
          : count === undefined
            ? t('selectedAll', { except })
            : t('selected', { count })}
      </p>
      <section
        aria-label={t('massActions')}
        aria-describedby={reason ? WHY : undefined}
        hidden={empty}
        className={empty ? undefined : 'flex flex-wrap items-center gap-2 max-md:order-1 max-md:w-full'}
      >
        <span className="h-5 w-px bg-line max-md:hidden" />
        {children}
      </section>
      {empty && former && <BringBack about={about} former={former} onBringBack={onBringBack} />}
      {(!empty || former) && (
        <button
          type="button"
          className="btn btn-bare btn-icon max-md:ml-auto"
          aria-label={t(empty ? 'dismiss' : 'clearSelection')}
          onClick={onClear}
        >
          <Icon name="x" />
        </button>
      )}
      {reason && !empty && (
        <p id={WHY} className="w-0 min-w-full text-sm text-ink-2 max-md:order-2">
          {reason}
        </p>
      )}
    </div>
  )
}

type BringBackProps = { about: About; former: Kept & { elsewhere: boolean }; onBringBack: () => void }

/** Back to the selection: here, or in the search it was made in, where the tab still has it. */
function BringBack({ about, former, onBringBack }: BringBackProps) {
  const t = useTranslations('list')
  return former.elsewhere ? (
    <Link href={`/${about}${former.at}`} className="link">
      {t('bringBack')}
    </Link>
  ) : (
    <button type="button" className="link" onClick={onBringBack}>
      {t('bringBack')}
    </button>
  )
}
