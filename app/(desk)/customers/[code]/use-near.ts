'use client'

import { useEffect, useState } from 'react'
import type { Near } from '@/app/api/contacts/near/route'
import type { NearAnswer } from '@/lib/contacts/queries/near'
import type { ContactFormState } from './contact-form'
import { useDesk } from './customer-desk'

const PAUSE = 400

export type NearState = { answer: NearAnswer | undefined; problem: '' | 'slow' | 'failed' }

const NOTHING: NearState = { answer: undefined, problem: '' }

/**
 * Who the contact in the form may be already, asked once the typing pauses. An answer overtaken by the next letter is
 * dropped.
 */
export function useNear(form: ContactFormState, contactId: number | undefined): NearState {
  const { customerId } = useDesk()
  const [email, phone, mobile, firstName, lastName] = form.watch(['email', 'phone', 'mobile', 'firstName', 'lastName'])
  const question = JSON.stringify({ customerId, contactId: contactId ?? '', email, phone, mobile, firstName, lastName })
  const empty = ![email, phone, mobile, lastName].some((value) => value?.trim())
  const [near, setNear] = useState(NOTHING)
  useEffect(() => {
    if (empty) return setNear(NOTHING)
    const request = new AbortController()
    const timer = setTimeout(() => {
      ask(question, request.signal).then(
        setNear,
        () => request.signal.aborted || setNear({ ...NOTHING, problem: 'failed' }),
      )
    }, PAUSE)
    return () => {
      clearTimeout(timer)
      request.abort()
    }
  }, [question, empty])
  return near
}

/** What cannot be looked up yet, because it is half typed, is nobody; a server that does not answer is said. */
async function ask(question: string, signal: AbortSignal): Promise<NearState> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch('/api/contacts/near', { method: 'POST', body: question, headers, signal })
  if (response.status === 400) return NOTHING
  if (!response.ok) return { answer: undefined, problem: 'failed' }
  const answer = (await response.json()) as Near
  return 'slow' in answer ? { answer: undefined, problem: 'slow' } : { answer, problem: '' }
}
