import { type Case, CHUNKS } from './cases'
import { MOMENTS, type Point } from './gate'
import type { ImportCase } from './imports'
import type { Fault } from './round'

export type AnyCase = Case | ImportCase

/** One way to disturb: the faults of one run, in the order in which a worker meets them. */
type Sweep = {
  name: string
  faults: (one: AnyCase) => Fault[]
  /** What the worker is told besides. */
  env?: Record<string, string>
  only?: readonly string[]
}

const ENDED: Point = { position: 0, moment: 'ended' }

export const SWEEPS: readonly Sweep[] = [
  {
    name: 'worker',
    faults: (one) => [
      // A worker can be gone while its transaction is not; where in a chunk that is not committed, is all the same after the first.
      ...MOMENTS.slice(0, 2)
        .filter((moment) => moment !== 'counted' || isCounted(one))
        .map((moment) => ({ position: 0, moment, what: 'worker' as const })),
      ...everywhere(one, 'worker', ['settled', 'commit']),
    ],
  },
  { name: 'PostgreSQL', faults: (one) => everywhere(one, 'PostgreSQL', ['settled', 'commit']) },
  { name: 'sessions', faults: (one) => everywhere(one, 'sessions', ['settled']) },
  {
    name: 'wire',
    faults: (one) =>
      everywhere(one, 'cut', ['settled', 'commit']).map((fault) =>
        fault.moment === 'commit' ? { ...fault, what: 'reset' } : fault,
      ),
  },
  {
    name: 'frozen',
    // Another takes the place, and is met there by the first.
    faults: (one) =>
      everywhere(one, 'freeze', ['settled', 'commit']).map((fault) =>
        fault.moment === 'commit' ? { ...fault, what: 'thaw' } : fault,
      ),
    env: { ENCOURS_TEST_LEASE: '2000' },
  },
  {
    name: 'slow',
    faults: () => [
      { position: 0, moment: 'settled', what: 'slow' },
      { position: 1, moment: 'settled', what: 'fast' },
    ],
    only: ['associate', 'contact-domain', 'import-customers'],
  },
]

/** In each chunk, and when all is done but the saying so. */
function everywhere(one: AnyCase, what: Fault['what'], moments: readonly Point['moment'][]): Fault[] {
  const chunks = Array.from({ length: CHUNKS }, (_, position) => moments.map((moment) => ({ position, moment })))
  return [...chunks.flat(), ...atEnd(one)].map((point) => ({ ...point, what }))
}

function isCounted(one: AnyCase): boolean {
  return !('file' in one) || one.counts !== undefined
}

const atEnd = (one: AnyCase): Point[] => [...(('also' in one && one.also) || []), ENDED]
