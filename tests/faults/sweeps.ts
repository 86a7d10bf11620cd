import { type Case, CHUNKS } from './cases'
import { MOMENTS, type Point } from './gate'
import type { ImportCase } from './imports'
import type { Fault } from './round'

export type AnyCase = Case | ImportCase

/** One way to disturb. Each of its rounds begins anew, and is a list of faults in the order in which a worker meets them. */
export type Sweep = {
  name: string
  rounds: (one: AnyCase) => Fault[][]
  /** What the worker is told besides. */
  env?: Record<string, string>
  only?: readonly string[]
}

const POSITIONS = Array.from({ length: CHUNKS }, (_, position) => position)
const LAST = CHUNKS - 1
const ENDED: Point = { position: 0, moment: 'ended' }

export const SWEEPS: readonly Sweep[] = [
  { name: 'worker', rounds: (one) => killing(one, 'worker', MOMENTS) },
  // To PostgreSQL, all that is not committed is the same; a worker can be gone while its transaction is not.
  { name: 'PostgreSQL', rounds: (one) => killing(one, 'PostgreSQL', ['settled', 'commit']) },
  { name: 'sessions', rounds: (one) => killing(one, 'sessions', ['settled']) },
  {
    name: 'wire',
    rounds: (one) =>
      POSITIONS.map((position) => [
        { position, moment: 'settled', what: 'cut' },
        { position, moment: 'commit', what: 'reset' },
        ...(position === LAST ? atEnd(one).map((point) => ({ ...point, what: 'cut' as const })) : []),
      ]),
  },
  { name: 'frozen', rounds: freezing, env: { ENCOURS_TEST_LEASE: '2000' } },
  {
    name: 'slow',
    rounds: () => [
      [
        { position: 0, moment: 'settled', what: 'slow' },
        { position: 1, moment: 'settled', what: 'fast' },
      ],
    ],
    only: ['associate', 'contact-domain', 'import-customers'],
  },
]

/** A round a chunk; in the last one also when all is done but the saying so. */
function killing(
  one: AnyCase,
  what: 'worker' | 'PostgreSQL' | 'sessions',
  moments: readonly Point['moment'][],
): Fault[][] {
  return POSITIONS.map((position) => {
    const points = moments
      .filter((moment) => moment !== 'counted' || isCounted(one))
      .map((moment) => ({ position, moment }))
    return [...points, ...(position === LAST ? atEnd(one) : [])].map((point) => ({ ...point, what }))
  })
}

/** In each chunk before anything is committed, so that another takes its place and is met there; and once while the last commit is under way. */
function freezing(): Fault[][] {
  const within = POSITIONS.map((position): Fault[] => [
    { position, moment: 'settled', what: 'freeze' },
    { position, moment: 'commit', what: 'thaw' },
  ])
  const committing: Fault[] = [
    { position: LAST, moment: 'commit', what: 'freeze' },
    { ...ENDED, what: 'thaw' },
  ]
  return [...within, committing]
}

function isCounted(one: AnyCase): boolean {
  return !('file' in one) || one.counts !== undefined
}

const atEnd = (one: AnyCase): Point[] => [...(('also' in one && one.also) || []), ENDED]
