'use client'

import { AskFirst } from '@/app/_ui/ask-first'
import { discardImportAction } from '@/lib/imports/actions'

type Props = {
  importKey: string
  button: string
  title: string
  description: string
  className?: string
  label?: string
}

/** Throws away what was never started, once somebody has said that they mean it. */
export function DiscardButton({ importKey, ...said }: Props) {
  return <AskFirst {...said} call={() => discardImportAction({ key: importKey })} />
}
