/**
 * Whether what was posted to a route comes from a page of ours. A browser always says where a POST comes from; what
 * does not say it is no browser of ours. Actions are compared by Next in the same way: of several proxies the first
 * says what was asked for.
 */
export function comesFromAPage(headers: Headers): boolean {
  const origin = headers.get('origin')
  if (!origin || !URL.canParse(origin)) return false
  const forwarded = headers.get('x-forwarded-host')?.split(',')[0]?.trim()
  return new URL(origin).host === (forwarded || headers.get('host'))
}
