import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { settle } from '@/scripts/headers.mjs'

function asked(url: string, headers: Record<string, string> = {}) {
  const request = new IncomingMessage(new Socket())
  Object.assign(request, { url, method: 'GET', headers: { ...headers } })
  const response = new ServerResponse(request)
  const wanted = settle(request, response)
  return { wanted, url: request.url, headers: request.headers, response }
}
const pathOf = (url: string, headers?: Record<string, string>) => asked(url, headers).headers['x-encours-path']

describe('the address a page is told', () => {
  test.each([
    ['/customers?q=acier%20fin&country=FR', '/customers?q=acier%20fin&country=FR'],
    ['/customers?_rsc=1a2b3', '/customers'],
    ['/customers?country=FR&_rsc=1a2b3', '/customers?country=FR'],
    ['//elsewhere.example/x', '//elsewhere.example/x'],
    ['http://elsewhere.example/customers?q=a', '/customers?q=a'],
    ['/a/../customers', '/customers'],
    ['*', '/'],
    ['http://[', '/'],
  ])('of %s is %s', (url, path) => {
    expect(pathOf(url)).toBe(path)
  })

  test('is never what a client says it is, also where no page is', () => {
    const headers = { 'x-encours-path': '/invite/somebody-elses' }
    expect(pathOf('/login', headers)).toBe('/login')
    expect(pathOf('/api/imports', headers)).toBe('/api/imports')
  })
})

test('each page has a nonce of its own, which the client cannot choose', () => {
  const policies = [1, 2].map(() => {
    const { headers, response } = asked('/login', { 'content-security-policy': `script-src 'nonce-mine'` })
    const policy = String(response.getHeader('content-security-policy'))
    expect(headers['content-security-policy']).toBe(policy)
    return /'nonce-([^']{40,})' 'strict-dynamic'/.exec(policy)?.[1]
  })
  expect(new Set(policies).size).toBe(2)
  expect(policies).not.toContain(undefined)
})

test.each([
  ['/_next/static/chunks/a.js', undefined],
  ['/favicon.svg', undefined],
  ['/api/health', 'private, no-store'],
  ['/api/imports', 'private, no-store'],
])('%s may run and load nothing, and is kept by browsers where that is no harm', (url, kept) => {
  const { response } = asked(url)
  expect(response.getHeader('content-security-policy')).toMatch(/^default-src 'none'/)
  expect(response.getHeader('cache-control')).toBe(kept)
})

test.each([
  ['http://elsewhere.example/customers?q=a', '/customers?q=a'],
  ['*', '/'],
])('the whole address %s asks for a path of ours', (url, path) => {
  expect(asked(url).url).toBe(path)
})

test('what cannot be read leads nowhere, with its own address kept', () => {
  expect(asked('/customers/%ff?q=1')).toMatchObject({
    wanted: true,
    url: '/nowhere',
    headers: { 'x-encours-path': '/customers/%ff?q=1' },
  })
})

describe('what is too large', () => {
  const large = { 'content-length': String(5 * 1024 * 1024 + 1) }

  test('is answered at once, by a page and by nothing where files come in', () => {
    const { wanted, response } = asked('/customers', large)
    expect([wanted, response.statusCode, response.writableEnded]).toEqual([false, 413, true])
    expect(asked('/api/imports', large).wanted).toBe(true)
    expect(asked('/customers', { 'content-length': String(5 * 1024 * 1024) }).wanted).toBe(true)
  })
})
