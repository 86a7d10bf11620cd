import type { Metadata } from 'next'
import { Link } from '@/app/_ui/link'
import { Notice } from '@/app/_ui/notice'
import { PostedForm } from '@/app/_ui/posted-form'
import { StayFresh } from '@/app/_ui/stay-fresh'
import { wordsFor } from '@/app/reader'
import { requireContext } from '@/lib/auth/session'
import type { Context } from '@/lib/context'
import { startImportAction } from '@/lib/imports/actions'
import type { ImportView, Plan } from '@/lib/imports/queries/imports'
import { listUnknownUsers } from '@/lib/imports/queries/planned'
import { bringsBack } from '@/lib/imports/rules/undo'
import { agoWords } from '../../words'
import { DeedButton } from '../deed-button'
import { type Asked, Fates } from '../fates'
import { Head } from '../head'
import { loadStep } from '../load'
import { Notes, someOf } from '../notes'

type Props = { params: Promise<{ key: string }>; searchParams: Promise<Asked> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { ctx, found } = await loadStep((await params).key, 'check')
  const t = wordsFor(ctx, 'files')
  return { title: t('titleOf', { step: t('steps.check'), file: found.fileName }) }
}

/** The fourth step: what the whole file would do, before anything of it is done. */
export default async function CheckPage({ params, searchParams }: Props) {
  await requireContext('imports.write')
  const { ctx, found } = await loadStep((await params).key, 'check')
  const { plan } = found
  return (
    <div className="grid min-w-0 gap-5 py-5 [&>*]:mx-5 max-md:[&>*]:mx-3.5">
      <Head ctx={ctx} found={found} step="check" />
      {found.state === 'checking' || !plan ? (
        <Checking ctx={ctx} found={found} />
      ) : (
        <Checked ctx={ctx} found={found} plan={plan} asked={await searchParams} />
      )}
    </div>
  )
}

function Checking({ ctx, found }: { ctx: Context; found: ImportView }) {
  const t = wordsFor(ctx, 'files')
  const isUndo = found.undoOf !== null
  return (
    <div className="grid max-w-3xl justify-items-start gap-2">
      <StayFresh />
      <progress className="w-full" aria-label={t('check.checking')} />
      <p role="status" className="text-base tabular-nums">
        {isUndo ? t('check.planningUndo') : t('check.checkedSoFar', { rows: found.offered })}
      </p>
      <p className="text-base text-ink-2">{t('check.checkingText')}</p>
      {!isUndo && <DeedButton importKey={found.key} deed="stop" label={t('check.stop')} />}
    </div>
  )
}

function Checked({ ctx, found, plan, asked }: { ctx: Context; found: ImportView; plan: Plan; asked: Asked }) {
  const t = wordsFor(ctx, 'files')
  return (
    <>
      <Unknown ctx={ctx} found={found} />
      <Notes ctx={ctx} found={found} made={plan.made} />
      <div className="grid max-w-3xl justify-items-start gap-2">
        <Start ctx={ctx} found={found} plan={plan} />
        {found.undoOf === null && (
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2 text-base">
            <Link href={`/imports/${found.key}/columns`} className="link">
              {t('check.columnsAgain')}
            </Link>
            <CheckedAt ctx={ctx} found={found} />
          </div>
        )}
      </div>
      <Fates ctx={ctx} found={found} counts={plan} asked={asked} />
    </>
  )
}

/** People go on working meanwhile: how old the check is, and another one. */
function CheckedAt({ ctx, found }: { ctx: Context; found: ImportView }) {
  const t = wordsFor(ctx, 'files')
  if (!found.checkedAt) return null
  return (
    <>
      <span className="text-ink-2">{t('check.checkedAgo', { ago: agoWords(ctx, found.checkedAt) })}</span>
      <DeedButton importKey={found.key} deed="checkAgain" label={t('check.again')} />
    </>
  )
}

/**
 * The button says how many rows are written, and beneath it what becomes of all. It sends along which check was seen.
 */
function Start({ ctx, found, plan }: { ctx: Context; found: ImportView; plan: Plan }) {
  const t = wordsFor(ctx, 'files')
  const isUndo = found.undoOf !== null
  const { create, update, unchanged, reject, made } = plan
  const rows = create + update
  const cleared = made.cleared ?? 0
  const ended = endsMissing(found) ? (made.leftOut ?? 0) : 0
  // Those that a file made on the way, and that its undoing takes away or brings back.
  const beside = isUndo ? [made.users, made.groups, made.gone ?? []].flat().length : 0
  if (isUndo && rows + beside === 0) return <Notice>{t('check.nothingToUndo')}</Notice>
  if (!isUndo && rows + cleared + ended === 0)
    return <Notice>{t(reject > 0 && unchanged === 0 ? 'check.allRejected' : 'check.nothing')}</Notice>
  return (
    <PostedForm action={startImportAction} className="grid justify-items-start gap-2">
      <input type="hidden" name="key" value={found.key} />
      <input type="hidden" name="checkedAt" value={found.checkedAt?.toISOString() ?? ''} />
      <button type="submit" className="btn btn-go">
        {isUndo
          ? t(bringsBack(found) ? 'check.goRedo' : 'check.goUndo', { count: rows || beside })
          : rows > 0
            ? t('check.go', { count: rows })
            : cleared > 0
              ? t('check.goClear', { count: cleared })
              : t('check.goEnd', { count: ended })}
      </button>
      <p className="text-base text-ink-2">
        {isUndo
          ? t(bringsBack(found) ? 'check.exactlyRedo' : 'check.exactlyUndo', { update, unchanged })
          : `${t('check.exactly', { create, update, unchanged, reject })} ${t('check.undoable')}`}
      </p>
    </PostedForm>
  )
}

const endsMissing = ({ options }: ImportView) => (options.missing ?? 'leave') !== 'leave'

async function Unknown({ ctx, found }: { ctx: Context; found: ImportView }) {
  const unknown = await listUnknownUsers(ctx, found)
  if (unknown.length === 0) return null
  const t = wordsFor(ctx, 'files')
  return (
    <div className="max-w-3xl">
      <Notice tone="warn">
        <div className="grid justify-items-start gap-2">
          <p className="[overflow-wrap:anywhere]">{t('check.unknownUsers', someOf(unknown))}</p>
          <DeedButton importKey={found.key} deed="enterUnknown" label={t('check.enterUnknown')} />
        </div>
      </Notice>
    </div>
  )
}
