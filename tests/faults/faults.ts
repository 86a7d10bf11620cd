import { parseArgs } from 'node:util'
import { CASES } from './cases'
import type { Cast } from './company'
import { fillDisk } from './disk'
import { IMPORT_CASES } from './imports'
import { pressButtons } from './numbers'
import { dropCase, makeBase, prepareCase } from './prepare'
import { disturbed, type Outcome, undisturbed } from './round'
import { openServer, type Server } from './server'
import { type AnyCase, SWEEPS } from './sweeps'
import { heading, type Row, rowOf, sumOf, written } from './table'

// npm run faults -- [--size N] [--seed N] [--only NAME]: kills the worker and PostgreSQL, cuts and slows what is between them, and freezes
// a worker until another has its place, at every chunk of every kind of mass change and every slice of every kind of import; lets it be
// finished, and compares what there is then, row by row, with a run that nobody disturbed. Then it fills the disk of PostgreSQL, and
// holds the number on the button, of a hundred thousand, to what became of them. Ends with 1 on any difference.

const USAGE = 'npm run faults -- [--size N] [--seed N] [--only NAME]'
/** Smaller changes are done at once and not by the worker, and a portfolio is a part of the company. */
const SMALLEST = 500
const LARGEST = 200_000
/** So many cases at a time, each on a server of its own: most of a run is waiting. */
const LANES = 4
const NUMBERS = 'numbers'
const MANY = 100_000
const DISK = 'disk'
const ON_FULL_DISK = ['associate', 'contact-domain', 'import-customers']
const ALL: readonly AnyCase[] = [...CASES, ...IMPORT_CASES]

type Options = { size: number; seed: number; only: string | undefined }

const options = readOptions()
process.exit(options ? await run(options) : 1)

function readOptions(): Options | undefined {
  try {
    const { values } = parseArgs({
      options: {
        size: { type: 'string', default: String(SMALLEST) },
        seed: { type: 'string', default: '1' },
        only: { type: 'string' },
      },
    })
    const [size, seed] = [Number(values.size), Number(values.seed)]
    if (!Number.isInteger(size) || size < SMALLEST || size > LARGEST)
      throw new Error(`--size is a whole number from ${SMALLEST} to ${LARGEST}`)
    if (!Number.isInteger(seed) || seed < 1 || seed > 1_000_000)
      throw new Error('--seed is a whole number from 1 to 1000000')
    const names = [...ALL.map(({ name }) => name), DISK, NUMBERS]
    if (values.only !== undefined && !names.includes(values.only))
      throw new Error(`--only is one of ${names.join(', ')}`)
    return { size, seed, only: values.only }
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n${USAGE}`)
    return undefined
  }
}

/** Answers the status to end with. */
async function run({ size, seed, only }: Options): Promise<number> {
  const began = Date.now()
  const cases = ALL.filter(({ name }) => only === undefined || name === only)
  const differing = cases.length > 0 ? await disturbAll({ size, seed, cases }) : 0
  const unfilled = only === undefined || only === DISK ? await fill(seed) : 0
  const wrong = only === undefined || only === NUMBERS ? await press(seed) : 0
  console.log(`${minutes(began)} minutes`)
  return differing + unfilled + wrong === 0 ? 0 : 1
}

function minutes(since: number): number {
  return Math.ceil((Date.now() - since) / 60_000)
}

/** Answers how many runs ended otherwise than undisturbed. */
async function disturbAll({ size, seed, cases }: { size: number; seed: number; cases: AnyCase[] }): Promise<number> {
  const [began, left, rows] = [Date.now(), [...cases], [] as Row[]]
  console.log(heading())
  const lane = async () => {
    const server = await openServer()
    try {
      const cast = await makeBase(server, { size, seed })
      for (let one = left.shift(); one; one = left.shift()) {
        const row = await disturbOne(server, cast, one).catch((error: unknown) => broken(one, error))
        rows.push(row)
        console.log(`${written(row)}   ${rows.length} of ${cases.length}, ${minutes(began)} min`)
      }
    } finally {
      await server.close()
    }
  }
  await Promise.all(Array.from({ length: Math.min(LANES, cases.length) }, lane))
  const all = sumOf(rows)
  console.log(written(all))
  const faults = Object.values(all.faults).reduce((total, count) => total + count, 0)
  console.log(`\nkills ${faults}, identical ${all.same}/${all.runs}, lost ${all.lost}, doubled ${all.doubled}`)
  return all.runs - all.same
}

/** The other cases go on. */
function broken({ name }: AnyCase, error: unknown): Row {
  console.log(`${name}: ${error instanceof Error ? error.stack : error}`)
  return { ...rowOf(name, {}), runs: 1 }
}

async function disturbOne(server: Server, cast: Cast, one: AnyCase): Promise<Row> {
  const prepared = await prepareCase(server, cast, one)
  const expected = await undisturbed(server, prepared)
  const outcomes: Record<string, Outcome> = {}
  for (const { name, faults, env, only } of SWEEPS) {
    if (only && !only.includes(one.name)) continue
    const outcome = await disturbed(server, prepared, faults(one), { expected, env })
    for (const row of outcome.lost.slice(0, 5)) console.log(`${one.name}, ${name}: lost ${row}`)
    for (const row of outcome.doubled.slice(0, 5)) console.log(`${one.name}, ${name}: doubled ${row}`)
    outcomes[name] = outcome
  }
  await dropCase(server, prepared)
  return rowOf(one.name, outcomes)
}

async function fill(seed: number): Promise<number> {
  const found = await fillDisk(
    ALL.filter(({ name }) => ON_FULL_DISK.includes(name)),
    seed,
  )
  if (!found) {
    console.log('disk full: left out, as nobody but root on Linux can make a small disk')
    return 0
  }
  for (const { name, felt, lost, doubled, same } of found)
    console.log(
      `disk full, ${name}: ${felt}; with room again ${same ? 'identical' : 'DIFFERENT'}, lost ${lost}, doubled ${doubled}`,
    )
  return found.filter(({ same }) => !same).length
}

async function press(seed: number): Promise<number> {
  const server = await openServer()
  try {
    return await pressButtons(server, MANY, seed)
  } finally {
    await server.close()
  }
}
