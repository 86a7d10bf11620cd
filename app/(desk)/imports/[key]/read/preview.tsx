import type { ReactNode } from 'react'
import { Link } from '@/app/_ui/link'
import { Notice } from '@/app/_ui/notice'
import { formatFor, wordsFor } from '@/app/reader'
import { Refusal } from '@/lib/errors'
import { columnName } from '@/lib/imports/parse/table'
import { previewFile } from '@/lib/imports/queries/reading'
import { likelierKind } from '@/lib/imports/queries/suggest'
import type { Shown } from './parts'
import { orReason, Unreadable } from './unreadable'

const ROWS = 20
/** A sheet that somebody dragged to its last column is still a page. */
const COLUMNS = 100

/** The first rows as they would be read; where they cannot be, why, and nothing to go on with. */
export async function Preview({ children, ...shown }: Shown & { children: ReactNode }) {
  const { ctx, found, reading } = shown
  const table = await orReason(previewFile(found, reading, ROWS))
  if (table instanceof Refusal) return <Unreadable ctx={ctx} reason={table} />
  return (
    <>
      <OtherKind {...shown} headings={table.headings} />
      {children}
      <Rows {...shown} {...table} />
    </>
  )
}

type TableProps = Shown & Awaited<ReturnType<typeof previewFile>>

function Rows({ ctx, reading, headings, rows }: TableProps) {
  const t = wordsFor(ctx, 'files')
  const format = formatFor(ctx)
  const title = t('read.preview', { count: rows.length })
  const width = Math.min(COLUMNS, Math.max(headings.length, ...rows.map(({ cells }) => cells.length)))
  const places = Array.from({ length: width }, (_, place) => place)
  return (
    <div className="mx-0! grid min-w-0 gap-2">
      <h2 className="px-5 font-semibold max-md:px-3.5">{title}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways, so the keyboard must get into it. */}
      <section aria-label={title} tabIndex={0} className="overflow-x-auto">
        <table className="table">
          <thead>
            <tr>
              <th scope="col" className="num">
                {t('read.line')}
              </th>
              {places.map((place) => (
                <th key={place} scope="col" className="max-w-60 truncate">
                  {headings[place] ? (
                    <span className={reading.headings ? 'font-semibold text-ink' : 'code'}>{headings[place]}</span>
                  ) : (
                    <span className="text-ink-3">{t('read.unnamed')}</span>
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ line, cells }) => (
              <tr key={line}>
                <th scope="row" className="num text-ink-3">
                  {format.number(line)}
                </th>
                {places.map((place) => (
                  <td key={columnName(place)} className="max-w-60 truncate whitespace-pre">
                    {cells[place]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  )
}

/** What the headings say where they fit another kind of file better than the one that was chosen. */
function OtherKind({ ctx, found, kind, headings }: Shown & { headings: string[] }) {
  const likelier = likelierKind(ctx, kind, headings)
  if (!likelier) return null
  const t = wordsFor(ctx, 'files')
  const same = String(likelier.count === likelier.own)
  return (
    <Notice tone="warn">
      {t('read.otherKind', { ...likelier, same })}{' '}
      <Link href={`/imports/${found.key}/read?kind=${likelier.kind}`} className="link">
        {t('read.takeOtherKind')}
      </Link>
    </Notice>
  )
}
