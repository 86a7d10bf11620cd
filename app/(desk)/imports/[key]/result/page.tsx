import type { Metadata } from 'next'
import { Link } from '@/app/_ui/link'
import { Notice } from '@/app/_ui/notice'
import { StayFresh } from '@/app/_ui/stay-fresh'
import { wordsFor } from '@/app/reader'
import { can } from '@/lib/auth/permissions'
import { requireContext } from '@/lib/auth/session'
import type { Context } from '@/lib/context'
import type { ImportView } from '@/lib/imports/queries/imports'
import { DeedButton } from '../deed-button'
import { type Asked, Fates } from '../fates'
import { Head } from '../head'
import { loadStep } from '../load'
import { Notes } from '../notes'
import { Undo } from './undo'

type Props = { params: Promise<{ key: string }>; searchParams: Promise<Asked> }
type Of = { ctx: Context; found: ImportView }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { ctx, found } = await loadStep((await params).key, 'result')
  const t = wordsFor(ctx, 'files')
  return { title: t('titleOf', { step: t(`result.title.${found.state as 'done'}`), file: found.fileName }) }
}

/** The last step: how far it is, what came of it, and the ways on and back. */
export default async function ResultPage({ params, searchParams }: Props) {
  await requireContext('imports.write')
  const { ctx, found } = await loadStep((await params).key, 'result')
  const asked = await searchParams
  const { created: create, updated: update, unchanged, rejected: reject } = found
  return (
    <div className="grid min-w-0 gap-5 py-5 [&>*]:mx-5 max-md:[&>*]:mx-3.5">
      <Head ctx={ctx} found={found} step="result" />
      {found.state === 'running' ? <Running ctx={ctx} found={found} /> : <Ended ctx={ctx} found={found} />}
      <Fates ctx={ctx} found={found} counts={{ create, update, unchanged, reject }} asked={asked} after />
    </div>
  )
}

function Running({ ctx, found }: Of) {
  const t = wordsFor(ctx, 'files')
  const { position: done, offered: total, startedAt } = found
  const seconds = Math.max(1, (ctx.now.getTime() - (startedAt ?? ctx.now).getTime()) / 1000)
  const rate = Math.round(done / seconds)
  return (
    <div className="grid max-w-3xl justify-items-start gap-2">
      <StayFresh />
      <progress
        value={done}
        max={Math.max(1, total)}
        className="w-full"
        aria-label={t('result.running', { done, total })}
      />
      <p className="text-base tabular-nums">
        {t('result.running', { done, total })}
        {rate > 0 && ` · ${t('result.rate', { rate })}`}
        {rate > 0 && seconds > 5 && ` · ${t('result.left', { minutes: Math.round((total - done) / rate / 60) })}`}
      </p>
      <p className="text-base text-ink-2">{t('result.runningText')}</p>
      <DeedButton importKey={found.key} deed="stop" label={t('result.stop')} />
      <p className="text-sm text-ink-2">{t('result.stopText')}</p>
    </div>
  )
}

function Ended({ ctx, found }: Of) {
  return (
    <div className="grid max-w-3xl gap-4 text-base">
      <How ctx={ctx} found={found} />
      <Notes ctx={ctx} found={found} made={found.made} after />
      <Undo ctx={ctx} found={found}>
        <Ways ctx={ctx} found={found} />
      </Undo>
    </div>
  )
}

function How({ ctx, found }: Of) {
  const t = wordsFor(ctx, 'files')
  const { state, problem, problemFacts, startedAt, finishedAt, offered, position } = found
  if (state === 'done' && startedAt && finishedAt) {
    const seconds = Math.round((finishedAt.getTime() - startedAt.getTime()) / 1000)
    return <Notice tone="good">{t('result.done', { seconds })}</Notice>
  }
  if (state === 'stopped') return <Notice tone="warn">{t('result.stopped', { count: offered - position })}</Notice>
  if (state !== 'failed') return null
  const why = wordsFor(ctx, 'refusals')((problem ?? 'unexpected') as 'importEmpty', (problemFacts ?? {}) as never)
  return <Notice tone="bad">{t('result.failed', { why })}</Notice>
}

function Ways({ ctx, found: { key, kind, undoOf } }: Of) {
  const t = wordsFor(ctx, 'files')
  const list = { customers: '/customers', contacts: '/contacts', items: '/customers', users: '/admin/users' }[kind]
  return (
    <>
      <Link href={list} className="link">
        {t('result.toList', { kind })}
      </Link>
      {can(ctx.actor, 'history.read') && (
        <Link href={`/admin/history?import=${key}`} className="link">
          {t('result.history')}
        </Link>
      )}
      {undoOf === null && (
        <Link href={`/imports/new?kind=${kind}`} className="link">
          {t('result.next')}
        </Link>
      )}
    </>
  )
}
