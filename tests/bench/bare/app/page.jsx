import { connection } from 'next/server'
import { Table } from './table'

const WORDS = ['Code', 'City', 'Country', 'Collector', 'Colleagues', 'Ageing', 'Overdue', 'Balance', 'Late']

/** What Next itself takes for fifty rows, made anew at each request, without a database, a session or anything around them. */
export default async function Page() {
  await connection()
  const rows = Array.from({ length: 50 }, (_, row) => ({
    id: row,
    name: `Customer ${row}`,
    cells: WORDS.map((word) => `${word} ${row}`),
  }))
  return <Table rows={rows} />
}
