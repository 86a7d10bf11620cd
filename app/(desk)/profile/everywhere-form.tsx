'use client'

import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import { useTranslations } from 'use-intl/react'
import { Notice } from '@/app/_ui/notice'
import { forgetSelections } from '@/app/_ui/selections'
import { reaching, useRefusals } from '@/app/_ui/use-refusals'
import { signOutEverywhereAction } from '@/lib/users/actions'

/** Ends every session, this one included: for a lost telephone, or a computer that was left open. */
export function EverywhereForm() {
  const t = useTranslations('auth')
  const say = useRefusals()
  const router = useRouter()
  const [problem, setProblem] = useState<string>()
  const [busy, start] = useTransition()
  const end = () =>
    start(async () => {
      const result = await reaching(() => signOutEverywhereAction())
      if (!result.ok) return setProblem(say(result.failure))
      forgetSelections()
      router.push('/login?notice=everywhere')
    })
  return (
    <>
      <p className="text-base text-ink-2">{t('everywhereText')}</p>
      {problem && <Notice tone="bad">{problem}</Notice>}
      <div>
        <button type="button" className="btn" disabled={busy} onClick={end}>
          {t('everywhere')}
        </button>
      </div>
    </>
  )
}
