import { useTranslations } from 'use-intl/react'
import type { ContactSelection } from '@/lib/contacts/selection'
import type { CustomerSelection } from '@/lib/customers/selection'

type Props = { selection: CustomerSelection | ContactSelection; allowed: boolean }

/** The selection as a file: a plain form, whose answer is the page that asks how. */
export function ExportButton({ selection, allowed }: Props) {
  const t = useTranslations('list')
  const why = allowed ? {} : { 'aria-disabled': true, type: 'button' as const, title: t('noRightToExport') }
  return (
    <form method="post" action="/api/exports/draft">
      <input type="hidden" name="selection" value={JSON.stringify(selection)} />
      <button type="submit" className="btn" {...why}>
        {t('export')}
      </button>
    </form>
  )
}
