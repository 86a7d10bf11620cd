import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { writeNew } from '@/lib/new-file'

const folder = mkdtempSync(path.join(tmpdir(), 'encours-new-file-'))
const place = path.join(folder, 'one')
afterAll(() => rmSync(folder, { recursive: true }))

async function* pieces(...all: (string | Uint8Array)[]): AsyncGenerator<string | Uint8Array> {
  yield* all
}

async function* breakingOff(): AsyncGenerator<string> {
  yield* []
  throw new Error('gone')
}

test('who takes away what broke off before its first byte takes it away for good', async () => {
  for (let time = 0; time < 100; time++) {
    await expect(writeNew(place, breakingOff())).rejects.toThrow('gone')
    await rm(place)
  }
  expect(readdirSync(folder)).toEqual([])
})

test('a file that is there is left as it is, which is known before anything of the new one is asked for', async () => {
  await writeNew(place, pieces('one', Buffer.from(' two')))
  await expect(writeNew(place, pieces('three'))).rejects.toMatchObject({ code: 'EEXIST' })
  await expect(writeNew(place, breakingOff())).rejects.toMatchObject({ code: 'EEXIST' })
  expect(readFileSync(place, 'utf8')).toBe('one two')
})
