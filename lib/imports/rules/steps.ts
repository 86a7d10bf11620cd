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

type Standing = { state: ImportState; undoOf: number | null }

/**
 * The steps of an import that can be looked at, in their order; the last is where it waits for somebody. An undoing has
 * no file to read.
 */
export function openSteps({ state, undoOf }: Standing): Step[] {
  return undoOf === null ? OPEN[state] : OPEN[state].filter((step) => step === 'check' || step === 'result')
}

/** Where whoever comes back to an import goes on. */
export function importAddress(one: Standing & { key: string }): string {
  return `/imports/${one.key}/${openSteps(one).at(-1) ?? 'check'}`
}
