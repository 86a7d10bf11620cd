import { describe, expect, test } from 'vitest'
import { safeReturn } from '@/lib/auth/return-address'

describe('where sign-in leads', () => {
  test.each([
    '/',
    '/customers?q=stahl&sort=-overdue',
    '/customers/A%2C1',
    '/ok@evil.example',
    '/%2f%2fevil.example',
    '/customers?next=//evil.example',
  ])('is a place of ours: %s', (address) => {
    expect(safeReturn(address)).toBe(address)
  })

  test.each([
    undefined,
    null,
    '',
    'customers',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '\t//evil.example',
    '/./\\evil.example',
    '/..//evil.example',
    '/a/..//evil.example',
    'https:evil.example',
    'https://evil.example/customers',
    'javascript:alert(1)',
    'data:text/html,x',
    ' /customers',
    `/${'a'.repeat(10_000)}`,
  ])('is nowhere else: %j', (address) => {
    expect(safeReturn(address)).toBe('/')
  })

  test('stays on this origin however a browser reads it', () => {
    for (const address of ['/customers', '/%5Cevil.example', '/;//evil.example', '/customers#//evil.example']) {
      expect(new URL(safeReturn(address), 'https://encours.example').origin).toBe('https://encours.example')
    }
  })
})
