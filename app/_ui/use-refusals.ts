'use client'

import { useTranslations } from 'use-intl/react'
import type { Failure, Result } from '@/lib/result'

/**
 * Turns the key of a refusal into a sentence, the server's where it came with one; a key nobody wrote words for is "not
 * valid".
 */
export function useRefusals(): (failure: Pick<Failure, 'message' | 'values' | 'words'>) => string {
  const t = useTranslations('refusals')
  return ({ message, values, words }) =>
    words?.[message] ?? (t.has(message as never) ? t(message as never, values as never) : t('notValid'))
}

/** A server that cannot be reached, or that runs another release by now, is an answer too: the form stays as typed. */
export async function reaching<T>(call: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await call()
  } catch (error) {
    if (leadsElsewhere(error)) return { ok: true, value: undefined as T }
    return { ok: false, failure: { values: {}, fields: {}, ...failureIn(error) } }
  }
}

/**
 * Other releases have other actions; `TOO_LARGE` is said before Next; what broke on the server has a reference in its
 * log.
 */
function failureIn(error: unknown): Pick<Failure, 'code' | 'message'> & Partial<Failure> {
  const { message, digest } = error as { message?: string; digest?: string }
  if (/server action/i.test(message ?? '')) return { code: 'stale', message: 'newRelease' }
  if (message === TOO_LARGE) return { code: 'invalid', message }
  if (digest !== undefined) return { code: 'unexpected', message: 'unexpected', values: { reference: digest } }
  return { code: 'unavailable', message: 'unreachable' }
}

/** As `scripts/headers.mjs` says it. */
const TOO_LARGE = 'bodyTooLarge'

/** What a redirect of an action arrives as: it was done, and the router is on its way. */
function leadsElsewhere(error: unknown): boolean {
  return error instanceof Error && 'digest' in error && String(error.digest).startsWith('NEXT_REDIRECT')
}
