import { expect, test, vi } from 'vitest'
import { systemActor } from '@/lib/auth/actor'

vi.mock('@/lib/auth/session', () => ({ currentContext: async () => ({ actor: systemActor() }) }))

test('a question about a contact that is longer than any form is refused before it is read to its end', async () => {
  const { POST } = await import('@/app/api/contacts/near/route')
  let sent = 0
  const endless = new ReadableStream<Uint8Array>({
    pull(stream) {
      sent++
      if (sent > 1000) stream.close()
      else stream.enqueue(new TextEncoder().encode(' '.repeat(4096)))
    },
  })
  const question = new Request('http://desk.example/api/contacts/near', {
    ...{ method: 'POST', body: endless, duplex: 'half' },
  })
  expect((await POST(question)).status).toBe(400)
  expect(sent).toBeLessThan(20)
})
