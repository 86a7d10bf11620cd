'use client'

import { X } from 'lucide-react'
import { useRouter } from 'next/navigation'
import type { Ref } from 'react'
import { useTranslations } from 'use-intl/react'
import { Link } from '@/app/_ui/link'
import { useDeed } from '@/app/_ui/use-deed'
import { draftChangeAction } from '@/lib/changes/actions'
import type { CustomerSelection } from '@/lib/customers/selection'
import { ColleaguePanel, exceptOf } from './colleague-panel'
import type { Kept } from './use-chosen'

export type Colleague = { id: number; name: string; active: boolean }

/** What a change is made of here. `count` is missing where the server has not counted yet; the preview does. */
export type Target = {
  count: number | undefined
  selection: CustomerSelection
  /** Why nothing can be done with it. */
  reason: string | undefined
  onPlanned: () => void
}

type Props = Target & {
  ref: Ref<HTMLDivElement>
  former: (Kept & { elsewhere: boolean }) | undefined
  colleagues: Colleague[]
  mayExport: boolean
  onClear: () => void
  onBringBack: () => void
}

const WHY = 'mass-bar-reason'

/** What can be done with the selection, at the bottom of the window. It announces how many are chosen, and that none are any more. */
export function MassBar({ ref, former, colleagues, mayExport, onClear, onBringBack, ...target }: Props) {
  const t = useTranslations('customers')
  const { count, selection, reason } = target
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
      <p role="status" className={empty ? 'min-w-0' : 'font-semibold tabular-nums'}>
        {empty
          ? former && t('selectionCleared', { count: former.count ?? 0, elsewhere: String(former.elsewhere) })
          : count === undefined
            ? t('selectedAll', { except: exceptOf(selection) })
            : t('selected', { count })}
      </p>
      <section
        aria-label={t('massActions')}
        aria-describedby={reason ? WHY : undefined}
        hidden={empty}
        className={empty ? undefined : 'flex flex-wrap items-center gap-2'}
      >
        <span className="h-5 w-px bg-line" />
        {(['associate', 'disassociate'] as const).map((kind) => (
          <ColleaguePanel key={kind} kind={kind} colleagues={colleagues} why={WHY} {...target} />
        ))}
        <MoreButton {...target} />
        <ExportButton selection={selection} allowed={mayExport} />
      </section>
      {empty && former && <BringBack former={former} onBringBack={onBringBack} />}
      {(!empty || former) && (
        <button
          type="button"
          className="btn btn-bare btn-icon max-md:ml-auto"
          aria-label={t(empty ? 'dismiss' : 'clearSelection')}
          onClick={onClear}
        >
          <X className="size-4" aria-hidden />
        </button>
      )}
      {reason && !empty && (
        <p id={WHY} className="w-0 min-w-full text-sm text-ink-2">
          {reason}
        </p>
      )}
    </div>
  )
}

/** Back to the selection: here, or in the search it was made in, where the tab still has it. */
function BringBack({ former, onBringBack }: { former: Kept & { elsewhere: boolean }; onBringBack: () => void }) {
  const t = useTranslations('customers')
  return former.elsewhere ? (
    <Link href={`/customers${former.at}`} className="link">
      {t('bringBack')}
    </Link>
  ) : (
    <button type="button" className="link" onClick={onBringBack}>
      {t('bringBack')}
    </button>
  )
}

/** The selection as a file: a plain form, whose answer is the page that asks how. */
function ExportButton({ selection, allowed }: { selection: CustomerSelection; allowed: boolean }) {
  const t = useTranslations('customers')
  const why = allowed ? {} : { 'aria-disabled': true, type: 'button' as const, title: t('noRightToExport') }
  return (
    <form method="post" action="/api/exports/draft">
      <input type="hidden" name="selection" value={JSON.stringify(selection)} />
      <button type="submit" className="btn" {...why}>
        {t('export')}
      </button>
    </form>
  )
}

/** Keeps the selection and goes to where everything else that can be done with it is chosen. */
function MoreButton({ selection, reason, onPlanned }: Target) {
  const t = useTranslations('customers')
  const router = useRouter()
  const { act, busy, problem } = useDeed()
  const go = () =>
    act(
      () => draftChangeAction({ selection }),
      ({ key }) => {
        onPlanned()
        router.push(`/changes/${key}`)
      },
    )
  return (
    <>
      <button
        type="button"
        className="btn"
        disabled={busy}
        {...(reason ? { 'aria-disabled': true, 'aria-describedby': WHY } : { onClick: go })}
      >
        {t('more')}
      </button>
      {problem && <p role="alert">{problem}</p>}
    </>
  )
}
