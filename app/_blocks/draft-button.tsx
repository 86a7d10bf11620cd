'use client'

import { useRouter } from 'next/navigation'
import { useDeed } from '@/app/_ui/use-deed'
import { draftChangeAction } from '@/lib/changes/actions'
import { type Target, WHY } from './mass-bar'

type Props = Pick<Target, 'selection' | 'reason' | 'onPlanned'> & {
  label: string
  /** The form that is open where the rest is chosen. */
  open?: string
  className?: string
}

/** Keeps the selection and goes to where what can be done with it is chosen. */
export function DraftButton({ selection, reason, onPlanned, label, open, className = 'btn' }: Props) {
  const router = useRouter()
  const { act, busy, problem } = useDeed()
  const go = () =>
    act(
      () => draftChangeAction({ selection }),
      ({ key }) => {
        onPlanned()
        router.push(`/changes/${key}${open ? `?do=${open}` : ''}`)
      },
    )
  return (
    <>
      <button
        type="button"
        className={className}
        disabled={busy}
        {...(reason ? { 'aria-disabled': true, 'aria-describedby': WHY } : { onClick: go })}
      >
        {label}
      </button>
      {problem && <p role="alert">{problem}</p>}
    </>
  )
}
