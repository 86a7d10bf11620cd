import type { Outcome } from './round'
import { SWEEPS } from './sweeps'

/** What became of a case: how often each way to disturb it was tried, and how it ended. */
export type Row = { name: string; faults: Readonly<Record<string, number>>; runs: number } & Counts
type Counts = { same: number; lost: number; doubled: number }

const WAYS = SWEEPS.map(({ name }) => name)

export const heading = () => line('', WAYS, ['identical', 'lost', 'doubled'])

export function rowOf(name: string, outcomes: Readonly<Record<string, Outcome>>): Row {
  const all = Object.values(outcomes)
  const sum = (count: (outcome: Outcome) => number) => all.reduce((total, outcome) => total + count(outcome), 0)
  return {
    name,
    faults: Object.fromEntries(Object.entries(outcomes).map(([way, { faults }]) => [way, faults])),
    runs: all.length,
    same: sum(({ same }) => Number(same)),
    lost: sum(({ lost }) => lost.length),
    doubled: sum(({ doubled }) => doubled.length),
  }
}

export function sumOf(rows: readonly Row[]): Row {
  const sum = (count: (row: Row) => number) => rows.reduce((total, row) => total + count(row), 0)
  return {
    name: 'all',
    faults: Object.fromEntries(WAYS.map((way) => [way, sum(({ faults }) => faults[way] ?? 0)])),
    ...{ runs: sum(({ runs }) => runs), same: sum(({ same }) => same) },
    ...{ lost: sum(({ lost }) => lost), doubled: sum(({ doubled }) => doubled) },
  }
}

export function written({ name, faults, runs, same, lost, doubled }: Row): string {
  const ways = WAYS.map((way) => faults[way] || '')
  return line(name, ways, [`${same}/${runs}`, lost, doubled])
}

function line(name: string, ways: readonly (string | number)[], ends: readonly (string | number)[]): string {
  return [name.padEnd(18), ...[...ways, ...ends].map((cell) => String(cell).padStart(11))].join('')
}
