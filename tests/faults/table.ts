import type { Outcome } from './round'
import { SWEEPS } from './sweeps'

/** What became of a case: how often each way to disturb it was tried, and how it ended. */
export type Row = { name: string; faults: Readonly<Record<string, number>>; rounds: number } & Counts
type Counts = { same: number; lost: number; doubled: number }

const WAYS = SWEEPS.map(({ name }) => name)

export const heading = () => line('', WAYS, ['identical', 'lost', 'doubled'])

export function rowOf(name: string, outcomes: Readonly<Record<string, readonly Outcome[]>>): Row {
  const all = Object.values(outcomes).flat()
  const sum = (list: readonly Outcome[], count: (outcome: Outcome) => number) =>
    list.reduce((total, outcome) => total + count(outcome), 0)
  return {
    name,
    faults: Object.fromEntries(Object.entries(outcomes).map(([way, list]) => [way, sum(list, ({ faults }) => faults)])),
    rounds: all.length,
    same: sum(all, ({ same }) => Number(same)),
    lost: sum(all, ({ lost }) => lost.length),
    doubled: sum(all, ({ doubled }) => doubled.length),
  }
}

export function sumOf(rows: readonly Row[]): Row {
  const sum = (count: (row: Row) => number) => rows.reduce((total, row) => total + count(row), 0)
  return {
    name: 'all',
    faults: Object.fromEntries(WAYS.map((way) => [way, sum(({ faults }) => faults[way] ?? 0)])),
    ...{ rounds: sum(({ rounds }) => rounds), same: sum(({ same }) => same) },
    ...{ lost: sum(({ lost }) => lost), doubled: sum(({ doubled }) => doubled) },
  }
}

export function written({ name, faults, rounds, same, lost, doubled }: Row): string {
  const ways = WAYS.map((way) => faults[way] || '')
  return line(name, ways, [`${same}/${rounds}`, lost, doubled])
}

function line(name: string, ways: readonly (string | number)[], ends: readonly (string | number)[]): string {
  return [name.padEnd(18), ...[...ways, ...ends].map((cell) => String(cell).padStart(11))].join('')
}
