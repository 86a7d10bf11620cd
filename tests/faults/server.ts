import postgres from 'postgres'
import { type Postgres, startPostgres } from '@/scripts/postgres.mjs'
import { temporaryFolder } from '@/scripts/temporary.mjs'
import { databaseUrl } from '../support/postgres'

/** Careful like the product's own: what is committed must be there after a kill. */
const settings = {
  ...{ fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' },
  ...{ shared_buffers: '128MB', max_connections: '60' },
}

/** A PostgreSQL that can be killed and started again on what it left. */
export type Server = {
  url: (database: string) => string
  /** `kill -9` of its first process. Resolves when it is gone. */
  kill: () => Promise<void>
  startAgain: () => Promise<void>
  close: () => Promise<void>
}

export async function openServer(folder = temporaryFolder(), more: Record<string, string> = {}): Promise<Server> {
  const bin = process.env.ENCOURS_TEST_PG_BIN || undefined
  const open = () => startPostgres({ dir: folder.path, settings: { ...settings, ...more }, durable: false, bin })
  let current: Postgres
  try {
    current = await open()
  } catch (error) {
    folder.remove()
    throw error
  }
  return {
    url: (database) => databaseUrl(current.url, database),
    kill: async () => {
      process.kill(current.pid, 'SIGKILL')
      await current.gone()
    },
    startAgain: async () => {
      await current.stop()
      current = await open()
    },
    close: async () => {
      await current.stop()
      folder.remove()
    },
  }
}

/** One connection for as long as `work` takes. Connections that outlive a killed server are the worker's affair, not ours. */
export async function asking<T>(url: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined })
  try {
    return await work(sql)
  } finally {
    await sql.end({ timeout: 5 })
  }
}

/**
 * A copy of a database, equal to the last row. The checkpoint is for its sequences: a copied one believes that the log knows it some
 * values ahead, which is true of the original only, and would begin again where it was copied when the server is killed.
 */
export async function copyDatabase(server: Server, name: string, original: string): Promise<void> {
  await asking(server.url('postgres'), async (sql) => {
    await sql.unsafe(`create database ${name} template ${original}`)
    await sql`checkpoint`
  })
}
