import type { ReactNode } from 'react'
import { AgeingStrip } from '@/app/_blocks/ageing-strip'

/**
 * What a cell says, in words of the server, whose conventions a browser may not know; bare values, because a page has
 * five hundred cells.
 */
export type Cell =
  | string
  | null
  | undefined
  | { whole: string }
  | { faint: string }
  | { title: string; text: string }
  | { short: string; full: string }
  | { buckets: string[]; label: string }
  | { names: string[]; more: string; moreWide: string }
  | { state: string }
  | { tel: string; text: string }

export function drawn(cell: Cell): ReactNode {
  if (!cell || typeof cell === 'string') return cell
  if ('buckets' in cell) return <AgeingStrip {...cell} />
  if ('names' in cell) return <Colleagues {...cell} />
  if ('short' in cell)
    return (
      <>
        <span aria-hidden>{cell.short}</span>
        <span className="sr-only">{cell.full}</span>
      </>
    )
  if ('whole' in cell) return <span title={cell.whole}>{cell.whole}</span>
  if ('faint' in cell) return <span className="text-ink-3">{cell.faint}</span>
  if ('state' in cell) return <span className="tag tag-warn ml-2">{cell.state}</span>
  if ('tel' in cell)
    return (
      <a href={`tel:${cell.tel}`} className="hover:underline">
        {cell.text}
      </a>
    )
  return <abbr title={cell.title}>{cell.text}</abbr>
}

type ColleaguesProps = { names: string[]; more: string; moreWide: string }

/** The first colleague, on a wide screen the second, and how many more. */
function Colleagues({ names: [first, second], more, moreWide }: ColleaguesProps) {
  return (
    <>
      {first && <Name name={first} />}
      {second && <Name name={second} className="tag max-[1599px]:hidden" />}
      {more && <span className="tag min-[1600px]:hidden">{more}</span>}
      {moreWide && <span className="tag max-[1599px]:hidden">{moreWide}</span>}
    </>
  )
}

function Name({ name, className = 'tag' }: { name: string; className?: string }) {
  return (
    <span className={className} title={name}>
      {shortened(name)}
    </span>
  )
}

/** First name and the initial of the last: `Ana N.` */
function shortened(name: string): string {
  const [first = '', ...rest] = name.split(' ')
  const last = rest.at(-1)
  return last ? `${first} ${last.charAt(0)}.` : first
}
