import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { temporaryFolder } from '@/scripts/temporary.mjs'

let place: ReturnType<typeof temporaryFolder>
let theirs: string
let ours: string

beforeEach(() => {
  place = temporaryFolder()
  theirs = join(place.path, 'theirs')
  ours = join(place.path, 'ours')
  mkdirSync(theirs)
  writeFileSync(join(theirs, 'package.txt'), 'theirs')
  cpSync('scripts', join(ours, 'scripts'), { recursive: true })
  cpSync('lib/env.mjs', join(ours, 'lib/env.mjs'))
  writeFileSync(join(ours, 'package.json'), '{ "name": "ours", "version": "1.0.0" }')
  writeFileSync(join(ours, 'package-lock.json'), '{ "name": "ours", "lockfileVersion": 3, "packages": {} }')
})
afterEach(() => place.remove())

/** What a checkout of its own does and says when its packages are to be there. */
function install(): { status: number | null; said: string } {
  const script = `
    import { ensureInstalled } from './scripts/setup.mjs'
    import { reportFailure } from './scripts/report.mjs'
    await ensureInstalled().catch((error) => { process.exitCode = reportFailure(error) })`
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: ours,
    encoding: 'utf8',
  })
  return { status, said: stderr }
}

test('packages that are borrowed by a link are never installed over, and the sentence says what to do', () => {
  symlinkSync(theirs, join(ours, 'node_modules'))
  const { status, said } = install()
  expect(status).toBe(1)
  expect(said).toContain('node_modules is a symbolic link')
  expect(said).not.toContain('    at ')
  expect(existsSync(join(theirs, 'package.txt'))).toBe(true)
})

test('packages of one’s own are installed', () => {
  mkdirSync(join(ours, 'node_modules'))
  expect(install().status).toBe(0)
  expect(existsSync(join(ours, 'node_modules/.setup-hash'))).toBe(true)
})
