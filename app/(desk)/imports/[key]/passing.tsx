import { formatFor, wordsFor } from '@/app/reader'
import type { ImportKind } from '@/db/schema/vocabulary'
import type { Context } from '@/lib/context'
import type { Value } from '@/lib/imports/queries/planned'
import { fieldLabel } from './say'

type Props = { ctx: Context; kind: ImportKind; side: 'toErp' | 'toUs'; fields: Value | undefined }

/** Which fields the ERP owns once a file has brought them, or not any more where that is undone. */
export function Passing({ ctx, kind, side, fields }: Props) {
  if (!Array.isArray(fields) || fields.length === 0) return null
  return (
    <div className="flex flex-wrap gap-x-1.5">
      <dt className="text-ink-3">{wordsFor(ctx, 'files')(`check.${side}`)}</dt>
      <dd>{formatFor(ctx).list(fields.map((field) => fieldLabel(ctx, kind, field)))}</dd>
    </div>
  )
}
