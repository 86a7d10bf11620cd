'use client'

import { useRouter } from 'next/navigation'
import { Notice } from '@/app/_ui/notice'
import { useDeed } from '@/app/_ui/use-deed'
import { planChangeAction } from '@/lib/changes/actions'

type Props = { groupId: number; search: string; label: string }

/** Plans the change that takes everybody out of a group, and goes to its preview. */
export function TakeOutButton({ groupId, search, label }: Props) {
  const router = useRouter()
  const { act, busy, problem } = useDeed()
  const selection = { kind: 'search', search, except: [] }
  const plan = () =>
    act(
      () => planChangeAction({ kind: 'ungroup', given: { groups: [groupId] }, selection }),
      ({ key }) => router.push(`/changes/${key}`),
    )
  return (
    <>
      {problem && <Notice tone="bad">{problem}</Notice>}
      <button type="button" className="btn btn-go" aria-disabled={busy} onClick={plan}>
        {label}
      </button>
    </>
  )
}
