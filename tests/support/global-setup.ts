import type { TestProject } from 'vitest/node'
import { migrate } from '@/db/migrate'
import { administer, databaseUrl, endedWithRun, startTestPostgres } from './postgres'

declare module 'vitest' {
  export interface ProvidedContext {
    postgresUrl: string
  }
}

export const template = 'encours_template'

/** One server for the run, and one migrated database that every file copies: copying takes a tenth of migrating. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const starting = startTestPostgres()
  const stop = endedWithRun(async () => (await starting).stop())
  const server = await starting
  try {
    await administer(server.url, `create database ${template}`)
    await migrate(databaseUrl(server.url, template))
  } catch (error) {
    await stop()
    throw error
  }
  project.provide('postgresUrl', server.url)
  return stop
}
