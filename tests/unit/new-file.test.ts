import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { writeNew } from '@/lib/new-file'

const folder = mkdtempSync(path.join(tmpdir(), 'encours-new-file-'))
const place = path.join(folder, 'one')
afterAll(() => rmSync(folder, { recursive: true }))

const pieces = (...all: (string | Uint8Array)[]) =>
  async function* () {
    yield* all
  }

async function* breakingOff(): AsyncGenerator<string> {
  yield* []
  throw new Error('gone')
}

test('who takes away what broke off before its first byte takes it away for good', async () => {
  for (let time = 0; time < 100; time++) {
    await expect(writeNew(place, breakingOff)).rejects.toThrow('gone')
    await rm(place)
  }
  expect(readdirSync(folder)).toEqual([])
})

test('a file that is there is left as it is, and of the new one nothing is begun', async () => {
  await writeNew(place, pieces('one', Buffer.from(' two')))
  const begun = vi.fn(pieces('three'))
  await expect(writeNew(place, begun)).rejects.toMatchObject({ code: 'EEXIST' })
  expect(begun).not.toHaveBeenCalled()
  expect(readFileSync(place, 'utf8')).toBe('one two')
})
