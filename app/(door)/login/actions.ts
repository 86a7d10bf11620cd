'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { answering, mustComeFromAPage, wellFormed } from '@/lib/action'
import { safeReturn } from '@/lib/auth/return-address'
import { endSession, startSession } from '@/lib/auth/session'
import { Refusal } from '@/lib/errors'
import { log } from '@/lib/log'
import type { Failure } from '@/lib/result'

// Doors for people who are not signed in, and the way out.

const signInInput = z.object({
  email: z.string().max(1000).catch(''),
  password: z.string().catch(''),
  next: z.string().optional().catch(undefined),
})

/** What the form shows when it comes back. */
export type SignInAnswer = { failure: Failure; email: string }

/** Opens a session and goes where the person wanted to. Whatever is wrong with the credentials, the answer is one. */
export async function signInAction(_before: SignInAnswer | null, form: FormData): Promise<SignInAnswer | null> {
  let email = ''
  const answer = await answering('session.open', async () => {
    await mustComeFromAPage()
    const given = wellFormed(signInInput, form)
    const { password, next } = given
    email = given.email
    const outcome = await startSession(email, password)
    log.info(`session.${outcome}`)
    if (outcome === 'throttled') throw new Refusal('unavailable', 'tooManyAttempts')
    if (outcome === 'refused') throw new Refusal('invalid', 'wrongCredentials')
    redirect(safeReturn(next))
  })
  return answer.ok ? null : { failure: answer.failure, email }
}

/** Ends this session, here and for every copy of its cookie. */
export async function signOutAction(): Promise<void> {
  await answering('session.end', async () => {
    await mustComeFromAPage()
    await endSession()
    redirect('/login')
  })
}
