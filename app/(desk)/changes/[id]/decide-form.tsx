'use client'

import { useRouter } from 'next/navigation'
import type { ReactNode, SubmitEvent } from 'react'
import { useTranslations } from 'use-intl/react'
import { Notice } from '@/app/_ui/notice'
import { useDeed } from '@/app/_ui/use-deed'
import { decideChangeAction } from '@/lib/changes/actions'

type Props = { changeKey: string; kind: string; children: ReactNode }

/** What a change should do, and on to its preview. Names that end in `[]` are lists; the days stand beside the rest. */
export function DecideForm({ changeKey, kind, children }: Props) {
  const t = useTranslations('changes')
  const router = useRouter()
  const { act, busy, problem } = useDeed()
  const decide = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    const { startsOn, endsOn, ...given } = readForm(event.currentTarget)
    act(
      () => decideChangeAction({ key: changeKey, kind, given, startsOn, endsOn }),
      () => router.push(`/changes/${changeKey}`),
    )
  }
  return (
    <form onSubmit={decide} className="grid max-w-md gap-3 pt-3 pb-4">
      {children}
      {problem && <Notice tone="bad">{problem}</Notice>}
      <button type="submit" className="btn btn-go justify-self-start" disabled={busy}>
        {t('form.next')}
      </button>
    </form>
  )
}

function readForm(form: HTMLFormElement): Record<string, unknown> {
  const data = new FormData(form)
  return Object.fromEntries(
    [...new Set(data.keys())].map((name) =>
      name.endsWith('[]') ? [name.slice(0, -2), data.getAll(name)] : [name, data.get(name) || undefined],
    ),
  )
}
