import { Link } from '@/app/_ui/link'
import type { CustomerRow } from '@/lib/customers/queries/list'
import { customerAddress } from '@/lib/customers/rules'
import type { Reader } from './columns'

type RowProps = { row: CustomerRow; reader: Reader }

/** On a telephone where and whose stand behind the code, as far as they are shown. */
export function CodeCell({ row, reader: { columns, words } }: RowProps) {
  const beside = [columns.includes('city') && row.city, row.collector]
  return (
    <>
      {columns.includes('name') ? row.code : <FileLink row={row}>{row.code}</FileLink>}
      {!columns.includes('name') && <Rest row={row} columns={columns} words={words} />}
      <span className="font-sans font-normal md:hidden">{beside.filter(Boolean).map((text) => ` · ${text}`)}</span>
    </>
  )
}

export function NameCell({ row, reader: { columns, words } }: RowProps) {
  return (
    <>
      <FileLink row={row}>{row.name}</FileLink>
      <Rest row={row} columns={columns} words={words} />
    </>
  )
}

function FileLink({ row, children }: { row: CustomerRow; children: string }) {
  return (
    <Link href={customerAddress(row.code)} className="font-semibold hover:underline">
      {children}
    </Link>
  )
}

/** That a customer is not an active one, where no column says it. */
function Rest({ row, columns, words }: { row: CustomerRow } & Pick<Reader, 'columns' | 'words'>) {
  if (row.state === 'active' || columns.includes('state')) return null
  return <span className="tag tag-warn ml-2">{words(`states.${row.state as 'blocked'}`)}</span>
}

/** The first colleague, on a wide screen the second, and how many more. */
export function Colleagues({ names, count, t }: { names: string[]; count: number; t: Reader['t'] }) {
  const [first, second] = names
  return (
    <span className="inline-flex gap-1">
      {first && <Name name={first} />}
      {second && <Name name={second} className="max-[1599px]:hidden" />}
      {count > 1 && <span className="tag min-[1600px]:hidden">{t('moreColleagues', { count: count - 1 })}</span>}
      {count > 2 && <span className="tag max-[1599px]:hidden">{t('moreColleagues', { count: count - 2 })}</span>}
    </span>
  )
}

function Name({ name, className = '' }: { name: string; className?: string }) {
  return (
    <span className={`tag ${className}`} title={name}>
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

export function Groups({ names }: { names: readonly string[] }) {
  return <span title={names.length > 1 ? names.join(', ') : undefined}>{names.join(', ')}</span>
}

/** The number as typed; a click dials it where it could be read. */
export function Phone({ phone }: { phone: CustomerRow['facts']['contactPhone'] }) {
  if (!phone?.typed) return null
  if (!phone.dialled) return <span className="tabular-nums">{phone.typed}</span>
  return (
    <a href={`tel:${phone.dialled}`} className="tabular-nums hover:underline">
      {phone.typed}
    </a>
  )
}
