'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState } from 'react'
import type { Failure } from '@/lib/result'

type Told = Pick<Failure, 'message' | 'values'>
export type Sending = { name: string; size: number; sent: number }

/**
 * Sends a file as it is and goes on to where it is looked at. A page that is left takes the upload with it; `undefined`
 * in `problem.values` never happens: what the server did not answer is an upload that broke off.
 */
export function useUpload() {
  const router = useRouter()
  const [sending, setSending] = useState<Sending>()
  const [problem, setProblem] = useState<Told>()
  const request = useRef<XMLHttpRequest>(undefined)
  useEffect(() => () => request.current?.abort(), [])

  const fail = (told: Told | undefined) => {
    setSending(undefined)
    setProblem(told)
  }
  const send = (kind: string, name: string, body: Blob) => {
    const upload = new XMLHttpRequest()
    request.current = upload
    setProblem(undefined)
    setSending({ name, size: body.size, sent: 0 })
    upload.upload.onprogress = ({ loaded }) => setSending({ name, size: body.size, sent: loaded })
    upload.onerror = () => fail({ message: 'importCut', values: {} })
    upload.onload = () => {
      const answer = readAnswer(upload.responseText)
      if (upload.status === 201 && answer?.key) router.push(`/imports/${answer.key}/read`)
      else fail({ message: answer?.message ?? 'importNotReceived', values: answer?.values ?? {} })
    }
    upload.open('POST', `/api/imports?${new URLSearchParams({ kind, name })}`)
    upload.send(body)
  }
  const cancel = () => {
    request.current?.abort()
    fail(undefined)
  }
  return { sending, problem, setProblem, send, cancel }
}

type Answer = Partial<Told & { key: string }>

function readAnswer(text: string): Answer | undefined {
  try {
    return JSON.parse(text) as Answer
  } catch {
    return undefined // something between us and the server answered in its own words
  }
}
