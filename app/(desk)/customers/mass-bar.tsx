'use client'

import { X } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'use-intl/react'
import { useDeed } from '@/app/_ui/use-deed'
import { draftChangeAction } from '@/lib/changes/actions'
import type { CustomerSelection } from '@/lib/customers/selection'
import { ColleaguePanel } from './colleague-panel'

export type Colleague = { id: number; name: string; active: boolean }

type Props = {
  count: number
  selection: CustomerSelection
  colleagues: Colleague[]
  refused: boolean
  onClear: () => void
}

/** What can be done with the selection, at the bottom of the window. It announces how many are chosen. */
export function MassBar({ count, selection, colleagues, refused, onClear }: Props) {
  const t = useTranslations('customers')
  return (
    <section
      aria-label={t('massActions')}
      className={`no-print popup sticky bottom-4 z-20 mx-auto mt-4 flex w-max max-w-[calc(100vw-24px)] flex-wrap items-center gap-2 p-2 pl-3.5 ${count === 0 ? 'hidden' : ''}`}
    >
      <span className="font-semibold tabular-nums" aria-live="polite">
        {count > 0 && t('selected', { count })}
      </span>
      <span className="h-5 w-px bg-line" />
      {(['associate', 'disassociate'] as const).map((kind) => (
        <ColleaguePanel
          key={kind}
          kind={kind}
          count={count}
          selection={selection}
          colleagues={colleagues}
          refused={refused}
        />
      ))}
      <MoreButton selection={selection} refused={refused} />
      <button type="button" className="btn btn-bare btn-icon" aria-label={t('clearSelection')} onClick={onClear}>
        <X className="size-4" aria-hidden />
      </button>
      {refused && <p className="w-full text-sm text-ink-2">{t('noRightToChangeMany')}</p>}
    </section>
  )
}

/** Keeps the selection and goes to where everything else that can be done with it is chosen. */
function MoreButton({ selection, refused }: Pick<Props, 'selection' | 'refused'>) {
  const t = useTranslations('customers')
  const router = useRouter()
  const { act, busy, problem } = useDeed()
  const go = () =>
    act(
      () => draftChangeAction({ selection }),
      ({ key }) => router.push(`/changes/${key}`),
    )
  return (
    <>
      <button
        type="button"
        className="btn"
        aria-disabled={refused}
        disabled={busy}
        {...(refused ? {} : { onClick: go })}
      >
        {t('more')}
      </button>
      {problem && <p role="alert">{problem}</p>}
    </>
  )
}
