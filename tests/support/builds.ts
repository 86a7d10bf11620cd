import { spawn } from 'node:child_process'
import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '@/scripts/port.mjs'
import { tethered } from '@/scripts/processes.mjs'
import { next, serve } from '@/scripts/setup.mjs'
import { databaseUrl } from './server'

export const BUILD = '.next-test'
const LEFT_OUT = ['cache', 'diagnostics', 'types', 'trace', 'trace-build']
const CODE = /\.(js|json|html|rsc|meta)$/

export type Copy = { folder: string; remove: () => void }

/**
 * A copy of the build of the tests as another release is to it: another build id, another key, and so another id of
 * every action.
 */
export function copyAsAnotherRelease(): Copy {
  const folder = `${BUILD}-other`
  const remove = () => rmSync(folder, { recursive: true, force: true })
  remove()
  cpSync(BUILD, folder, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !LEFT_OUT.includes(path.slice(BUILD.length + 1)),
  })
  const manifest = JSON.parse(readFileSync(join(folder, 'server/server-reference-manifest.json'), 'utf8'))
  const ids = new Set(Object.keys(manifest.node))
  const build = readFileSync(join(folder, 'BUILD_ID'), 'utf8')
  const key = manifest.encryptionKey as string
  const changed = (text: string) =>
    text
      .replace(/\b[0-9a-f]{42}\b/g, (id) => (ids.has(id) ? id.slice(0, 2) + [...id.slice(2)].reverse().join('') : id))
      .replaceAll(key, Buffer.from(Buffer.from(key, 'base64').reverse()).toString('base64'))
      .replaceAll(build, [...build].reverse().join(''))
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name)
    if (!(CODE.test(name) || name === 'BUILD_ID') || !statSync(path).isFile()) continue
    const text = readFileSync(path, 'utf8')
    const now = changed(text)
    if (now !== text) writeFileSync(path, now)
  }
  return { folder, remove }
}

export type WebServer = { port: number; url: string; pid: number; said: () => string; stop: () => Promise<void> }

/** A second web server of the installation that the tests share, from this build: ours, or Next alone. */
export async function startServer(folder: string, { bare = false } = {}): Promise<WebServer> {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    NEXT_DIST_DIR: folder,
    NEXT_TELEMETRY_DISABLED: '1',
    DATABASE_URL: databaseUrl,
    AUTH_SECRET: 'the-session-secret-of-the-browser-tests',
    APP_URL: url,
  }
  const child = spawn(process.execPath, bare ? [next, 'start', '-p', String(port)] : [serve, String(port)], {
    env: tethered(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk))
  const over = new Promise<void>((done) => child.once('close', () => done()))
  const stop = async () => {
    child.kill('SIGKILL')
    await over
  }
  for (const until = Date.now() + 60_000; !(await answers(url)); await pause(50)) {
    if (child.exitCode === null && Date.now() < until) continue
    await stop()
    throw new Error(`The second web server did not come up:\n${output}`)
  }
  return { port, url, pid: child.pid!, said: () => output, stop }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/api/health`)).ok
  } catch {
    return false // nobody listens yet
  }
}
