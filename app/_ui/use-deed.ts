'use client'

import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import type { Result } from '@/lib/result'
import { reaching, useRefusals } from './use-refusals'

/**
 * An action behind a button: what was refused is said in words, what was done shows on the page, which is read again.
 */
export function useDeed() {
  const say = useRefusals()
  const router = useRouter()
  const [problem, setProblem] = useState<string>()
  const [busy, start] = useTransition()
  const act = <Output>(call: () => Promise<Result<Output>>, onDone: (value: Output) => void = () => undefined) => {
    // A button that is only marked as disabled keeps the focus, and can be pressed.
    if (busy) return
    start(async () => {
      setProblem(undefined)
      const result = await reaching(call)
      router.refresh()
      if (!result.ok) return setProblem(say(result.failure))
      onDone(result.value)
    })
  }
  return { act, busy, problem }
}
