import type { ReactNode } from 'react'
import { AgeingStrip } from './ageing-strip'

/**
 * What a cell of a list says, in words of the server, whose conventions a browser may not know. Bare values: a page has
 * five hundred cells.
 */
export type Cell =
  | string
  | null
  | undefined
  /** Text that may be cut, and is there whole for whoever points at it. */
  | { whole: string }
  | { faint: string }
  /** What is short to the eye and in full to the ear. */
  | { short: string; full: string }
  | { abbreviation: string; title: string }
  | { buckets: string[]; label: string }
  | { names: string[]; more: string; moreWide: string }
  | { star: string }
  | { href: string; text: string; title?: string; state?: string | undefined }
  /** `state`: what is unusual; `phone`: what a telephone has no column for. */
  | { text?: string; state?: string | undefined; phone?: string }

export function drawn(cell: Cell): ReactNode {
  if (!cell || typeof cell === 'string') return cell
  if ('whole' in cell) return <span title={cell.whole}>{cell.whole}</span>
  if ('faint' in cell) return <span className="text-ink-3">{cell.faint}</span>
  if ('abbreviation' in cell) return <abbr title={cell.title}>{cell.abbreviation}</abbr>
  // Called, not made elements: a component costs more than the one tag it draws.
  if ('buckets' in cell) return AgeingStrip(cell)
  if ('names' in cell) return colleagues(cell)
  if ('short' in cell)
    return (
      <>
        <span aria-hidden>{cell.short}</span>
        <span className="sr-only">{cell.full}</span>
      </>
    )
  if ('star' in cell)
    return (
      <i
        className="icon icon-star ml-1.5 inline-block size-3.5 align-[-2px] text-accent"
        role="img"
        aria-label={cell.star}
      />
    )
  if ('href' in cell)
    return (
      <>
        <a href={cell.href} title={cell.title}>
          {cell.text}
        </a>
        {cell.state && <span className="tag tag-warn ml-2">{cell.state}</span>}
      </>
    )
  return (
    <>
      {cell.text}
      {cell.state && <span className="tag tag-warn ml-2">{cell.state}</span>}
      {cell.phone && <span className="font-sans font-normal md:hidden">{cell.phone}</span>}
    </>
  )
}

type Names = { names: string[]; more: string; moreWide: string }

/** The first colleague, on a wide screen the second, and how many more. */
function colleagues({ names: [first, second], more, moreWide }: Names) {
  return (
    <>
      {first && nameTag(first, 'tag')}
      {second && nameTag(second, 'tag max-[1599px]:hidden')}
      {more && <span className="tag min-[1600px]:hidden">{more}</span>}
      {moreWide && <span className="tag max-[1599px]:hidden">{moreWide}</span>}
    </>
  )
}

function nameTag(name: string, className: string) {
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
