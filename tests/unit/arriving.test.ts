import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { arriving, SILENCE } from '@/app/api/imports/arriving'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

/** A request whose body the test sends by hand. */
function sent(headers: Record<string, string> = {}, signal = new AbortController().signal) {
  const { readable: body, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const line = writable.getWriter()
  return { line, bytes: arriving({ body, headers: new Headers(headers), signal } as Request) }
}
const piece = (length: number) => new Uint8Array(length)

test('all the bytes that were said to come are handed on', async () => {
  const { line, bytes } = sent({ 'content-length': '5' })
  void line.write(piece(2))
  void line.write(piece(3))
  void line.close()
  const sizes: number[] = []
  for await (const { length } of bytes) sizes.push(length)
  expect(sizes).toEqual([2, 3])
})

test('a body shorter than was said is cut', async () => {
  const { line, bytes } = sent({ 'content-length': '5' })
  void line.write(piece(2))
  void line.close()
  expect((await bytes.next()).value).toHaveLength(2)
  await expect(bytes.next()).rejects.toMatchObject({ message: 'importCut' })
})

test('a line that nobody ends is cut after its silence, and not before', async () => {
  const { line, bytes } = sent()
  void line.write(piece(1))
  await bytes.next()
  const next = expect(bytes.next()).rejects.toMatchObject({ message: 'importCut' })
  await vi.advanceTimersByTimeAsync(SILENCE)
  await next
})

test('who writes slowly what has come is not taken for a silent line', async () => {
  const { line, bytes } = sent()
  void line.write(piece(1))
  await bytes.next()
  await vi.advanceTimersByTimeAsync(3 * SILENCE)
  void line.write(piece(2))
  expect((await bytes.next()).value).toHaveLength(2)
})

test('a line that is hung up ends at once', async () => {
  const caller = new AbortController()
  const { bytes } = sent({}, caller.signal)
  const next = expect(bytes.next()).rejects.toThrow()
  caller.abort()
  await next
})
