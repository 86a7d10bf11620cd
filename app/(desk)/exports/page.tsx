import type { Metadata } from 'next'
import { Blank } from '@/app/_blocks/blank'
import { Link } from '@/app/_ui/link'
import { Notice } from '@/app/_ui/notice'
import { StayFresh } from '@/app/_ui/stay-fresh'
import { formatFor, wordsFor } from '@/app/reader'
import { requireContext } from '@/lib/auth/session'
import type { Context } from '@/lib/context'
import { type Export, listExports } from '@/lib/exports/queries/exports'
import { AT_ONCE, type ExportKind, MOST_WAITING } from '@/lib/exports/rules'
import { DownloadLink } from './download-link'

export async function generateMetadata(): Promise<Metadata> {
  return { title: wordsFor(await requireContext('exports.write'), 'exports')('title') }
}

/** What an order can be refused with, said on the page it leads back to. */
const REFUSED = ['tooManyExports', 'brokenSearch', 'gone', 'searchTooLong', 'checkFields'] as const

type Props = { searchParams: Promise<{ refused?: string | string[] }> }

/** The reader's own files that are made in the background, and those that can still be fetched. */
export default async function ExportsPage({ searchParams }: Props) {
  const ctx = await requireContext('exports.write')
  const t = wordsFor(ctx, 'exports')
  const asked = (await searchParams).refused
  const refused = REFUSED.find((key) => key === asked)
  const rows = await listExports(ctx)
  const underWay = rows.some(({ state }) => state === 'waiting' || state === 'running')
  return (
    <>
      <h1 className="px-5 pt-4 pb-3 text-xl font-semibold tracking-tight max-md:px-3.5">{t('title')}</h1>
      {refused && (
        <div className="px-5 pb-3 max-md:px-3.5">
          <Notice tone="bad">{wordsFor(ctx, 'refusals')(refused, { most: MOST_WAITING })}</Notice>
        </div>
      )}
      {underWay && <StayFresh />}
      {rows.length === 0 ? (
        <Blank title={t('empty')} hint={t('emptyHint', { count: AT_ONCE })} />
      ) : (
        <Table ctx={ctx} rows={rows} />
      )}
    </>
  )
}

function Table({ ctx, rows }: { ctx: Context; rows: Export[] }) {
  const t = wordsFor(ctx, 'exports')
  return (
    <div className="overflow-x-auto">
      <table className="table">
        <caption className="sr-only">{t('title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('facts.list')}</th>
            <th scope="col" className="max-md:hidden">
              {t('facts.search')}
            </th>
            <th scope="col" className="max-md:hidden">
              {t('when')}
            </th>
            <th scope="col" className="num max-md:hidden">
              {t('rows')}
            </th>
            <th scope="col" className="num max-md:hidden">
              {t('size')}
            </th>
            <th scope="col">{t('state')}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.key} ctx={ctx} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ ctx, row }: { ctx: Context; row: Export }) {
  const t = wordsFor(ctx, 'exports')
  const format = formatFor(ctx)
  const said = row.said || t('everything')
  const when = format.moment(row.createdAt)
  return (
    <tr>
      <th scope="row" className="max-md:w-full max-md:max-w-0! max-md:py-2">
        <Link href={`/exports/${row.key}`} className="font-semibold hover:underline">
          {t(`kinds.${row.kind as ExportKind}`)}
        </Link>
        <span className="grid text-sm whitespace-normal text-ink-2 md:hidden">
          <span className="line-clamp-2">{said}</span>
          <span>{when}</span>
        </span>
      </th>
      <td className="text-ink-2 max-md:hidden" title={row.said}>
        {said}
      </td>
      <td className="max-md:hidden">{when}</td>
      <td className="num max-md:hidden">{format.number(row.rows)}</td>
      <td className="num max-md:hidden">{row.size === null ? '' : format.bytes(row.size)}</td>
      <td>
        <span className={row.state === 'failed' ? 'tag tag-danger' : 'tag'}>{t(`states.${row.state as 'done'}`)}</span>
      </td>
      <td className="text-right max-md:pl-0!">{row.state === 'done' && <DownloadLink ctx={ctx} row={row} />}</td>
    </tr>
  )
}
