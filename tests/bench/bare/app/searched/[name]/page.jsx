import { readFileSync } from 'node:fs'
import { connection } from 'next/server'
import postgres from 'postgres'
import { Table } from '../../table'

/** @type {Record<string, import('../../../../by-hand').ByHand> | undefined} */
let searches

const sql = postgres(process.env.DATABASE_URL ?? '')

/**
 * The same for fifty customers of a search, as somebody would write it by hand: its two statements and its rows.
 *
 * @param {{ params: Promise<{ name: string }> }} props
 */
export default async function Page({ params }) {
  await connection()
  searches ??= JSON.parse(readFileSync(process.env.SEARCHES ?? '', 'utf8'))
  const { counted, listed, values, day } = searches?.[(await params).name] ?? {}
  const [[size], found] = await Promise.all([
    sql.unsafe(counted ?? '', values, { prepare: true }),
    sql.unsafe(listed ?? '', [...(values ?? []), day], { prepare: true }),
  ])
  const rows = found.map((row) => ({
    id: row.id,
    name: row.name,
    cells: [
      row.code,
      row.city,
      row.country,
      row.collector,
      row.colleagues.join(', '),
      [row.not_due, row.late_30, row.late_60, row.late_90, row.late_over].join(' '),
      row.overdue,
      row.balance,
      row.late,
    ],
  }))
  return (
    <>
      <p>{Object.values(size ?? {}).join(' ')}</p>
      <Table rows={rows} />
    </>
  )
}
