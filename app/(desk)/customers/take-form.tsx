'use client'

import type { ReactNode } from 'react'
import { Notice } from '@/app/_ui/notice'
import { usePostedForm } from '@/app/_ui/use-posted-form'
import { useRefusals } from '@/app/_ui/use-refusals'
import { takeOffersAction } from '@/lib/lists/actions'

/** Around buttons named `taken`: each goes on with a list in which what it offers has taken its place. */
export function TakeForm({ list, search, children }: { list: string; search: string; children: ReactNode }) {
  const say = useRefusals()
  const { answer, form } = usePostedForm(takeOffersAction)
  return (
    <form {...form} className="grid gap-2">
      {answer?.ok === false && <Notice tone="bad">{say(answer.failure)}</Notice>}
      <input type="hidden" name="list" value={list} />
      <input type="hidden" name="search" value={search} />
      {children}
    </form>
  )
}
