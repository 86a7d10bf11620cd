'use client'

import { useEffect, useState } from 'react'
import type { SpokenHit } from '@/app/_blocks/hit-words'

const PAUSE = 150

type Suggestions = { text: string; hits: SpokenHit[]; partly: boolean; problem: '' | 'failed' | 'signedOut' }

const NOTHING: Suggestions = { text: '', hits: [], partly: false, problem: '' }

/** The hits for a text, once the typing pauses. An answer that was overtaken by the next letter is dropped. */
export function useSuggestions(typed: string): Suggestions & { waiting: boolean } {
  const text = typed.trim()
  const [found, setFound] = useState<Suggestions>(NOTHING)
  useEffect(() => {
    if (text === '') return
    const request = new AbortController()
    const timer = setTimeout(() => {
      ask(text, request.signal).then(
        (answer) => setFound(answer),
        () => request.signal.aborted || setFound({ ...NOTHING, text, problem: 'failed' }),
      )
    }, PAUSE)
    return () => {
      clearTimeout(timer)
      request.abort()
    }
  }, [text])
  if (text === '') return { ...NOTHING, waiting: false }
  return { ...found, waiting: found.text !== text }
}

async function ask(text: string, signal: AbortSignal): Promise<Suggestions> {
  const response = await fetch(`/api/search?q=${encodeURIComponent(text)}`, { signal })
  if (response.status === 401) return { ...NOTHING, text, problem: 'signedOut' }
  if (!response.ok) return { ...NOTHING, text, problem: 'failed' }
  const { hits, partly } = (await response.json()) as Pick<Suggestions, 'hits' | 'partly'>
  return { text, hits, partly, problem: '' }
}
