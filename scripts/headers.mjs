import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** @typedef {import('node:http').IncomingMessage} Request */
/** @typedef {import('node:http').ServerResponse} Response */

/** Where nothing is, so that the page of what is not found answers. */
const NOWHERE = '/nowhere'

/** What actions take, as next.config.ts says. */
const MOST_BYTES = 5 * 1024 * 1024

const everywhere = Object.entries({
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), browsing-topics=()',
  'cross-origin-opener-policy': 'same-origin',
  'strict-transport-security': 'max-age=31536000',
})

const mayBeKept = /^\/(?:_next\/static\/|favicon\.svg$)/

/** Nothing in these may run or load anything, and files come in as large as they are. */
const isNoPage = /^\/(?:_next\/static\/|(?:favicon\.svg|api\/health|api\/imports)$)/
const inert = `default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'`

const tooLarge = { en: tooLargeIn('en'), fr: tooLargeIn('fr') }

/**
 * Gives every answer what keeps it in its place, and every page its nonce, in the header where Next looks for it, and
 * its own address. It is not a lock: who may see what is decided by each page and each action. An address that cannot
 * be read is led to nowhere: the router would break on it. What is too large is answered here with a sentence, before
 * anybody reads it.
 *
 * @param {Request} request
 * @param {Response} response
 * @returns {boolean} whether an answer is still wanted
 */
export function settle(request, response) {
  const { path, search } = addressOf(request.url ?? '/')
  for (const [name, value] of everywhere) response.setHeader(name, value)
  if (!mayBeKept.test(path)) response.setHeader('cache-control', 'private, no-store')
  const page = !isNoPage.test(path)
  const policy = page ? contentSecurityPolicy(Buffer.from(randomUUID()).toString('base64')) : inert
  response.setHeader('content-security-policy', policy)
  request.headers['content-security-policy'] = policy
  request.headers['x-encours-path'] = path + search
  if (page && Number(request.headers['content-length']) > MOST_BYTES) {
    refuseTooLarge(request, response)
    return false
  }
  if (page && !isReadable(path)) request.url = NOWHERE
  else if (!request.url?.startsWith('/')) request.url = path + search
  return true
}

/** Without what the router of the browser adds for itself. @param {string} asked */
function addressOf(asked) {
  const whole = asked.startsWith('/') ? `http://localhost${asked}` : asked
  if (!URL.canParse(whole)) return { path: '/', search: '' }
  const { pathname: path, search, searchParams } = new URL(whole)
  if (!searchParams.has('_rsc')) return { path, search }
  searchParams.delete('_rsc')
  return { path, search: searchParams.size > 0 ? `?${searchParams}` : '' }
}

/** @param {string} path */
function isReadable(path) {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}

/**
 * The key of the sentence for a script of ours, which takes no other type than this; the sentence itself for a form
 * that a browser posts.
 *
 * @param {Request} request
 * @param {Response} response
 */
function refuseTooLarge({ headers }, response) {
  const language = /^\s*fr\b/i.test(headers['accept-language'] ?? '') ? 'fr' : 'en'
  const [type, said] =
    'next-action' in headers ? ['text/plain', 'bodyTooLarge'] : ['text/plain; charset=utf-8', tooLarge[language]]
  response.writeHead(413, { 'content-type': type })
  response.end(said)
}

/** @param {'en' | 'fr'} language @returns {string} */
function tooLargeIn(language) {
  const file = new URL(`../lib/i18n/messages/${language}/refusals.json`, import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8')).bodyTooLarge
}

/** @param {string} nonce */
function contentSecurityPolicy(nonce) {
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
