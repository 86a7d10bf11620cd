import { setTimeout as pause } from 'node:timers/promises'
import { openSmallDisk, type SmallDisk } from '../support/disk'
import { arm, letPass, reached } from './gate'
import { makeBase, type Prepared, prepareCase } from './prepare'
import { ending, onStage, type Stage, undisturbed } from './round'
import { asking, openServer, type Server } from './server'
import { type Standing, surplus } from './standing'
import type { AnyCase } from './sweeps'

const MEGABYTES = 400
const SMALL_LOG = { min_wal_size: '32MB', max_wal_size: '64MB' }
/** So many that no free place in old pages is enough. */
const CUSTOMERS = 3000
const WAIT = 120_000

type Filled = { name: string; felt: string; lost: number; doubled: number; same: boolean }

/**
 * The disk of PostgreSQL is full from the first chunk on, until a worker or the server has met it; then there is room again.
 * Undefined where there can be no such disk.
 */
export async function fillDisk(cases: readonly AnyCase[], seed: number): Promise<Filled[] | undefined> {
  const disk = openSmallDisk(MEGABYTES)
  if (!disk) return undefined
  try {
    const server = await openServer(disk, SMALL_LOG)
    try {
      const cast = await makeBase(server, { size: CUSTOMERS, seed })
      const found: Filled[] = []
      for (const one of cases) {
        const prepared = await prepareCase(server, cast, one)
        const expected = await undisturbed(server, prepared)
        found.push({ name: one.name, ...(await filled(server, disk, prepared, expected)) })
      }
      return found
    } finally {
      await server.close()
    }
  } finally {
    disk.remove()
  }
}

async function filled(
  server: Server,
  disk: SmallDisk,
  prepared: Prepared,
  expected: Standing,
): Promise<Omit<Filled, 'name'>> {
  const point = { position: 0, moment: 'settled' } as const
  return onStage(server, prepared, {}, async (stage) => {
    const url = server.url(stage.database)
    await asking(url, (sql) => arm(sql, [point]))
    await asking(url, (sql) => reached(sql, point, stage.worker.tend))
    disk.fill()
    await asking(url, (sql) => letPass(sql, point))
    const felt = await meeting(stage, disk)
    disk.free()
    if (!(await answers(url))) {
      await server.kill()
      await server.startAgain()
    }
    const found = await ending(stage, prepared)
    const [lost, doubled] = [surplus(expected, found).length, surplus(found, expected).length]
    return { felt, lost, doubled, same: found.hash === expected.hash }
  })
}

/** What came of it: what the worker said of its job, or that the server has gone. */
async function meeting({ server, database, worker }: Stage, disk: SmallDisk): Promise<string> {
  for (const until = Date.now() + WAIT; Date.now() < until; await pause(100)) {
    worker.tend()
    disk.fill()
    if (worker.output().includes('"code":"53100"')) return 'the job failed with 53100'
    if (!(await answers(server.url(database)))) return 'PostgreSQL went down'
  }
  throw new Error(`nobody met the full disk:\n${worker.output()}`)
}

async function answers(url: string): Promise<boolean> {
  return asking(url, (sql) => sql`select 1`).then(
    () => true,
    () => false,
  )
}
