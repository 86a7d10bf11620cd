import { parseArgs } from 'node:util'
import { CASES, type Case, CHUNKS } from './cases'
import { type Point, pointsOfChunk } from './gate'
import { IMPORT_CASES, type ImportCase } from './imports'
import { pressButtons } from './numbers'
import { dropCase, makeBase, type Prepared, prepareCase } from './prepare'
import { disturbed, type Outcome, undisturbed, type Victim } from './round'
import { openServer, type Server } from './server'

// npm run faults -- [--size N] [--seed N] [--only KIND]: kills the worker, and PostgreSQL, at every chunk of every kind of mass change
// and every slice of every kind of import, lets another worker finish, and compares what there is then, row by row, with a run that nobody disturbed. Then it holds the number on
// the button, of a hundred thousand, to what became of them. Ends with 1 on any difference.

const USAGE = 'npm run faults -- [--size N] [--seed N] [--only KIND]'
/** Smaller changes are done at once and not by the worker. */
const SMALLEST = 250
const LARGEST = 200_000
const NUMBERS = 'numbers'
const MANY = 100_000
const ALL: readonly (Case | ImportCase)[] = [...CASES, ...IMPORT_CASES]
const VICTIMS: readonly Victim[] = ['worker', 'PostgreSQL', 'connections']

type Options = { size: number; seed: number; cases: readonly (Case | ImportCase)[]; numbers: boolean }
type Sum = { kills: number; lost: number; doubled: number; same: number; rounds: number }

const options = readOptions()
process.exit(options ? await run(options) : 1)

function readOptions(): Options | undefined {
  try {
    const { values } = parseArgs({
      options: {
        size: { type: 'string', default: '500' },
        seed: { type: 'string', default: '1' },
        only: { type: 'string' },
      },
    })
    const [size, seed] = [Number(values.size), Number(values.seed)]
    if (!Number.isInteger(size) || size < SMALLEST || size > LARGEST)
      throw new Error(`--size is a whole number from ${SMALLEST} to ${LARGEST}`)
    if (!Number.isInteger(seed) || seed < 1 || seed > 1_000_000)
      throw new Error('--seed is a whole number from 1 to 1000000')
    const cases = ALL.filter(({ name }) => values.only === undefined || name === values.only)
    const numbers = values.only === undefined || values.only === NUMBERS
    if (cases.length === 0 && !numbers)
      throw new Error(`--only is one of ${[...ALL.map(({ name }) => name), NUMBERS].join(', ')}`)
    return { size, seed, cases, numbers }
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n${USAGE}`)
    return undefined
  }
}

async function run({ size, seed, cases, numbers }: Options): Promise<number> {
  const server = await openServer()
  try {
    const differing = cases.length > 0 ? await killEverywhere(server, { size, seed, cases }) : 0
    const wrong = numbers ? await pressButtons(server, MANY, seed) : 0
    return differing + wrong === 0 ? 0 : 1
  } finally {
    await server.close()
  }
}

/** Answers how many rounds ended otherwise than undisturbed. */
async function killEverywhere(server: Server, { size, seed, cases }: Omit<Options, 'numbers'>): Promise<number> {
  const total = sumOf([])
  const cast = await makeBase(server, { size, seed })
  console.log(line('work', 'killed', ['kills', 'lost', 'doubled', 'final states']))
  for (const one of cases) {
    const prepared = await prepareCase(server, cast, one)
    for (const victim of VICTIMS) add(total, await sweep(server, prepared, one, victim))
    await dropCase(server, prepared)
  }
  const { kills, lost, doubled, same, rounds } = total
  console.log(`\nkills ${kills}, lost ${lost}, doubled ${doubled}, final states ${same} of ${rounds}`)
  return rounds - same
}

/** A round a chunk: the victim is killed in it at one moment after another. The last one is also killed when all is done but the saying so. */
async function sweep(server: Server, prepared: Prepared, one: Case | ImportCase, victim: Victim): Promise<Sum> {
  const expected = await undisturbed(server, prepared)
  const outcomes: Outcome[] = []
  for (let position = 0; position < CHUNKS; position++) {
    const points = pointsOfChunk(position, victim).filter(({ moment }) => moment !== 'counted' || counted(one))
    if (position === CHUNKS - 1) points.push(...pointsAfter(one), { position: 0, moment: 'ended' })
    const kills = points.map((point) => ({ ...point, victim }))
    const outcome = await disturbed(server, prepared, kills, expected)
    for (const row of outcome.lost.slice(0, 5)) console.log(`chunk ${position}, lost: ${row}`)
    for (const row of outcome.doubled.slice(0, 5)) console.log(`chunk ${position}, doubled: ${row}`)
    outcomes.push(outcome)
  }
  const sum = sumOf(outcomes)
  console.log(line(one.name, victim, [sum.kills, sum.lost, sum.doubled, `${sum.same} of ${sum.rounds}`]))
  return sum
}

function counted(one: Case | ImportCase): boolean {
  return !('file' in one) || one.counts !== undefined
}

function pointsAfter(one: Case | ImportCase): readonly Point[] {
  return ('also' in one && one.also) || []
}

function sumOf(outcomes: readonly Outcome[]): Sum {
  const sum = (count: (outcome: Outcome) => number) => outcomes.reduce((total, outcome) => total + count(outcome), 0)
  return {
    kills: sum(({ kills }) => kills),
    lost: sum(({ lost }) => lost.length),
    doubled: sum(({ doubled }) => doubled.length),
    same: sum(({ same }) => Number(same)),
    rounds: outcomes.length,
  }
}

function add(total: Sum, more: Sum): void {
  for (const key of ['kills', 'lost', 'doubled', 'same', 'rounds'] as const) total[key] += more[key]
}

function line(name: string, victim: string, figures: readonly (string | number)[]): string {
  return [name.padEnd(18), victim.padEnd(12), ...figures.map((figure) => String(figure).padStart(13))].join('')
}
