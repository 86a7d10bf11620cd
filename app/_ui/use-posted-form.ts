'use client'

import { type FormEvent, useActionState, useEffect, useRef, useState, useTransition } from 'react'
import type { Result } from '@/lib/result'
import { reaching } from './use-refusals'

/**
 * A form that a browser posts by itself where there is no JavaScript. With it the fields keep what was typed, the first
 * that was refused has the focus, and a server out of reach is an answer. `wasPosted`: the page came back from such a
 * post.
 */
export function usePostedForm<T>(action: (before: unknown, form: FormData) => Promise<Result<T>>) {
  const [posted, post] = useActionState<Result<T> | undefined, FormData>(action, undefined)
  const [answered, setAnswered] = useState<Result<T>>()
  const [busy, start] = useTransition()
  const ref = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (answered?.ok === false) ref.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
  }, [answered])
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget, (event.nativeEvent as SubmitEvent).submitter)
    start(async () => setAnswered(await reaching(() => action(undefined, form))))
  }
  return { answer: answered ?? posted, wasPosted: posted !== undefined, busy, form: { action: post, onSubmit, ref } }
}
