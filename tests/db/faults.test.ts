import { afterAll, beforeAll, expect, test } from 'vitest'
import { CASES } from '../faults/cases'
import type { Cast } from '../faults/company'
import { IMPORT_CASES } from '../faults/imports'
import { dropCase, makeBase, prepareCase } from '../faults/prepare'
import { disturbed, type Fault, type Outcome, undisturbed } from '../faults/round'
import { openServer, type Server } from '../faults/server'
import { surplus } from '../faults/standing'

// `npm run faults` does this at every chunk of every kind of change. This is one of each, on a server of its own.

let server: Server
let cast: Cast

beforeAll(async () => {
  server = await openServer()
  cast = await makeBase(server, { size: 300, seed: 1 })
})
afterAll(() => server.close())

/** The case with these faults, compared with the case without. */
async function withFaults(name: string, faults: Fault[], env?: Record<string, string>): Promise<Outcome> {
  const prepared = await prepareCase(server, cast, [...CASES, ...IMPORT_CASES].find((one) => one.name === name)!)
  const outcome = await disturbed(server, prepared, faults, { expected: await undisturbed(server, prepared), env })
  await dropCase(server, prepared)
  return outcome
}

test('a change of contacts ends as if nobody had disturbed it: the wire is cut, a worker frozen until another has its place, one killed, and PostgreSQL too', async () => {
  const faults: Fault[] = [
    { what: 'cut', position: 0, moment: 'settled' },
    { what: 'reset', position: 0, moment: 'commit' },
    { what: 'freeze', position: 1, moment: 'settled' },
    { what: 'thaw', position: 1, moment: 'commit' },
    { what: 'worker', position: 2, moment: 'settled' },
    { what: 'PostgreSQL', position: 2, moment: 'commit' },
  ]
  const outcome = await withFaults('contact-remove', faults, { ENCOURS_TEST_LEASE: '2000' })
  expect(outcome).toEqual({ faults: 5, lost: [], doubled: [], same: true })
}, 120_000)

test('an import whose session is ended, whose worker and whose PostgreSQL are killed within a slice ends as if nobody had disturbed it', async () => {
  const faults: Fault[] = [
    { what: 'sessions', position: 0, moment: 'settled' },
    { what: 'worker', position: 1, moment: 'settled' },
    { what: 'PostgreSQL', position: 2, moment: 'commit' },
  ]
  expect(await withFaults('import-contacts', faults)).toEqual({ faults: 3, lost: [], doubled: [], same: true })
}, 120_000)

test('rows that were lost or doubled would be seen', async () => {
  const [one, two] = [
    { hash: '1', lines: ['a', 'b', 'b'] },
    { hash: '2', lines: ['a', 'a', 'b'] },
  ]
  expect([surplus(one, two), surplus(two, one)]).toEqual([['b'], ['a']])
})
