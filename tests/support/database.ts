import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, inject } from 'vitest'
import { connect, type Db, type Sql } from '@/db/client'
import { temporaryFolder } from '@/scripts/temporary.mjs'
import { administer, databaseUrl } from './postgres'

/**
 * A migrated, empty database of its own for the file that calls this at its top. `db` and `sql` share one pool, which
 * connects with the first statement.
 */
export function testDatabase(): { db: Db; sql: Sql; url: string } {
  const server = inject('postgresUrl')
  const name = `test_${randomBytes(6).toString('hex')}`
  const url = databaseUrl(server, name)
  const { db, sql, close } = connect(url)
  const files = temporaryFolder()
  // Where files lie that are on their way in or out.
  process.env.DATA_DIR = files.path
  beforeAll(async () => {
    await administer(server, `create database ${name} template encours_template`)
  })
  afterAll(async () => {
    await close()
    await administer(server, `drop database ${name} with (force)`)
    files.remove()
  })
  return { db, sql, url }
}
