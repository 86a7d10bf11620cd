import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { bodyFrom } from '@/app/api/answers'

function counted(length: number) {
  const seen = { opened: 0, closed: 0 }
  const open = () => {
    seen.opened++
    const stream = Readable.from(Array.from({ length }, (_, at) => Buffer.from(`${at} `)))
    stream.once('close', () => seen.closed++)
    return stream
  }
  return { seen, body: bodyFrom(open) }
}

test('a body is all that was in it, and is closed when it was read', async () => {
  const { seen, body } = counted(3)
  expect(await new Response(body).text()).toBe('0 1 2 ')
  expect(seen).toEqual({ opened: 1, closed: 1 })
})

test('a body that nobody begins to read is not opened, and one that is left is closed', async () => {
  const unread = counted(3)
  await unread.body.cancel()
  expect(unread.seen).toEqual({ opened: 0, closed: 0 })
  const left = counted(1000)
  const reader = left.body.getReader()
  await reader.read()
  await reader.cancel()
  await expect.poll(() => left.seen).toEqual({ opened: 1, closed: 1 })
})
