import { Download } from 'lucide-react'
import { wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import type { Export } from '@/lib/exports/queries/exports'

/** A file that is ready. The session is its key: the address alone opens nothing. */
export function DownloadLink({ ctx, row }: { ctx: Context; row: Pick<Export, 'key' | 'fileName'> }) {
  const t = wordsFor(ctx, 'exports')
  return (
    <a href={`/api/exports/${row.key}`} download className="btn" aria-label={t('downloadOf', { name: row.fileName })}>
      <Download className="size-3.5" aria-hidden />
      {t('download')}
    </a>
  )
}
