'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { Notice } from '@/app/_ui/notice'
import { forgetSelections } from '@/app/_ui/selections'
import { useDeed } from '@/app/_ui/use-deed'
import { signOutUserAction } from '@/lib/users/actions'

/** Ends every session of a user: a lost telephone, a shared computer. */
export function SignOutButton({ handle, own }: { handle: string; own: boolean }) {
  const t = useTranslations('admin')
  const [done, setDone] = useState(false)
  const { act, busy, problem } = useDeed()
  return (
    <div className="grid justify-items-start gap-2">
      <p className="text-base text-ink-2">{own ? t('signOutOwn') : t('signOutText')}</p>
      {problem && <Notice tone="bad">{problem}</Notice>}
      <button
        type="button"
        className="btn"
        aria-disabled={busy}
        onClick={() =>
          act(
            () => signOutUserAction({ user: handle }),
            () => {
              if (own) forgetSelections()
              setDone(true)
            },
          )
        }
      >
        {t('signOutEverywhere')}
      </button>
      {done && (
        <p role="status" className="text-base text-ink-2">
          {t('signedOut')}
        </p>
      )}
    </div>
  )
}
