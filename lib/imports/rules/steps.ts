import type { ImportState } from '@/db/schema/vocabulary'

/** What a person goes through with a file, each step with an address of its own. */
export const STEPS = ['file', 'read', 'columns', 'check', 'result'] as const
export type Step = (typeof STEPS)[number]

const OPEN: Record<ImportState, Step[]> = {
  uploaded: ['read'],
  read: ['read', 'columns'],
  checking: ['check'],
  checked: ['read', 'columns', 'check'],
  running: ['result'],
  done: ['result'],
  stopped: ['result'],
  failed: ['result'],
}

/** The steps of an import that can be looked at, in their order; the last is where it waits for somebody. */
export function openSteps({ state }: { state: ImportState }): Step[] {
  return OPEN[state]
}

/** Where whoever comes back to an import goes on. */
export function stepOf(one: { state: ImportState }): Step {
  return openSteps(one).at(-1) ?? 'read'
}

export function importAddress({ key, state }: { key: string; state: ImportState }): string {
  return `/imports/${key}/${stepOf({ state })}`
}
