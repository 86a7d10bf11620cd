import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Link } from '@/app/_ui/link'
import { Notice } from '@/app/_ui/notice'
import { formatFor, wordsFor } from '@/app/reader'
import { requireContext } from '@/lib/auth/session'
import { type ChangeView, getChange, listExceptions, pickChangeColleagues } from '@/lib/changes/queries'
import { mayBeUndone, progressOf, UNDO_DAYS } from '@/lib/changes/rules'
import type { Context } from '@/lib/context'
import { customerAddress } from '@/lib/customers/rules'
import { Refusal } from '@/lib/errors'
import { Counts } from './counts'
import { PlannedChange } from './planned'
import { StayFresh } from './stay-fresh'
import { TargetWords } from './target-words'
import { UndoButton } from './undo-button'

type Props = { params: Promise<{ id: string }> }

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
  return { title: await headline(ctx, change) }
}

async function headline(ctx: Context, change: ChangeView): Promise<string> {
  const colleagues = (await pickChangeColleagues(ctx, change.input)).map(({ name }) => name)
  return wordsFor(ctx, 'changes')(`headline.${change.kind as 'associate'}`, {
    colleagues: formatFor(ctx).list(colleagues),
    count: change.total,
  })
}

/** One change through its life: preview, progress, result, undo. */
export default async function ChangePage({ params }: Props) {
  const ctx = await requireContext('changes.write')
  const change = await findChange(ctx, (await params).id)
  const t = wordsFor(ctx, 'changes')
  const format = formatFor(ctx)
  return (
    <div className="grid max-w-3xl gap-5 px-5 py-5">
      <header className="grid gap-1.5">
        <div className="flex flex-wrap items-center gap-2">
          <h1 className="text-xl font-semibold tracking-tight">{await headline(ctx, change)}</h1>
          <span className={change.state === 'failed' ? 'tag tag-danger' : 'tag'}>
            {t(`states.${change.state as 'done'}`)}
          </span>
        </div>
        <p className="text-base text-ink-2">
          {t('who', { author: change.author, when: format.moment(change.startedAt ?? change.createdAt) })}
        </p>
        <TargetWords ctx={ctx} change={change} />
      </header>
      {change.undoes && <Related text={t('undoes')} href={`/changes/${change.undoes}`} link={t('showOther')} />}
      {change.state === 'planned' ? (
        <PlannedChange ctx={ctx} change={change} />
      ) : (
        <StartedChange ctx={ctx} change={change} />
      )}
    </div>
  )
}

async function StartedChange({ ctx, change }: { ctx: Context; change: ChangeView }) {
  const t = wordsFor(ctx, 'changes')
  const format = formatFor(ctx)
  const exceptions = await listExceptions(ctx, change.id)
  const undone = change.undoneState !== null && change.undoneState !== 'planned'
  const until = change.finishedAt && new Date(change.finishedAt.getTime() + UNDO_DAYS * 24 * 3600_000)
  return (
    <>
      {change.state === 'running' && (
        <div className="grid gap-2">
          <StayFresh />
          <progress
            value={progressOf(change)}
            max={100}
            className="h-2 w-full accent-accent"
            aria-label={t('states.running')}
          />
          <p className="text-base text-ink-2 tabular-nums">
            {t('progress', { done: change.changed + change.already + change.notAllowed, total: change.total })} ·{' '}
            {t('runningText')}
          </p>
        </div>
      )}
      {change.state === 'failed' && <Notice tone="bad">{t('failedText', { author: change.author })}</Notice>}
      <Counts
        format={format}
        figures={[
          { label: t('changed'), value: change.changed, strong: true },
          { label: change.kind === 'undo' ? t('stays') : t('already'), value: change.already },
          { label: t('notAllowed'), value: change.notAllowed },
        ]}
        total={{ label: t('total'), value: change.total }}
      />
      {undone && change.undoneBy && (
        <Related text={t('undone')} href={`/changes/${change.undoneBy}`} link={t('showOther')} />
      )}
      {mayBeUndone({ ...change, undone }, ctx.now) && until && (
        <section className="grid justify-items-start gap-2 border-t border-line pt-4">
          <UndoButton changeKey={change.key} />
          <p className="text-sm text-ink-2">{t('undoUntil', { day: format.moment(until) })}</p>
        </section>
      )}
      {exceptions.length > 0 && (
        <section className="border-t border-line pt-4">
          <h2 className="mb-2 font-semibold">{t('exceptions')}</h2>
          <ul className="grid gap-1 text-base">
            {exceptions.map(({ code, name, reason }) => (
              <li key={code} className="flex flex-wrap items-baseline gap-x-3">
                <span className="code">{code}</span>
                <Link href={customerAddress(code)} className="font-medium hover:underline">
                  {name}
                </Link>
                <span className="text-ink-2">
                  {reason === 'moved' ? t('exceptionMoved') : t('exceptionOutOfReach', { author: change.author })}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function Related({ text, href, link }: { text: string; href: string; link: string }) {
  return (
    <Notice>
      {text}{' '}
      <Link href={href} className="link">
        {link}
      </Link>
    </Notice>
  )
}
