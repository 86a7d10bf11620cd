import type { LucideIcon } from 'lucide-react'

/** The classes of a panel over a row of a list. */
export const ROW_PANEL =
  'popup panel w-[min(360px,calc(100vw-24px))] space-y-4 p-4 text-ink whitespace-normal text-left'

/** The sign in a row that opens the panel with this id. */
export function RowPanelButton({ panel, label, icon: Icon }: { panel: string; label: string; icon: LucideIcon }) {
  return (
    <button type="button" popoverTarget={panel} className="btn btn-bare btn-icon" aria-label={label}>
      <Icon className="size-3.5" aria-hidden />
    </button>
  )
}

/** What the panel does. */
export function RowPanelGo({ label, danger = false }: { label: string; danger?: boolean }) {
  return (
    <div className="flex justify-end">
      <button type="submit" className={`btn ${danger ? 'btn-danger' : 'btn-go'}`}>
        {label}
      </button>
    </div>
  )
}

/** Which row, and as whoever posts it has read it. */
export function WhichRow({ name, row }: { name: string; row: { slug: string; version: number } }) {
  return (
    <>
      <input type="hidden" name={name} value={row.slug} />
      <input type="hidden" name="version" value={row.version} />
    </>
  )
}
