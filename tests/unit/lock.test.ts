import { execFile, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { takeLock, withLock } from '@/scripts/lock.mjs'
import { processMark } from '@/scripts/processes.mjs'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'encours-lock-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

test('a lock is refused while its holder lives, with the holder’s number and note', () => {
  const path = join(folder, 'held')
  const lock = takeLock(path, 'http://localhost:3000')
  expect(lock).toMatchObject({ inherited: false })
  expect(takeLock(path)).toEqual({ holder: { pid: process.pid, note: 'http://localhost:3000' } })
  if ('release' in lock) lock.release()
  expect(existsSync(path)).toBe(false)
})

test('the lock of a dead process is inherited, also when its number belongs to another by now', () => {
  const path = join(folder, 'dead')
  writeFileSync(path, `${process.pid} 1\nsome note\n`)
  expect(takeLock(path)).toMatchObject({ inherited: true })
})

test('of many processes that find a dead lock at the same moment, one gets it', async () => {
  const path = join(folder, 'raced')
  writeFileSync(path, '1 1\n\n')
  const script = `
    import { takeLock } from ${JSON.stringify(new URL('../../scripts/lock.mjs', import.meta.url).href)}
    const lock = takeLock(${JSON.stringify(path)})
    console.log('release' in lock ? 'mine' : 'refused')
    setTimeout(() => {}, 1500)`
  const racers = Array.from({ length: 6 }, () =>
    promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]),
  )
  const answers = (await Promise.all(racers)).map(({ stdout }) => stdout.trim())
  expect(answers.filter((answer) => answer === 'mine')).toHaveLength(1)
  expect(answers.filter((answer) => answer === 'refused')).toHaveLength(5)
})

test('work under one lock is never done twice at a time', async () => {
  const path = join(folder, 'serial')
  let inside = 0
  let most = 0
  const work = async () => {
    inside += 1
    most = Math.max(most, inside)
    await new Promise((done) => setTimeout(done, 5))
    inside -= 1
  }
  await Promise.all(Array.from({ length: 5 }, () => withLock(path, work)))
  expect(most).toBe(1)
  expect(existsSync(path)).toBe(false)
})

test('a process has no mark once it is dead', async () => {
  const child = spawn(process.execPath, ['--eval', 'setTimeout(() => {}, 60_000)'])
  expect(processMark(child.pid!)).toMatch(new RegExp(`^${child.pid} `))
  const gone = new Promise((done) => child.once('exit', done))
  child.kill('SIGKILL')
  await gone
  expect(processMark(child.pid!)).toBeUndefined()
})
