import { Link } from '@/app/_ui/link'
import { Notice } from '@/app/_ui/notice'
import { formatFor, wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import { type ImportView, sameFileBefore } from '@/lib/imports/queries/imports'
import type { Step } from '@/lib/imports/rules/steps'
import { isUndone } from '@/lib/imports/rules/undo'
import { Discard } from '../discard'
import { Steps } from '../steps'
import { aboutWords, nameOf, undoWords } from '../words'

type Props = { ctx: Context; found: ImportView; step: Exclude<Step, 'file'> }

/** What every step of an import begins with: where one is, of which file, and whether it was here before. */
export async function Head({ ctx, found, step }: Props) {
  return (
    <>
      {found.undoOf === null && <Steps ctx={ctx} here={step} of={found} />}
      <header className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1">
        <h1 className="text-xl font-semibold tracking-tight">{title(ctx, found, step)}</h1>
        <Discard ctx={ctx} found={found} />
        <p className="col-span-full text-base text-ink-2 [overflow-wrap:anywhere]">
          {found.undoOf === null && (
            <>
              <strong className="font-semibold text-ink">{found.fileName}</strong> ·{' '}
            </>
          )}
          {found.undoOf === null ? aboutWords(ctx, found) : undoWords(ctx, found)}
        </p>
      </header>
      {step !== 'result' && found.undoOf === null && <Before ctx={ctx} found={found} />}
    </>
  )
}

function title(ctx: Context, found: ImportView, step: Props['step']): string {
  const t = wordsFor(ctx, 'files')
  const { state, undoOf } = found
  if (undoOf !== null) return nameOf(ctx, found)
  return step === 'result' ? t(`result.title.${state as 'done'}`) : t(`stepTitle.${step}`)
}

async function Before({ ctx, found }: Omit<Props, 'step'>) {
  const before = await sameFileBefore(ctx, found)
  if (!before) return null
  const t = wordsFor(ctx, 'files')
  const { created, updated, finishedAt, createdAt } = before
  const said = { when: formatFor(ctx).moment(finishedAt ?? createdAt), author: before.author ?? 'none' }
  return (
    <div className="max-w-3xl">
      <Notice tone="warn">
        {isUndone(before) ? t('sameFileUndone', said) : t('sameFile', { ...said, created, updated })}{' '}
        <Link href={`/imports/${before.key}`} className="link">
          {t('sameFileLink')}
        </Link>
      </Notice>
    </div>
  )
}
