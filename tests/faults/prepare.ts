import { connect, type Db } from '@/db/client'
import { migrate } from '@/db/migrate'
import { beginCase, type Case, CHUNKS } from './cases'
import { type Cast, makeCompany } from './company'
import { buildGate, buildImportGate } from './gate'
import { beginImportCase, type ImportCase } from './imports'
import { asking, copyDatabase, type Server } from './server'
import { CHANGE, importing, type Trial } from './trial'

const BASE = 'company'

/** The company that every case begins with. */
export async function makeBase(server: Server, { size, seed }: { size: number; seed: number }): Promise<Cast> {
  await asking(server.url('postgres'), (sql) => sql.unsafe(`create database ${BASE}`))
  await migrate(server.url(BASE))
  return inside(server.url(BASE), (db) => makeCompany(db, size, seed))
}

export type Prepared = { database: string; trial: Trial }

/** A database in which what the case is about was started and nobody has begun with it; every run gets an equal copy. */
export async function prepareCase(server: Server, cast: Cast, one: Case | ImportCase): Promise<Prepared> {
  const database = `case_${one.name.replaceAll('-', '_')}`
  await copyDatabase(server, database, BASE)
  if (!('file' in one)) {
    await inside(server.url(database), (db) => beginCase(db, cast, one))
    await asking(server.url(database), buildGate)
    return { database, trial: CHANGE }
  }
  const rows = await inside(server.url(database), (db) => beginImportCase(db, cast, one))
  const slice = Math.ceil(rows / CHUNKS)
  await asking(server.url(database), (sql) => buildImportGate(sql, slice, one.counts))
  return { database, trial: importing(slice) }
}

/** A server that is killed reads every database before it starts again, so that there should be few. */
export async function dropCase(server: Server, { database }: Prepared): Promise<void> {
  await asking(server.url('postgres'), (sql) => sql.unsafe(`drop database ${database} with (force)`))
}

export async function inside<T>(url: string, work: (db: Db) => Promise<T>): Promise<T> {
  const { db, close } = connect(url, { max: 2 })
  try {
    return await work(db)
  } finally {
    await close()
  }
}
