'use client'

import { type Cell, drawn } from './cell'

/** A row as it is shown. */
export type Line = {
  id: number
  /** What heads the row: a link. `label`: what it says to whom does not see the rest. */
  href: string
  head: string
  label?: string
  tick: string
  /** What stands in each column; in the one that heads the row, what follows the link. */
  cells: Cell[]
}

type Props = {
  columns: readonly { name: string; heads: boolean; className: string | undefined }[]
  lines: Line[]
  ticks: boolean
}

/** The rows of a list that can be ticked. What all of them have alike stands here once, instead of being sent with each. */
export function Rows({ columns, lines, ticks }: Props) {
  return lines.map(({ id, href, head, label, tick, cells }) => (
    <tr key={id}>
      <td className="no-print">
        {ticks && (
          <label className="tick-cell">
            <input type="checkbox" name="id" value={id} aria-label={tick} className="tick" />
          </label>
        )}
      </td>
      {columns.map(({ name, heads, className }, at) => {
        const Column = heads ? 'th' : 'td'
        return (
          <Column key={name} data-cell={name} className={className} scope={heads ? 'row' : undefined}>
            {heads && (
              <a href={href} aria-label={label} className="font-semibold hover:underline">
                {head}
              </a>
            )}
            {drawn(cells[at])}
          </Column>
        )
      })}
    </tr>
  ))
}
