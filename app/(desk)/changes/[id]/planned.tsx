import { Notice } from '@/app/_ui/notice'
import { formatFor, wordsFor } from '@/app/reader'
import { type ChangeView, type Preview, pickChangeColleagues, previewChange } from '@/lib/changes/queries'
import type { Context } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import { Counts } from './counts'
import { StartButton } from './start-button'

/** What would happen, counted now, and the button that says so. */
export async function PlannedChange({ ctx, change }: { ctx: Context; change: ChangeView }) {
  const t = wordsFor(ctx, 'changes')
  const preview = await previewOrRefusal(ctx, change)
  if (preview instanceof Refusal)
    return <Notice tone="bad">{wordsFor(ctx, 'refusals')(preview.message as 'brokenSearch')}</Notice>
  const colleagues = await pickChangeColleagues(ctx, change.input)
  return (
    <>
      <Notice>{t('previewText')}</Notice>
      <Counts
        format={formatFor(ctx)}
        figures={[
          { label: t('will'), value: preview.will, strong: true },
          { label: change.kind === 'undo' ? t('stays') : t('already'), value: preview.already },
          { label: t('notAllowed'), value: 0 },
        ]}
        total={{ label: t('total'), value: preview.total }}
      />
      {preview.will === 0 ? (
        <Notice>{t('nothingWill')}</Notice>
      ) : (
        <StartButton
          changeKey={change.key}
          fingerprint={preview.fingerprint}
          total={preview.total}
          destroys={change.kind === 'disassociate'}
          label={t(`start.${change.kind as 'associate'}`, { colleagues: colleagues.length, count: preview.total })}
        />
      )}
    </>
  )
}

async function previewOrRefusal(ctx: Context, change: ChangeView): Promise<Preview | Refusal> {
  try {
    return await previewChange(ctx, change)
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}
