import { Notice } from '@/app/_ui/notice'
import { StayFresh } from '@/app/_ui/stay-fresh'
import { formatFor, wordsFor } from '@/app/reader'
import { opensChange } from '@/lib/auth/permissions'
import type { ChangeView } from '@/lib/changes/queries/changes'
import { rateOf, restOf } from '@/lib/changes/queries/progress'
import { mayBeUndone, progressOf, standsAgain, undoableUntil } from '@/lib/changes/rules'
import { aboutOf } from '@/lib/changes/selection'
import { type Context, today } from '@/lib/context'
import { ContinueButton } from './continue-button'
import { Counts } from './counts'
import { Exceptions, type Turned } from './exceptions'
import { Journal } from './journal'
import { Related } from './related'
import { StopButton } from './stop-button'
import { UndoButton } from './undo-button'

type Props = { ctx: Context; change: ChangeView }
type PageProps = Props & { page: number; turned: Turned }

/** A change that was started: how far it is, what came of it, and the ways back. */
export function StartedChange({ ctx, change, page, turned }: PageProps) {
  const t = wordsFor(ctx, 'changes')
  const undone = change.undoneState !== null && change.undoneState !== 'planned' && !change.undoneInVain
  const { changed, already, notAllowed, total } = change
  const ofContacts = aboutOf(change) === 'contacts'
  const kept = change.kind === 'undo' ? t('stays') : t('already')
  return (
    <>
      <StateWords ctx={ctx} change={change} />
      {change.state !== 'scheduled' && (
        <Counts
          strip={change.state !== 'running'}
          format={formatFor(ctx)}
          figures={[
            { label: t('changed'), value: changed, strong: true },
            { label: kept, value: already },
            { label: t('notAllowed'), value: notAllowed },
          ]}
          total={{ label: t(ofContacts ? 'contacts.total' : 'total'), value: total }}
        />
      )}
      {undone && <Undone ctx={ctx} change={change} />}
      <Rest ctx={ctx} change={change} />
      <Undo ctx={ctx} change={change} undone={undone} />
      <Exceptions ctx={ctx} change={change} turned={turned} />
      {change.state !== 'running' && <Journal ctx={ctx} change={change} page={page} />}
    </>
  )
}

function StateWords({ ctx, change }: Props) {
  const t = wordsFor(ctx, 'changes')
  const day = (date: string | null) => (date === null ? '' : formatFor(ctx).day(date))
  const { author, state, total } = change
  if (state === 'running') return <Running ctx={ctx} change={change} />
  const done = change.changed + change.already + change.notAllowed
  if (state === 'failed' && change.startsOn !== null && done === 0)
    return <Notice tone="bad">{t('notStartedText', { day: day(change.startsOn), author })}</Notice>
  if (state === 'failed') return <Notice tone="bad">{t('failedText', { author })}</Notice>
  if (state === 'stopped' && done === 0) return <Notice>{t('stoppedBefore')}</Notice>
  if (state === 'stopped')
    return (
      <Notice tone="warn">
        {t(aboutOf(change) === 'contacts' ? 'contacts.stopped' : 'stoppedText', {
          count: total - done,
        })}
      </Notice>
    )
  if (state !== 'scheduled') return null
  return (
    <>
      {change.startsOn !== null && change.startsOn < today(ctx) ? (
        <Notice tone="warn">{t('startWaits', { day: day(change.startsOn), author })}</Notice>
      ) : (
        <Notice>{t('scheduledText', { day: day(change.startsOn) })}</Notice>
      )}
      <div className="grid justify-items-start gap-2">
        <StopButton changeKey={change.key} label={t('stopScheduled')} />
      </div>
    </>
  )
}

async function Running({ ctx, change }: Props) {
  const t = wordsFor(ctx, 'changes')
  const { changed, already, notAllowed, total } = change
  const done = changed + already + notAllowed
  const rate = await rateOf(ctx, change)
  return (
    <div className="grid justify-items-start gap-2">
      <StayFresh />
      <progress value={progressOf(change)} max={100} className="w-full" aria-label={t('states.running')} />
      <p className="text-base text-ink-2 tabular-nums">
        {t('progress', { done, total })}
        {rate > 0 &&
          ` · ${t(aboutOf(change) === 'contacts' ? 'contacts.rate' : 'rate', { rate })} · ${t('timeLeft', { minutes: Math.round((total - done) / rate / 60) })}`}
      </p>
      <p className="text-base text-ink-2">{t('runningText')}</p>
      <StopButton changeKey={change.key} label={t('stop')} />
    </div>
  )
}

/**
 * That it was undone, and the way there for whoever may open that: somebody who may undo any change did it, perhaps.
 */
function Undone({ ctx, change }: Props) {
  const t = wordsFor(ctx, 'changes')
  const { undoneBy, undoneByWhom } = change
  const text = t(undoneWords(change))
  if (!undoneBy || !opensChange(ctx.actor, undoneByWhom ?? 0)) return <Notice>{text}</Notice>
  return <Related text={text} href={`/changes/${undoneBy}`} link={t('showOther')} />
}

function undoneWords({ undoneState, turns }: ChangeView) {
  if (standsAgain({ turns })) return 'undoneBack'
  if (undoneState === 'done') return 'undone'
  return undoneState === 'running' ? 'undoing' : 'undoneInPart'
}

/** Of an undo that did not get to its end: the way to go on with it. */
async function Rest({ ctx, change }: Props) {
  if (change.undoOf === null || (change.state !== 'stopped' && change.state !== 'failed')) return null
  const count = await restOf(ctx, change.id)
  if (count === 0) return null
  const say = aboutOf(change) === 'contacts' ? 'contacts.continue' : 'continue'
  return <ContinueButton changeKey={change.key} label={wordsFor(ctx, 'changes')(say, { count })} />
}

function Undo({ ctx, change, undone }: Props & { undone: boolean }) {
  const t = wordsFor(ctx, 'changes')
  const format = formatFor(ctx)
  const until = undoableUntil(change)
  const { endsOn, author, finishedAt, changed } = change
  const stays = undone || (finishedAt !== null && changed === 0)
  const due = endsOn === null || stays ? undefined : endsOn > today(ctx) ? 'ahead' : 'late'
  return (
    <>
      {due === 'ahead' && endsOn && (
        <p className="text-base text-ink-2">{t('returnsOn', { day: format.day(endsOn) })}</p>
      )}
      {due === 'late' && endsOn && <Notice tone="warn">{t('returnWaits', { day: format.day(endsOn), author })}</Notice>}
      {until && mayBeUndone({ ...change, undone }, ctx.now) && (
        <section className="no-print grid justify-items-start gap-2 border-t border-line pt-4">
          <UndoButton changeKey={change.key} />
          <p className="text-sm text-ink-2">{t('undoUntil', { day: format.moment(until) })}</p>
        </section>
      )}
    </>
  )
}
