import { expect, test, vi } from 'vitest'
import { describe as describeError } from '@/lib/errors'
import { log } from '@/lib/log'

test('a line about an error keeps its time, its level and its event, and says where the error arose', () => {
  const written = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  log.error('thing.failed', describeError(new Error('outer', { cause: new TypeError('the root') })))
  const line = JSON.parse(String(written.mock.calls[0]?.[0]))
  written.mockRestore()
  expect(line).toMatchObject({ level: 'error', event: 'thing.failed', error: 'TypeError', message: 'the root' })
  expect(new Date(line.at).toISOString()).toBe(line.at)
  expect(line.where).toContain('log.test.ts')
})
