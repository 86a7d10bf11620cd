import { Suspense } from 'react'
import { Link } from '@/app/_ui/link'
import { Notice } from '@/app/_ui/notice'
import { formatFor, wordsFor } from '@/app/reader'
import type { AssociationKind } from '@/db/schema/vocabulary'
import type { Warning } from '@/lib/changes/kinds/kind'
import { type ChangeView, nameInput } from '@/lib/changes/queries/changes'
import { markUndo, type Preview, previewChange } from '@/lib/changes/queries/preview'
import { warnOf } from '@/lib/changes/queries/preview-contacts'
import { aboutOf } from '@/lib/changes/selection'
import type { Context } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import { ContactSamples } from './contact-samples'
import { Counts } from './counts'
import { Samples } from './samples'
import { StartButton } from './start-button'
import { TouchedSince } from './touched-since'
import { wordChange } from './words'

type Props = { ctx: Context; change: ChangeView }

/** What would happen, counted now, and the button that says so. */
export async function PlannedChange({ ctx, change }: Props) {
  const t = wordsFor(ctx, 'changes')
  const preview = await previewOrRefusal(ctx, change)
  if (preview instanceof Refusal && preview.message === 'searchTooLong' && change.undoOf !== null)
    return <Uncounted ctx={ctx} change={change} />
  if (preview instanceof Refusal)
    return <Notice tone="bad">{wordsFor(ctx, 'refusals')(preview.message as 'brokenSearch')}</Notice>
  const ofContacts = aboutOf(change) === 'contacts'
  return (
    <>
      <Notice>{t('previewText')}</Notice>
      <Counts
        format={formatFor(ctx)}
        figures={[
          { label: t('will'), value: preview.will, strong: true },
          { label: change.undoOf === null ? t('already') : t('stays'), value: preview.already },
          { label: t('notAllowed'), value: preview.refused },
        ]}
        total={{ label: t(ofContacts ? 'contacts.total' : 'total'), value: preview.total }}
      />
      {ofContacts && change.undoOf === null && preview.refused > 0 && (
        <Notice>{t('contacts.reasons.from_erp', { count: preview.refused })}</Notice>
      )}
      {preview.will > 0 &&
        preview.warnings.map(({ what, count }) => (
          <Notice key={what} tone="warn">
            {t(`warnings.${what}`, { count })}
          </Notice>
        ))}
      <TouchedSince ctx={ctx} preview={preview} ofContacts={ofContacts} />
      <Dates ctx={ctx} change={change} />
      {change.kind === 'associate' && <AsWhat ctx={ctx} change={change} />}
      <div className="flex flex-wrap items-start gap-3">
        {preview.will === 0 && change.startsOn === null ? (
          <Notice>{t('nothingWill')}</Notice>
        ) : (
          <StartButton
            changeKey={change.key}
            fingerprint={preview.fingerprint}
            total={preview.total}
            destroys={change.kind === 'disassociate' || change.kind === 'contact_remove'}
            label={(await wordChange(ctx, change, preview.total)).button}
          />
        )}
        {change.undoOf === null && change.createdBy === ctx.actor.id && (
          <Link href={`/changes/${change.key}?choose`} className="btn btn-bare">
            {t('chooseAgain')}
          </Link>
        )}
      </div>
      {preview.will > 0 && (
        <Suspense>
          {ofContacts ? <ContactSamples ctx={ctx} change={change} /> : <Samples ctx={ctx} change={change} />}
        </Suspense>
      )}
    </>
  )
}

/** An undo whose outcome takes longer to count than a page may: it must not be out of reach for that. */
async function Uncounted({ ctx, change }: Props) {
  const { total, fingerprint } = await markUndo(ctx, change)
  const { button } = await wordChange(ctx, change, total)
  return (
    <>
      <Notice tone="warn">{wordsFor(ctx, 'changes')('uncounted')}</Notice>
      <StartButton changeKey={change.key} fingerprint={fingerprint} total={total} destroys={false} label={button} />
    </>
  )
}

function Dates({ ctx, change: { startsOn, endsOn } }: Props) {
  const t = wordsFor(ctx, 'changes')
  const format = formatFor(ctx)
  if (startsOn === null && endsOn === null) return null
  return (
    <p className="text-base text-ink-2">
      {startsOn && t('scheduledText', { day: format.day(startsOn) })}{' '}
      {endsOn && t('returnsOn', { day: format.day(endsOn) })}
    </p>
  )
}

/** As what the colleagues would be associated. */
async function AsWhat({ ctx, change }: Props) {
  const t = wordsFor(ctx, 'changes')
  const words = wordsFor(ctx, 'words')
  const format = formatFor(ctx)
  const { as } = change.input as { as?: AssociationKind }
  if (as) return <p className="text-base text-ink-2">{t('asKind', { kind: words(`kinds.${as}`) })}</p>
  const { users } = await nameInput(ctx, change)
  const kinds = format.list(users.map(({ name, usualKind }) => `${name} (${words(`kinds.${usualKind}`)})`))
  return <p className="text-base text-ink-2">{t('asUsual', { kinds })}</p>
}

async function previewOrRefusal(
  ctx: Context,
  change: ChangeView,
): Promise<(Preview & { warnings: Warning[] }) | Refusal> {
  try {
    const [preview, warnings] = await Promise.all([previewChange(ctx, change), warnOf(ctx, change)])
    return { ...preview, warnings }
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}
