const LONGEST = 254
const LOCAL = /^[^\s"(),:;<>@[\\\]\p{Cc}\p{Cf}]+$/u
const DOMAIN = /^(?!-)[a-z0-9-]+(\.[a-z0-9-]+)+$/

/**
 * An e-mail address in the one form we keep, or undefined where it is none. Compatibility forms are folded first, so
 * that a full-width `＠` cannot smuggle in a second one; odd but legal addresses (quotes, comments) are refused.
 */
export function readEmail(text: string): string | undefined {
  if (text.length > 2 * LONGEST) return undefined
  const folded = text.normalize('NFKC').trim().toLowerCase()
  const [local, domain, ...more] = folded.split('@')
  if (!local || !domain || more.length > 0 || folded.length > LONGEST || local.length > 64 || !LOCAL.test(local))
    return undefined
  const ascii = asciiDomain(domain)
  return DOMAIN.test(ascii) ? `${local}@${ascii}` : undefined
}

/** By the address parser that browsers and Node share: forms check an e-mail address with this same code. */
function asciiDomain(domain: string): string {
  if (/[\s/?#:\\%[\]]/.test(domain)) return ''
  const url = `http://${domain}`
  return URL.canParse(url) ? new URL(url).hostname : ''
}
