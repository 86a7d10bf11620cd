'use client'

import { drawn } from './cell'
import { read } from './line'

type Props = {
  columns: readonly { name: string; heads: boolean; className: string | undefined }[]
  /** Of `written`. */
  lines: string
  ticks: boolean
}

/**
 * The rows of a list that can be ticked. What all of them have alike stands here once, instead of being sent with each.
 */
export function Rows({ columns, lines, ticks }: Props) {
  return read(lines).map(({ id, href, head, label, tick, cells }) => (
    <tr key={id}>
      <td>
        {ticks && (
          <label className="tick-cell">
            <input type="checkbox" name="id" value={id} aria-label={tick} className="tick" />
          </label>
        )}
      </td>
      {columns.map(({ name, heads, className }, at) =>
        heads ? (
          <th key={name} data-cell={name} className={className} scope="row">
            <a href={href} aria-label={label}>
              {head}
            </a>
            {drawn(cells[at])}
          </th>
        ) : (
          <td key={name} data-cell={name} className={className}>
            {drawn(cells[at])}
          </td>
        ),
      )}
    </tr>
  ))
}
