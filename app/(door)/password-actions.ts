'use server'

import { redirect } from 'next/navigation'
import { answering, mustComeFromAPage, wellFormed } from '@/lib/action'
import { startSession } from '@/lib/auth/session'
import { database } from '@/lib/db'
import type { Result } from '@/lib/result'
import { systemContext } from '@/lib/system'
import { acceptInvitation, resetPassword } from '@/lib/users/commands/password'
import { passwordByLinkInput } from '@/lib/users/input'
import { stepAddress } from './step-address'

// Doors for whoever holds a link. It stands for the password, and for nothing more: a second factor is asked as ever.

/** Sets the first password and signs in with it. */
export async function acceptInvitationAction(_before: unknown, form: FormData): Promise<Result<void>> {
  return throughLink('invitation.accept', acceptInvitation, form)
}

/** Replaces a lost password and signs in with the new one. */
export async function resetPasswordAction(_before: unknown, form: FormData): Promise<Result<void>> {
  return throughLink('password.reset', resetPassword, form)
}

async function throughLink(name: string, command: typeof resetPassword, form: FormData): Promise<Result<void>> {
  return answering(name, async () => {
    await mustComeFromAPage()
    const input = wellFormed(passwordByLinkInput, form)
    const { email } = await command(await systemContext(database()), input)
    const outcome = await startSession(email, input.password)
    if (outcome === 'code' || outcome === 'set-up') redirect(stepAddress(outcome, '/'))
    redirect(outcome === 'open' ? '/' : '/login?notice=password')
  })
}
