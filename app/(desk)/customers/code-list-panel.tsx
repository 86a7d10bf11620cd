import { CopyButton } from '@/app/_ui/copy-button'
import { wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import { findCodeList } from '@/lib/lists/queries'

/** What became of a paste: the sum of its parts, the codes not found and the ones that stand in it twice. */
export async function CodeListPanel({ ctx, id }: { ctx: Context; id: string }) {
  const list = await findCodeList(ctx, id)
  if (!list) return null
  const t = wordsFor(ctx, 'customers')
  const summary = t('listSummary', {
    pasted: list.pasted,
    found: list.found,
    missing: list.notFound.length,
    twice: list.twice,
  })
  if (list.notFound.length + list.repeated.length === 0)
    return <p className="px-5 pb-2 text-base text-ink-2 max-md:px-3.5">{summary}</p>
  return (
    <details className="mx-5 mb-3 rounded-md border border-line bg-surface text-base max-md:mx-3.5">
      <summary className="px-3 py-2 text-ink-2">{summary}</summary>
      <div className="grid gap-4 border-t border-line p-3 md:grid-cols-2">
        <Codes title={t('listMissing')} codes={list.notFound} lines={list.notFound} />
        <Codes
          title={t('listRepeated')}
          codes={list.repeated.map(({ code }) => code)}
          lines={list.repeated.map(({ code, times }) => t('listTimes', { code, times }))}
        />
      </div>
    </details>
  )
}

function Codes({ title, codes, lines }: { title: string; codes: string[]; lines: string[] }) {
  if (codes.length === 0) return null
  return (
    <section className="min-w-0">
      <h2 className="mb-1 flex items-center justify-between gap-2 font-medium">
        {title} <CopyButton text={codes.join('\n')} />
      </h2>
      <textarea
        readOnly
        rows={Math.min(8, lines.length)}
        aria-label={title}
        defaultValue={lines.join('\n')}
        className="input code"
      />
    </section>
  )
}
