import type { Metadata } from 'next'
import { Turner } from '@/app/_blocks/turner'
import { Link } from '@/app/_ui/link'
import { formatFor, wordsFor } from '@/app/reader'
import { requireContext } from '@/lib/auth/session'
import { listChanges } from '@/lib/changes/queries/changes'
import { standsAgain } from '@/lib/changes/rules'
import { pageNumber } from '@/lib/list'
import { wordChanges } from './[id]/words'

export async function generateMetadata(): Promise<Metadata> {
  return { title: wordsFor(await requireContext('changes.write'), 'changes')('title') }
}

type Props = { searchParams: Promise<{ page?: string | string[] }> }

/** The mass changes there were: everyone's own, and all of them for those who may undo any. */
export default async function ChangesPage({ searchParams }: Props) {
  const ctx = await requireContext('changes.write')
  const t = wordsFor(ctx, 'changes')
  const format = formatFor(ctx)
  const page = await listChanges(ctx, pageNumber((await searchParams).page))
  const words = await wordChanges(ctx, page.rows)
  if (page.total === 0) {
    return (
      <div className="mx-auto grid max-w-md justify-items-center gap-3 px-5 py-20 text-center">
        <h1 className="text-lg font-semibold">{t('empty')}</h1>
        <p className="text-base text-ink-2">{t('emptyHint')}</p>
        <Link href="/customers" className="btn">
          {t('toCustomers')}
        </Link>
      </div>
    )
  }
  return (
    <>
      <h1 className="px-5 pt-4 pb-3 text-xl font-semibold tracking-tight max-md:px-3.5">{t('title')}</h1>
      <div className="overflow-x-auto">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('whatHeading')}</th>
              <th scope="col" className="max-md:hidden">
                {t('whoHeading')}
              </th>
              <th scope="col" className="max-md:hidden">
                {t('when')}
              </th>
              <th scope="col" className="num max-md:hidden">
                {t('changed')}
              </th>
              <th scope="col" className="num max-md:hidden">
                {t('total')}
              </th>
              <th scope="col" className="max-md:text-right! md:pl-6">
                {t('state')}
              </th>
            </tr>
          </thead>
          <tbody>
            {page.rows.map((change, index) => (
              <tr key={change.key}>
                <th scope="row" className="py-1.5 max-md:py-2 max-md:align-top md:max-w-120!">
                  <Link href={`/changes/${change.key}`} className="font-semibold whitespace-normal hover:underline">
                    {words[index]?.headline}
                  </Link>
                  <span className="flex text-sm text-ink-2 md:hidden">
                    <span className="truncate">{change.author}</span>
                    <span className="shrink-0">, {format.moment(change.startedAt ?? change.createdAt)}</span>
                  </span>
                </th>
                <td className="max-md:hidden">{change.author}</td>
                <td className="max-md:hidden">{format.moment(change.startedAt ?? change.createdAt)}</td>
                <td className="num max-md:hidden">{format.number(change.changed)}</td>
                <td className="num max-md:hidden">{format.number(change.total)}</td>
                <td className="max-md:py-2 max-md:text-right max-md:align-top md:pl-6">
                  <span className="mb-1 block text-sm text-ink-2 tabular-nums md:hidden">
                    {t('progress', { done: change.changed, total: change.total })}
                  </span>
                  <span className={change.state === 'failed' ? 'tag tag-danger' : 'tag'}>
                    {t(`states.${change.state as 'done'}`)}
                  </span>
                  {change.undoneState &&
                    change.undoneState !== 'planned' &&
                    !change.undoneInVain &&
                    !standsAgain(change) && (
                      <span className="tag ml-1">
                        {t(/stopped|failed/.test(change.undoneState) ? 'undoneInPartTag' : 'undoneTag')}
                      </span>
                    )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Turner ctx={ctx} page={page.page} pages={page.pages} at={(number) => `/changes?page=${number}`} />
    </>
  )
}
