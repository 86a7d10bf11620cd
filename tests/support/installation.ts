import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { freePort } from '@/scripts/port.mjs'
import { startTemporaryPostgres } from '@/scripts/postgres.mjs'
import { ensureBuilt } from '@/scripts/setup.mjs'
import { launch, WEB_PROCESSES } from './launch'
import { endedWithRun } from './postgres'

declare module 'vitest' {
  export interface ProvidedContext {
    appUrl: string
    databaseUrl: string
    /** What the installation has said since it was started. */
    logFile: string
    administrator: { email: string; password: string }
  }
}

const administrator = { email: 'admin@encours.example', password: 'a password for the tests' }

/** Builds the product into a folder of its own and starts it by its own launcher, on a server that is gone afterwards. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await ensureBuilt('.next-test')
  const undo: (() => Promise<unknown>)[] = []
  const stop = endedWithRun(async () => {
    for (const end of undo.reverse()) await end()
  })
  const starting = startTemporaryPostgres()
  undo.push(async () => (await starting).stop())
  const postgres = await starting
  const port = await freePort()
  const appUrl = `http://localhost:${port}`
  const launcher = launch({
    DATABASE_URL: postgres.url,
    AUTH_SECRET: 'the-session-secret-of-the-browser-tests',
    PORT: String(port),
    APP_URL: appUrl,
    DATA_DIR: join(postgres.dir, 'data'),
    ADMIN_EMAIL: administrator.email,
    ADMIN_PASSWORD: administrator.password,
    SAMPLE_DATA: 'yes',
    TRUSTED_PROXIES: '0',
    WEB_PROCESSES: String(WEB_PROCESSES),
  })
  undo.push(launcher.stop)
  const logFile = join(postgres.dir, 'said.log')
  for (const stream of [launcher.child.stdout, launcher.child.stderr]) {
    stream?.on('data', (chunk: Buffer) => appendFileSync(logFile, chunk))
  }
  try {
    await launcher.ready
  } catch (error) {
    await stop()
    throw error
  }
  project.provide('appUrl', appUrl)
  project.provide('databaseUrl', postgres.url)
  project.provide('logFile', logFile)
  project.provide('administrator', administrator)
  return stop
}
