import { headers } from 'next/headers'
import { forbidden, redirect } from 'next/navigation'
import { cache } from 'react'
import type { Context } from '@/lib/context'
import { database } from '@/lib/db'
import { contextOfSession } from './identity'
import { auth } from './options'
import { can, type Right } from './permissions'
import { safeReturn } from './return-address'

/** Who is there, asked once a request. The cookie only claims. */
export const currentContext = cache(async (): Promise<Context | undefined> => {
  const claim = (await auth())?.claim
  return claim && contextOfSession(database(), claim)
})

/**
 * The context of a page. A stranger is sent to sign in and back; who lacks the right gets a 403. Layouts do not run
 * again on navigation, so every page asks.
 */
export async function requireContext(right?: Right): Promise<Context> {
  const ctx = await currentContext()
  if (!ctx) redirect(await loginAddress())
  if (right && !can(ctx.actor, right)) forbidden()
  return ctx
}

async function loginAddress(): Promise<string> {
  const wanted = safeReturn((await headers()).get('x-encours-path'))
  return wanted === '/' ? '/login' : `/login?next=${encodeURIComponent(wanted)}`
}
