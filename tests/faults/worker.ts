import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { tethered } from '@/scripts/processes.mjs'
import { root } from '@/scripts/setup.mjs'
import { inOneFile } from './program'
import type { Trial } from './trial'

/** A worker as a process of its own, kept alive as the launcher does. */
export type Keeper = {
  /** Starts another where there is none. */
  tend: () => void
  /** `kill -9`, of those that were frozen too. Resolves when they are gone; no other is started until somebody tends. */
  kill: () => Promise<void>
  /** Stops all there are as they stand, and counts them for none: whoever tends starts another. */
  freeze: () => void
  /** Lets the frozen go on, beside whoever took their place. Answers whether there were any. */
  thaw: () => boolean
  output: () => string
}

export function keepWorker(url: string, { program, env }: Pick<Trial, 'program' | 'env'>): Keeper {
  let current: ChildProcess | undefined
  const others: ChildProcess[] = []
  let output = ''
  return {
    tend: () => {
      if (lives(current)) return
      current = start(program, { ...env, DATABASE_URL: url }, (text) => {
        output += text
      })
    },
    kill: async () => {
      const living = [current, ...others].filter(lives)
      await Promise.all(
        living.map(async (child) => {
          const gone = once(child, 'exit')
          child.kill('SIGKILL')
          await gone
        }),
      )
    },
    freeze: () => {
      if (current) others.push(current)
      current = undefined
      for (const child of others.filter(lives)) child.kill('SIGSTOP')
    },
    thaw: () => {
      for (const child of others.filter(lives)) child.kill('SIGCONT')
      return others.length > 0
    },
    output: () => output,
  }
}

const lives = (child: ChildProcess | undefined): child is ChildProcess =>
  child !== undefined && child.exitCode === null && child.signalCode === null

function start(program: string, env: Record<string, string>, said: (text: string) => void): ChildProcess {
  const child = spawn(process.execPath, [inOneFile(program)], {
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
