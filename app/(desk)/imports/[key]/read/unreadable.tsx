import { Link } from '@/app/_ui/link'
import { Notice } from '@/app/_ui/notice'
import { wordsFor } from '@/app/reader'
import type { ImportKind } from '@/db/schema/vocabulary'
import type { Context } from '@/lib/context'
import { Refusal } from '@/lib/errors'

/** What was read, or why it cannot be: for a page that says the reason in its place. */
export async function orReason<T>(reading: Promise<T>): Promise<T | Refusal> {
  return reading.catch((error: unknown) => {
    if (error instanceof Refusal) return error
    throw error
  })
}

export function Unreadable({ ctx, reason }: { ctx: Context; reason: Refusal }) {
  return (
    <Notice tone="bad">{wordsFor(ctx, 'refusals')(reason.message as 'importEmpty', reason.values as never)}</Notice>
  )
}

/** Of a file that is no table at all nothing can be chosen: there is only the way to another. */
export function NoTable({ ctx, reason, kind }: { ctx: Context; reason: Refusal; kind: ImportKind }) {
  return (
    <>
      <Unreadable ctx={ctx} reason={reason} />
      <p>
        <Link href={`/imports/new?kind=${kind}`} className="btn">
          {wordsFor(ctx, 'files')('result.next')}
        </Link>
      </p>
    </>
  )
}
