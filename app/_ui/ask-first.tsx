'use client'

import { useState } from 'react'
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
  className?: string
  /** What the button is called where what it stands beside cannot be seen. */
  label?: string | undefined
}

/** A button for what cannot simply be taken back: it says first what it does, and does it when that is confirmed. */
export function AskFirst({ button, title, description, call, className = 'btn', label }: Props) {
  const words = useTranslations('words')
  const [asking, setAsking] = useState(false)
  const { act, busy, problem } = useDeed()
  return (
    <>
      <button type="button" className={className} aria-label={label} onClick={() => setAsking(true)}>
        {button}
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
