import { useState } from 'react'
import { reaching } from '@/app/_ui/use-refusals'
import type { Failure } from '@/lib/result'
import { pickColleaguesAction } from '@/lib/users/actions'

export type Colleague = { id: number; name: string; active: boolean }

export type Colleagues = {
  /** Once they have come. */
  colleagues: Colleague[] | undefined
  /** Asks for them, unless they are there. */
  bring: () => void
  /** Why they did not come. */
  missing: Failure | undefined
}

/** The colleagues one can choose from, asked for by whoever does: most pages are only looked at. */
export function useColleagues(): Colleagues {
  const [colleagues, setColleagues] = useState<Colleague[]>()
  const [missing, setMissing] = useState<Failure>()
  const bring = async () => {
    if (colleagues) return
    setMissing(undefined)
    const result = await reaching(() => pickColleaguesAction({}))
    setMissing(result.ok ? undefined : result.failure)
    if (result.ok) setColleagues(result.value)
  }
  return { colleagues, bring, missing }
}
