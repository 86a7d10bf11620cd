'use client'

import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import { reaching, useRefusals } from '@/app/_ui/use-action-form'
import type { Result } from '@/lib/result'

/** An action behind a button: what was refused is said in words, what was done shows on the page, read again. */
export function useDeed<Output>(action: (given: unknown) => Promise<Result<Output>>, onDone: (value: Output) => void) {
  const say = useRefusals()
  const router = useRouter()
  const [problem, setProblem] = useState<string>()
  const [busy, start] = useTransition()
  const act = (given: unknown) =>
    start(async () => {
      setProblem(undefined)
      const result = await reaching(() => action(given))
      if (!result.ok) return setProblem(say(result.failure))
      onDone(result.value)
      router.refresh()
    })
  return { act, busy, problem }
}
