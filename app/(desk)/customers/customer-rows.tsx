'use client'

import { customerAddress } from '@/lib/customers/rules'
import type { CustomerColumn } from '@/lib/customers/rules/columns'
import { type Cell, drawn } from './column-cells'

/** A customer as the list shows it. */
export type Line = {
  id: number
  code: string
  /** What the link to the file says. */
  head: string
  tick: string
  /** Where and whose, for a telephone, which has no column for it. */
  where: string
  /** What stands in each column; in the one that heads the row, what follows the link. */
  cells: Cell[]
}

type Props = {
  columns: readonly { name: CustomerColumn; heads: boolean; className: string | undefined }[]
  lines: Line[]
  ticks: boolean
}

/** The rows of a page. What all of them have alike stands here once, instead of being sent with each. */
export function CustomerRows({ columns, lines, ticks }: Props) {
  return lines.map(({ id, code, head, tick, where, cells }) => (
    <tr key={id}>
      <td className="no-print">
        {ticks && (
          <label className="tick-cell">
            <input type="checkbox" name="id" value={id} aria-label={tick} className="tick" />
          </label>
        )}
      </td>
      {columns.map(({ name, heads, className }, at) => {
        const Cell = heads ? 'th' : 'td'
        return (
          <Cell key={name} data-cell={name} className={className} scope={heads ? 'row' : undefined}>
            {heads && (
              <a href={customerAddress(code)} className="font-semibold hover:underline">
                {head}
              </a>
            )}
            {drawn(cells[at])}
            {name === 'code' && where && <span className="font-sans font-normal md:hidden">{where}</span>}
          </Cell>
        )
      })}
    </tr>
  ))
}
