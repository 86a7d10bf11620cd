import { safeReturn } from '@/lib/auth/return-address'

/** Where the second step of signing in is taken, with the place to go on to. */
export function stepAddress(step: 'code' | 'set-up', next: string | undefined): string {
  const wanted = safeReturn(next)
  return wanted === '/' ? `/login/${step}` : `/login/${step}?next=${encodeURIComponent(wanted)}`
}
