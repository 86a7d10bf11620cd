import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { tethered } from '@/scripts/processes.mjs'
import { root } from '@/scripts/setup.mjs'
import type { Trial } from './trial'

/** A worker as a process of its own, kept alive as the launcher does. */
export type Keeper = {
  /** Starts another where there is none. */
  tend: () => void
  /** `kill -9`. Resolves when it is gone; no other is started until somebody tends. */
  kill: () => Promise<void>
  output: () => string
}

export function keepWorker(url: string, { program, env }: Pick<Trial, 'program' | 'env'>): Keeper {
  let child: ChildProcess | undefined
  let output = ''
  return {
    tend: () => {
      if (child && child.exitCode === null && child.signalCode === null) return
      child = start(program, { ...env, DATABASE_URL: url }, (text) => {
        output += text
      })
    },
    kill: async () => {
      if (!child || child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
    output: () => output,
  }
}

function start(program: string, env: Record<string, string>, said: (text: string) => void): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', program], {
    cwd: root,
    env: tethered({
      ...process.env,
      ...{ ...env, AUTH_SECRET: 'a secret of the fault runs, long enough' },
    }),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', said)
  return child
}
