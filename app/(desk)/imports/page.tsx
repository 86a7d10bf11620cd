import { Plus } from 'lucide-react'
import type { Metadata } from 'next'
import { Blank } from '@/app/_blocks/blank'
import { Turner } from '@/app/_blocks/turner'
import { Link } from '@/app/_ui/link'
import { Notice } from '@/app/_ui/notice'
import { formatFor, wordsFor } from '@/app/reader'
import { requireContext } from '@/lib/auth/session'
import type { Context } from '@/lib/context'
import { mayImport } from '@/lib/imports/commands/allowed'
import { type ImportView, listImports } from '@/lib/imports/queries/imports'
import { importAddress } from '@/lib/imports/rules/steps'
import { pageNumber } from '@/lib/list'
import { Discard } from './discard'
import { StateTag } from './state-tag'
import { nameOf } from './words'

export async function generateMetadata(): Promise<Metadata> {
  return { title: wordsFor(await requireContext('imports.write'), 'files')('title') }
}

type Props = { searchParams: Promise<{ page?: string | string[]; notice?: string | string[] }> }

/** The files that came in, whoever brought them, and what became of each. */
export default async function ImportsPage({ searchParams }: Props) {
  const ctx = await requireContext('imports.write')
  const t = wordsFor(ctx, 'files')
  const given = await searchParams
  const { rows, total, page, pages } = await listImports(ctx, pageNumber(given.page))
  const discarded = given.notice === 'discarded' && (
    <div className="px-5 pt-3 max-md:px-3.5">
      <Notice tone="good">{t('discard.done')}</Notice>
    </div>
  )
  return (
    <>
      {discarded}
      <div className="flex flex-wrap items-center justify-between gap-2 px-5 pt-4 pb-3 max-md:px-3.5">
        <h1 className="text-xl font-semibold tracking-tight">{t('title')}</h1>
        {total > 0 && <NewLink ctx={ctx} />}
      </div>
      {total === 0 ? (
        <Blank title={t('empty')} hint={t('emptyHint')}>
          <NewLink ctx={ctx} />
        </Blank>
      ) : (
        <Table ctx={ctx} rows={rows} />
      )}
      <Turner ctx={ctx} page={page} pages={pages} at={(number) => `/imports?page=${number}`} />
    </>
  )
}

function Table({ ctx, rows }: { ctx: Context; rows: ImportView[] }) {
  const t = wordsFor(ctx, 'files')
  return (
    <div className="overflow-x-auto">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('list.file')}</th>
            {(['what', 'who', 'when'] as const).map((name) => (
              <th key={name} scope="col" className="max-md:hidden">
                {t(`list.${name}`)}
              </th>
            ))}
            {(['created', 'updated', 'unchanged', 'rejected'] as const).map((name) => (
              <th key={name} scope="col" className="num max-md:hidden">
                {t(`counts.${name}`)}
              </th>
            ))}
            <th scope="col" className="max-md:text-right! md:pl-6">
              {t('list.state')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((found) => (
            <Row key={found.key} ctx={ctx} found={found} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ ctx, found }: { ctx: Context; found: ImportView }) {
  const t = wordsFor(ctx, 'files')
  const format = formatFor(ctx)
  const { kind, created, updated, unchanged, rejected } = found
  const name = nameOf(ctx, found)
  const who = found.author ?? t(found.source === 'folder' ? 'list.program' : 'list.command')
  const when = format.moment(found.startedAt ?? found.createdAt)
  const counted = ['running', 'done', 'stopped', 'failed'].includes(found.state)
  return (
    <tr>
      <th
        scope="row"
        title={name}
        className="max-md:w-full max-md:max-w-0! max-md:py-2 max-md:align-top 2xl:max-w-120!"
      >
        {mayImport(ctx, kind) ? (
          <Link href={importAddress(found)} className="block truncate font-semibold hover:underline">
            {name}
          </Link>
        ) : (
          <span className="block truncate font-semibold">{name}</span>
        )}
        <span className="grid text-sm whitespace-normal text-ink-2 md:hidden">
          <span>
            {t(`kinds.${kind}`)} · {who}, {when}
          </span>
          {counted && <span>{t('countsShort', { created, updated, unchanged, rejected })}</span>}
        </span>
      </th>
      <td className="max-md:hidden">{t(`kinds.${kind}`)}</td>
      <td className="max-md:hidden">{who}</td>
      <td className="max-md:hidden">{when}</td>
      {[created, updated, unchanged, rejected].map((count, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: four figures that keep their places.
        <td key={place} className="num max-md:hidden">
          {counted ? format.number(count) : ''}
        </td>
      ))}
      <td className="max-md:py-2 max-md:text-right max-md:align-top md:pl-6">
        <div className="flex items-center gap-x-1 max-md:flex-wrap max-md:justify-end">
          <span>
            <StateTag ctx={ctx} found={found} />
          </span>
          {mayImport(ctx, kind) && <Discard ctx={ctx} found={found} listed />}
        </div>
      </td>
    </tr>
  )
}

function NewLink({ ctx }: { ctx: Context }) {
  return (
    <Link href="/imports/new" className="btn btn-go">
      <Plus className="size-3.5" aria-hidden />
      {wordsFor(ctx, 'files')('new')}
    </Link>
  )
}
