import { connect, type Db } from '@/db/client'
import { migrate } from '@/db/migrate'
import { beginCase, type Case } from './cases'
import { type Cast, makeCompany } from './company'
import { buildGate } from './gate'
import { asking, copyDatabase, type Server } from './server'

const BASE = 'company'

/** The company that every case begins with. */
export async function makeBase(server: Server, { size, seed }: { size: number; seed: number }): Promise<Cast> {
  await asking(server.url('postgres'), (sql) => sql.unsafe(`create database ${BASE}`))
  await migrate(server.url(BASE))
  return inside(server.url(BASE), (db) => makeCompany(db, size, seed))
}

/** A database in which the change of the case was started and nobody has begun with it; every round gets an equal copy. Answers its name. */
export async function prepareCase(server: Server, cast: Cast, one: Case): Promise<string> {
  const name = `case_${one.name.replaceAll('-', '_')}`
  await copyDatabase(server, name, BASE)
  await inside(server.url(name), (db) => beginCase(db, cast, one))
  await asking(server.url(name), buildGate)
  return name
}

/** A server that is killed reads every database before it starts again, so that there should be few. */
export async function dropCase(server: Server, name: string): Promise<void> {
  await asking(server.url('postgres'), (sql) => sql.unsafe(`drop database ${name} with (force)`))
}

export async function inside<T>(url: string, work: (db: Db) => Promise<T>): Promise<T> {
  const { db, close } = connect(url, { max: 2 })
  try {
    return await work(db)
  } finally {
    await close()
  }
}
