import { Icon } from '@/app/_ui/icon'
import { Link } from '@/app/_ui/link'
import { wordsFor } from '@/app/reader'
import { can } from '@/lib/auth/permissions'
import type { Context } from '@/lib/context'
import { type ExportKind, exportAddress } from '@/lib/exports/rules'

type Props = { ctx: Context; kind: ExportKind; search?: string; className?: string }

/** The list as a file. Without the right it stays in sight, greyed, and says why. */
export function ExportLink({ ctx, kind, search = '', className = 'btn btn-bare -mt-1' }: Props) {
  const t = wordsFor(ctx, 'exports')
  const face = (
    <>
      <Icon name="download" />
      <span className="max-md:sr-only">{t('export')}</span>
    </>
  )
  if (can(ctx.actor, 'exports.write')) {
    return (
      <Link href={exportAddress(kind, search)} className={`no-print max-md:px-2 ${className}`}>
        {face}
      </Link>
    )
  }
  return (
    <button type="button" aria-disabled="true" title={t('noRight')} className={`no-print max-md:px-2 ${className}`}>
      {face}
      <span className="sr-only">{t('noRight')}</span>
    </button>
  )
}

type PrintProps = { ctx: Context; href: string; className?: string }

/** The list on paper, from its first row on. */
export function PrintLink({ ctx, href, className = 'btn btn-bare -mt-1' }: PrintProps) {
  return (
    <Link href={href} className={`no-print max-md:px-2 ${className}`}>
      <Icon name="printer" />
      <span className="max-md:sr-only">{wordsFor(ctx, 'exports')('print')}</span>
    </Link>
  )
}
