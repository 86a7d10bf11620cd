'use client'

import { Trash2 } from 'lucide-react'
import { AskFirst } from '@/app/_ui/ask-first'
import { discardImportAction } from '@/lib/imports/actions'

type Props = {
  importKey: string
  button: string
  title: string
  description: string
  /** In the list: what is said of the sign that stands for the button. */
  label?: string
}

/** Throws away what was never started, once somebody has said that they mean it. */
export function DiscardButton({ importKey, label, ...said }: Props) {
  const sign = label === undefined ? undefined : { icon: <Trash2 className="size-3.5" aria-hidden />, label }
  return <AskFirst {...said} sign={sign} call={() => discardImportAction({ key: importKey })} />
}
