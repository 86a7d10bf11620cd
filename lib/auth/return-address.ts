const ELSEWHERE = 'http://same-origin.invalid'

/** A place of ours to go to, or `/`. Anything that could leave the origin, however it is written, is not one. */
export function safeReturn(address: string | null | undefined): string {
  if (!address || address.length > 4000 || !/^\/(?!\/)/.test(address) || /[\\\p{Cc}]/u.test(address)) return '/'
  const url = URL.canParse(address, ELSEWHERE) ? new URL(address, ELSEWHERE) : undefined
  if (!url || url.origin !== ELSEWHERE || url.pathname.startsWith('//')) return '/'
  return url.pathname + url.search
}
