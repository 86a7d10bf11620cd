import { type NextRequest, NextResponse } from 'next/server'
import en from '@/lib/i18n/messages/en/refusals.json'
import fr from '@/lib/i18n/messages/fr/refusals.json'

/** Where nothing is, so that the page of what is not found answers. */
const NOWHERE = '/nowhere'

/** What actions take, as next.config.ts says. */
const MOST_BYTES = 5 * 1024 * 1024

/**
 * Gives every page its nonce and its content security policy, and tells the page its own address. It is not a lock:
 * who may see what is decided by each page and each action. An address that cannot be read is led to nowhere: the
 * router would break on it. What is too large is answered here with a sentence, before anybody reads it.
 */
export function proxy(request: NextRequest): NextResponse {
  if (Number(request.headers.get('content-length')) > MOST_BYTES) return tooLarge(request.headers)
  const nonce = btoa(crypto.randomUUID())
  const policy = contentSecurityPolicy(nonce)
  const headers = new Headers(request.headers)
  headers.set('x-encours-path', request.nextUrl.pathname + request.nextUrl.search)
  headers.set('content-security-policy', policy)
  const response = isReadable(request.nextUrl.pathname)
    ? NextResponse.next({ request: { headers } })
    : NextResponse.rewrite(new URL(NOWHERE, request.url), { request: { headers } })
  response.headers.set('content-security-policy', policy)
  response.headers.set('cache-control', 'private, no-store')
  return response
}

/**
 * The key of the sentence for a script of ours, which takes no other type than this; the sentence itself for a form
 * that a browser posts.
 */
function tooLarge(headers: Headers): NextResponse {
  const french = /^\s*fr\b/i.test(headers.get('accept-language') ?? '')
  const said = headers.has('next-action') ? 'bodyTooLarge' : (french ? fr : en).bodyTooLarge
  const type = headers.has('next-action') ? 'text/plain' : 'text/plain; charset=utf-8'
  return new NextResponse(said, {
    status: 413,
    headers: { 'content-type': type, 'cache-control': 'private, no-store' },
  })
}

function isReadable(path: string): boolean {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}

function contentSecurityPolicy(nonce: string): string {
  const development = process.env.NODE_ENV === 'development'
  return [
    `default-src 'self'`,
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? ` 'unsafe-eval'` : ''}`,
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' data:`,
    `font-src 'self'`,
    `connect-src 'self'${development ? ' ws:' : ''}`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
  ].join('; ')
}

// What stands here has a fixed policy of its own in next.config.ts. A file that comes in would be copied into memory on
// its way.
export const config = { matcher: ['/((?!_next/static/|favicon\\.svg$|api/health$|api/imports$).*)'] }
