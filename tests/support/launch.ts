import { type ChildProcess, spawn } from 'node:child_process'
import { tethered } from '@/scripts/processes.mjs'

/** How many processes show the pages of an installation that is tried, whatever machine it is on. */
export const WEB_PROCESSES = 2

export type Launched = {
  child: ChildProcess
  ready: Promise<void>
  over: Promise<number | null>
  output: () => string
  stop: () => Promise<number | null>
}

/** Starts the product by its launcher. What it prints is kept: for the case that it does not come up, and for what it says. */
export function launch(env: Record<string, string>): Launched {
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    env: tethered({ ...process.env, NEXT_DIST_DIR: '.next-test', ...env }),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let output = ''
  const over = new Promise<number | null>((done) => child.once('close', done))
  const ready = new Promise<void>((done, fail) => {
    const listen = (chunk: Buffer) => {
      output += chunk
      if (output.includes('Encours is ready')) done()
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    child.once('error', fail)
    void over.then(() => fail(new Error(`The installation ended before it was ready:\n${output}`)))
  })
  ready.catch(() => undefined) // whoever waits for it is told; a launch that is meant to fail is not waited for
  const stop = async () => {
    child.kill('SIGTERM')
    return await over
  }
  return { child, ready, over, output: () => output, stop }
}
