import type postgres from 'postgres'
import { importsStandingOf } from './imports-standing'
import { type Standing, standingOf } from './standing'

/** What is done in the runs of a case, by which program, and what is looked at in the end. */
export type Trial = {
  program: string
  env: Readonly<Record<string, string>>
  /** Rows as long as it has not ended. */
  left: (sql: postgres.Sql) => Promise<readonly unknown[]>
  standingOf: (sql: postgres.Sql) => Promise<Standing>
}

export const CHANGE: Trial = {
  program: 'lib/jobs/start.ts',
  env: {},
  left: (sql) => sql`
    select from changes where state = 'running'
    union all select from graphile_worker.jobs where task_identifier = 'changes.run'`,
  standingOf,
}

export const importing = (slice: number): Trial => ({
  program: 'tests/faults/small-worker.ts',
  env: { ENCOURS_TEST_SLICE: String(slice) },
  left: (sql) => sql`
    select from imports where state = 'running'
    union all select from graphile_worker.jobs where task_identifier = 'imports.run'`,
  standingOf: importsStandingOf,
})
