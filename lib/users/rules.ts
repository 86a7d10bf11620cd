import type { Role, TokenPurpose } from '@/db/schema/vocabulary'

const LONGEST_HANDLE = 60

/** Words that mean something else where a handle stands: in a search, in the address of the form for a new user. */
const RESERVED = ['none', 'new']

/** What may stand in an address as somebody's handle. */
export function isHandle(text: string): boolean {
  return (
    /^[a-z0-9.-]+$/.test(text) && /[a-z0-9]/.test(text) && !RESERVED.includes(text) && text.length <= LONGEST_HANDLE
  )
}

/**
 * The handle a name asks for: `Zoë O’Neil-Straße` is `zoe.oneil-strasse`. A name without a letter that can be
 * written in Latin ones gives `user`. Whether it is still free is the database's to say.
 */
export function handleOf(firstName: string | null, lastName: string): string {
  const handle = [firstName ?? '', lastName]
    .map((name) => latin(name))
    .filter(Boolean)
    .join('.')
    .slice(0, LONGEST_HANDLE - 4)
    .replace(/[.-]+$/, '')
  if (handle === '') return 'user'
  return RESERVED.includes(handle) ? `user.${handle}` : handle
}

export function fullName(user: { firstName: string | null; lastName: string }): string {
  return [user.firstName, user.lastName].filter(Boolean).join(' ')
}

/** The roles whose users import and export files unless somebody says otherwise. */
export function handlesFiles(role: Role): boolean {
  return role === 'administrator' || role === 'credit_manager'
}

/** Only sales managers need the switch: others may change many by role, or not at all. */
export function changesManyByFlag(role: Role): boolean {
  return role === 'sales_manager'
}

/**
 * Where a link leads. Built from the address the company gave (APP_URL), never from what a request says its host is.
 */
export function linkAddress(appUrl: string, purpose: TokenPurpose, token: string): string {
  return `${appUrl}/${purpose === 'invitation' ? 'invite' : 'reset'}/${token}`
}

/** Letters whose decomposition leaves them as they are. */
const LETTERS: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ı: 'i',
  ħ: 'h',
  ŋ: 'ng',
}

/** A name in the letters of an address, words joined by hyphens; empty where none of it can be written so. */
export function latin(name: string): string {
  return name
    .toLowerCase()
    .replace(/[ßæœøđðþłıħŋ]/g, (letter) => LETTERS[letter] ?? '')
    .normalize('NFKD')
    .replace(/[\p{M}'’ʼ`]/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
}
