'use client'

import { Pencil, Plus } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { Link } from '@/app/_ui/link'
import { type DeskColleague, useDesk } from './customer-desk'

/** Our people for this customer. The pen turns their names into buttons: choose one to change or take off. */
export function ColleaguesPanel() {
  const t = useTranslations('contacts.colleagues')
  const { colleagues, may, open } = useDesk()
  const [edits, setEdits] = useState(false)
  const editing = edits && colleagues.length > 0
  return (
    <section aria-labelledby="colleagues">
      <Head editing={editing} onEdit={() => setEdits(!edits)} />
      {colleagues.length === 0 && (
        <p className="py-1.5 text-ink-2">
          {t('none')}
          <span className="block text-sm text-ink-3">{t('noneHint')}</span>
        </p>
      )}
      {editing && (
        <p role="status" className="text-sm text-ink-3">
          {t('editHint')}
        </p>
      )}
      <ul>
        {colleagues.map((colleague) => (
          <Colleague key={colleague.userId} colleague={colleague} editing={editing} />
        ))}
      </ul>
      {may.associations && (
        <button
          type="button"
          className="btn btn-bare no-print mt-1 -ml-3"
          onClick={() => open({ dialog: 'associate' })}
        >
          <Plus className="size-3.5" aria-hidden />
          {t('associate')}
        </button>
      )}
    </section>
  )
}

function Head({ editing, onEdit }: { editing: boolean; onEdit: () => void }) {
  const t = useTranslations('contacts.colleagues')
  const { colleagues, may } = useDesk()
  return (
    <div className="flex min-h-7 items-center justify-between">
      <h2 id="colleagues" className="font-semibold">
        {t('title')}
      </h2>
      <span className="flex items-center gap-1">
        {may.associations && colleagues.length > 0 && (
          <button
            type="button"
            aria-pressed={editing}
            aria-label={t(editing ? 'editDone' : 'editMode')}
            title={t(editing ? 'editDone' : 'editMode')}
            className="no-print rounded-md p-1.5 text-ink-3 hover:bg-sunken hover:text-ink aria-pressed:bg-accent-soft aria-pressed:text-accent"
            onClick={onEdit}
          >
            <Pencil className="size-3.5" aria-hidden />
          </button>
        )}
        {colleagues.length > 0 && <span className="text-ink-3 tabular-nums">{colleagues.length}</span>}
      </span>
    </div>
  )
}

function Colleague({ colleague, editing }: { colleague: DeskColleague; editing: boolean }) {
  const t = useTranslations('contacts.colleagues')
  const { open } = useDesk()
  if (!editing) {
    return (
      <li className="py-1.5">
        <Lines colleague={colleague} />
      </li>
    )
  }
  return (
    <li className="relative rounded-md py-1.5 hover:bg-sunken">
      <button
        type="button"
        className="absolute inset-0 rounded-md outline-offset-0"
        aria-label={t('editOne', { name: colleague.name })}
        onClick={() => open({ dialog: 'colleague', userId: colleague.userId })}
      />
      <Lines colleague={colleague} />
    </li>
  )
}

function Lines({ colleague }: { colleague: DeskColleague }) {
  const t = useTranslations('contacts.colleagues')
  const words = useTranslations('words')
  const { name, active, kind, pinned, inCopy } = colleague
  return (
    <>
      <p className="flex items-baseline justify-between gap-2">
        <span className="font-semibold [overflow-wrap:anywhere]">{name}</span>
        {!active && <span className="tag">{t('noSignIn')}</span>}
      </p>
      <p className="text-sm text-ink-3">
        {words(`kinds.${kind}`)}
        {inCopy && `, ${t('inCopy')}`} · <Origin colleague={colleague} />
        {pinned && ` · ${t('kept')}`}
      </p>
    </>
  )
}

/** Since when, and thanks to whom. */
function Origin({ colleague: { since, source, givenBy, inChange, changeKey, rule } }: { colleague: DeskColleague }) {
  const t = useTranslations('contacts.colleagues')
  if (source === 'rule') return rule ? t('byNamedRule', { day: since, rule }) : t('byRule', { day: since })
  if (inChange) {
    return (
      <>
        {givenBy ? t('byInChange', { day: since, author: givenBy }) : t('byChange', { day: since })}{' '}
        {changeKey ? (
          <Link href={`/changes/${changeKey}`} className="link relative font-normal">
            {t('change')}
          </Link>
        ) : (
          t('change')
        )}
      </>
    )
  }
  if (source === 'import') return t('byImport', { day: since })
  if (source === 'handover') return t('byHandover', { day: since })
  return givenBy ? t('by', { day: since, author: givenBy }) : t('since', { day: since })
}
