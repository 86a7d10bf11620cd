import { connection } from 'next/server'
import { COLUMNS, Table } from './table'

/** What Next itself takes for fifty rows, made anew at each request, without a database, a session or anything around them. */
export default async function Page() {
  await connection()
  const rows = Array.from({ length: 50 }, (_, row) => ({
    id: row,
    name: `Customer ${row}`,
    cells: COLUMNS.map((column) => `${column} ${row}`),
  }))
  return <Table rows={rows} />
}
