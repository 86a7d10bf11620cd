'use client'

import { type ReactNode, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import type { Result } from '@/lib/result'
import { Dialog } from './dialog'
import { Notice } from './notice'
import { useDeed } from './use-deed'

type Props = {
  button: string
  title: string
  description: string
  call: () => Promise<Result<unknown>>
  /** In a list the button is a sign, which says what it does to which row to whoever sees neither. */
  sign?: { icon: ReactNode; label: string } | undefined
}

/** A button for what cannot simply be taken back: it says first what it does, and does it when that is confirmed. */
export function AskFirst({ button, title, description, call, sign }: Props) {
  const words = useTranslations('words')
  const [asking, setAsking] = useState(false)
  const { act, busy, problem } = useDeed()
  return (
    <>
      <button
        type="button"
        className={sign ? 'btn btn-bare btn-icon' : 'btn'}
        aria-label={sign?.label}
        title={sign?.label}
        onClick={() => setAsking(true)}
      >
        {sign?.icon ?? button}
      </button>
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title={title}
        description={description}
        closeLabel={words('close')}
      >
        {problem && <Notice tone="bad">{problem}</Notice>}
        <div className="flex justify-end gap-2">
          <button type="button" className="btn" onClick={() => setAsking(false)}>
            {words('cancel')}
          </button>
          <button
            type="button"
            className="btn btn-danger"
            disabled={busy}
            onClick={() => act(call, () => setAsking(false))}
          >
            {button}
          </button>
        </div>
      </Dialog>
    </>
  )
}
