import { type Purpose, seal, unseal } from './seal'

/** Who has shown the password, in the state they were in then. It opens no session by itself. */
export type Pending = { userId: number; sessionVersion: number }

/** Carries a value through a cookie: encrypted, for one purpose and subject, and for a short time. */
export function sealFor(
  secret: string,
  purpose: Purpose,
  about: number | '',
  value: string,
  now: Date,
  seconds: number,
): string {
  return seal(secret, purpose, String(about), `${now.getTime() + seconds * 1000} ${value}`)
}

/** What was carried, while its time lasts; undefined for anything else. */
export function readSealed(
  secret: string,
  purpose: Purpose,
  about: number | '',
  sealed: string | undefined,
  now: Date,
): string | undefined {
  const text = sealed === undefined ? undefined : unseal(secret, purpose, String(about), sealed)
  const [, until, value] = /^(\d+) (.*)$/s.exec(text ?? '') ?? []
  return Number(until) > now.getTime() ? value : undefined
}

/** Somebody between two steps of signing in. Whether they still may is the database's to say. */
export function sealPending(
  secret: string,
  purpose: 'sign-in under way' | 'session ticket',
  { userId, sessionVersion }: Pending,
  now: Date,
  seconds: number,
): string {
  return sealFor(secret, purpose, '', `${userId} ${sessionVersion}`, now, seconds)
}

export function readPending(
  secret: string,
  purpose: 'sign-in under way' | 'session ticket',
  sealed: string | undefined,
  now: Date,
): Pending | undefined {
  const value = readSealed(secret, purpose, '', sealed, now)
  if (value === undefined) return undefined
  const [userId, sessionVersion] = value.split(' ').map(Number)
  return { userId: userId ?? 0, sessionVersion: sessionVersion ?? 0 }
}
