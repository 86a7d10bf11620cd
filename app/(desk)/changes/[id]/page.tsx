import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { MoreWords } from '@/app/_ui/words'
import { formatFor, wordsFor } from '@/app/reader'
import { opensChange } from '@/lib/auth/permissions'
import { requireContext } from '@/lib/auth/session'
import { type ChangeView, getChange } from '@/lib/changes/queries/changes'
import type { Context } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import { sections } from '@/lib/i18n/words'
import { pageNumber } from '@/lib/list'
import { Decide } from './decide'
import { PlannedChange } from './planned'
import { Related } from './related'
import { StartedChange } from './started'
import { TargetWords } from './target-words'
import { wordChange } from './words'

type Props = {
  params: Promise<{ id: string }>
  searchParams: Promise<Partial<Record<'choose' | 'page' | 'do' | 'reason' | 'at', string | string[]>>>
}

async function findChange(ctx: Context, key: string): Promise<ChangeView> {
  try {
    return await getChange(ctx, key)
  } catch (error) {
    if (error instanceof Refusal && error.code === 'not-found') notFound()
    throw error
  }
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const ctx = await requireContext('changes.write')
  const change = await findChange(ctx, (await params).id)
  return { title: (await wordChange(ctx, change)).headline }
}

/** One change through its life: what to do, preview, progress, result, undo. */
export default async function ChangePage({ params, searchParams }: Props) {
  const ctx = await requireContext('changes.write')
  const change = await findChange(ctx, (await params).id)
  const { choose, page, do: open, reason, at } = await searchParams
  const again = choose !== undefined && change.state === 'planned' && change.undoOf === null
  const deciding = (change.state === 'draft' || again) && change.createdBy === ctx.actor.id
  return (
    <div className="grid max-w-3xl gap-5 px-5 py-5 max-md:px-3.5">
      <Heading ctx={ctx} change={deciding ? { ...change, kind: null } : change} />
      <MoreWords messages={sections(ctx.actor.language, 'changes')}>
        {deciding ? (
          <Decide ctx={ctx} change={change} open={typeof open === 'string' ? open : (change.kind ?? '')} />
        ) : change.state === 'planned' ? (
          <PlannedChange ctx={ctx} change={change} />
        ) : change.state === 'draft' ? null : (
          <StartedChange
            ctx={ctx}
            change={change}
            page={pageNumber(page)}
            turned={{ reason: typeof reason === 'string' ? reason : '', page: pageNumber(at) }}
          />
        )}
      </MoreWords>
    </div>
  )
}

async function Heading({ ctx, change }: { ctx: Context; change: ChangeView }) {
  const t = wordsFor(ctx, 'changes')
  const { headline } = await wordChange(ctx, change)
  const when = formatFor(ctx).moment(change.startedAt ?? change.createdAt)
  return (
    <>
      <header className="grid gap-1.5">
        <div className="flex flex-wrap items-center gap-2">
          <h1 className="text-xl font-semibold tracking-tight">{headline}</h1>
          <span className={change.state === 'failed' ? 'tag tag-danger' : 'tag'}>
            {t(`states.${change.state as 'done'}`)}
          </span>
        </div>
        <p className="text-base text-ink-2">{t('who', { author: change.author, when })}</p>
        <TargetWords ctx={ctx} change={change} />
      </header>
      {change.undoes && opensChange(ctx.actor, change.undoesWhose ?? 0) && (
        <Undoes ctx={ctx} original={change.undoes} />
      )}
    </>
  )
}

async function Undoes({ ctx, original }: { ctx: Context; original: string }) {
  const t = wordsFor(ctx, 'changes')
  const { headline } = await wordChange(ctx, await getChange(ctx, original))
  return <Related text={t('undoes', { headline })} href={`/changes/${original}`} link={t('showOther')} />
}
