'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { answering, mustComeFromAPage, wellFormed } from '@/lib/action'
import { contextFor } from '@/lib/auth/identity'
import { safeReturn } from '@/lib/auth/return-address'
import {
  beginSecondFactor,
  begunSecret,
  endSession,
  findPending,
  finishSession,
  renewSession,
  startSession,
} from '@/lib/auth/session'
import { database } from '@/lib/db'
import { readRunningEnv } from '@/lib/env.mjs'
import { Refusal } from '@/lib/errors'
import { log } from '@/lib/log'
import type { Result } from '@/lib/result'
import { turnOnSecondFactor } from '@/lib/users/commands/second-factor'
import { stepAddress } from '../step-address'

// Doors for people who are not signed in, and the way out.

const signInInput = z.object({
  email: z.string().max(1000).catch(''),
  password: z.string().catch(''),
  next: z.string().optional().catch(undefined),
})

const LOGGED = {
  open: 'session.opened',
  code: 'session.codeAsked',
  'set-up': 'session.setUpAsked',
  throttled: 'session.throttled',
  refused: 'session.refused',
} as const

/** Opens a session and goes where the person wanted to. Whatever is wrong with the credentials, the answer is one. */
export async function signInAction(_before: unknown, form: FormData): Promise<Result<void>> {
  let email = ''
  const answer = await answering('session.open', async () => {
    await mustComeFromAPage()
    const given = wellFormed(signInInput, form)
    const { password, next } = given
    email = given.email
    const outcome = await startSession(email, password)
    log.info(LOGGED[outcome])
    if (outcome === 'throttled') throw new Refusal('unavailable', 'tooManyAttempts')
    if (outcome === 'refused') throw new Refusal('invalid', 'wrongCredentials')
    redirect(outcome === 'open' ? safeReturn(next) : stepAddress(outcome, next))
  })
  return answer.ok ? answer : { ...answer, typed: { email } }
}

const codeInput = z.object({ code: z.string().max(1000).catch(''), next: z.string().optional().catch(undefined) })

/** The second step: a code of the app, or a recovery code. Only then is there a session. */
export async function finishSignInAction(_before: unknown, form: FormData): Promise<Result<void>> {
  return answering('session.finish', async () => {
    await mustComeFromAPage()
    const { code, next } = wellFormed(codeInput, form)
    const outcome = await finishSession(code)
    log.info(outcome === 'open' ? 'session.opened' : `session.code.${outcome}`)
    if (outcome === 'over') redirect(lateAddress(next))
    if (outcome === 'throttled') throw new Refusal('unavailable', 'tooManyCodesTried')
    if (outcome === 'refused') throw new Refusal('invalid', 'wrongCode')
    if (outcome === 'unreadable') throw new Refusal('conflict', 'secondFactorUnreadable')
    redirect(safeReturn(next))
  })
}

/** Begins the second factor of somebody whose role must have one and who has shown the password. */
export async function beginAtDoorAction(): Promise<Result<void>> {
  return answering('secondFactor.begin', async () => {
    await mustComeFromAPage()
    const half = await findPending()
    if (half?.step !== 'set-up') redirect(lateAddress(undefined))
    await beginSecondFactor(half.userId)
  })
}

/** Turns it on with a first code, opens the session, and answers the recovery codes, once. */
export async function turnOnAtDoorAction(_before: unknown, form: FormData): Promise<Result<{ codes: string[] }>> {
  return answering('secondFactor.turnOn', async () => {
    await mustComeFromAPage()
    const { code } = wellFormed(codeInput, form)
    const half = await findPending()
    const ctx = half?.step === 'set-up' ? await contextFor(database(), half.userId) : undefined
    if (!half || !ctx) redirect(lateAddress(undefined))
    const { userId, sessionVersion } = half
    const secret = readRunningEnv().authSecret
    const codes = await turnOnSecondFactor(ctx, { secret }, { begun: await begunSecret(userId), code, sessionVersion })
    await renewSession(userId, sessionVersion + 1)
    log.info('session.opened')
    return { codes }
  })
}

function lateAddress(next: string | undefined): string {
  return `/login?notice=late&next=${encodeURIComponent(safeReturn(next))}`
}

/** Ends this session, here and for every copy of its cookie. */
export async function signOutAction(): Promise<void> {
  await answering('session.end', async () => {
    await mustComeFromAPage()
    await endSession()
    redirect('/login')
  })
}
