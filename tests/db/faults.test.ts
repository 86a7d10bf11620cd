import { afterAll, beforeAll, expect, test } from 'vitest'
import { CASES } from '../faults/cases'
import type { Cast } from '../faults/company'
import { IMPORT_CASES } from '../faults/imports'
import { dropCase, makeBase, prepareCase } from '../faults/prepare'
import { disturbed, type Kill, undisturbed } from '../faults/round'
import { openServer, type Server } from '../faults/server'
import { surplus } from '../faults/standing'

// `npm run faults` kills at every chunk of every kind of change. This is one of each, on a server of its own.

let server: Server
let cast: Cast

beforeAll(async () => {
  server = await openServer()
  cast = await makeBase(server, { size: 300, seed: 1 })
})
afterAll(() => server.close())

test('a change whose worker and whose PostgreSQL are killed within a chunk ends as if nobody had disturbed it', async () => {
  const replace = CASES.find(({ name }) => name === 'replace')!
  const prepared = await prepareCase(server, cast, replace)
  const expected = await undisturbed(server, prepared)
  const kills: Kill[] = [
    { victim: 'worker', position: 1, moment: 'settled' },
    { victim: 'PostgreSQL', position: 2, moment: 'settled' },
  ]
  expect(await disturbed(server, prepared, kills, expected)).toEqual({ kills: 2, lost: [], doubled: [], same: true })
  await dropCase(server, prepared)
}, 120_000)

test('an import whose connection is cut, whose worker and whose PostgreSQL are killed within a slice ends as if nobody had disturbed it', async () => {
  const contacts = IMPORT_CASES.find(({ name }) => name === 'import-contacts')!
  const prepared = await prepareCase(server, cast, contacts)
  const expected = await undisturbed(server, prepared)
  const kills: Kill[] = [
    { victim: 'connections', position: 0, moment: 'settled' },
    { victim: 'worker', position: 1, moment: 'settled' },
    { victim: 'PostgreSQL', position: 2, moment: 'commit' },
  ]
  expect(await disturbed(server, prepared, kills, expected)).toEqual({ kills: 3, lost: [], doubled: [], same: true })
}, 120_000)

test('rows that were lost or doubled would be seen', async () => {
  const [one, two] = [
    { hash: '1', lines: ['a', 'b', 'b'] },
    { hash: '2', lines: ['a', 'a', 'b'] },
  ]
  expect([surplus(one, two), surplus(two, one)]).toEqual([['b'], ['a']])
})
