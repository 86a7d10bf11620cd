import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from '@/app/_ui/link'
import { wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import { type HistoryFilter, historyAddress, SUBJECTS } from '@/lib/reports/filter'

type User = { handle: string; name: string }
/** `imported`: what the file was called that the search is for. */
type Props = { ctx: Context; filter: HistoryFilter; users: User[]; imported: string | undefined }

const NOTHING: HistoryFilter = { who: '', customer: '', about: '', from: '', to: '', import: '' }

/**
 * Who, which customer, about what, when: a plain GET form, so that the search is its address. One import is come to by
 * a link.
 */
export function HistorySearch({ ctx, filter, users, imported }: Props) {
  const t = wordsFor(ctx, 'admin')
  const words = wordsFor(ctx, 'words')
  const narrowed = historyAddress(filter) !== historyAddress(NOTHING)
  return (
    <search className="w-full">
      <form
        action="/admin/history"
        method="get"
        className="flex flex-wrap items-end gap-2 max-sm:grid max-sm:grid-cols-2"
      >
        <Choice name="who" label={t('who')} value={filter.who} none={t('anybody')}>
          <option value="program">{t('program')}</option>
          {users.map(({ handle, name }) => (
            <option key={handle} value={handle}>
              {name}
            </option>
          ))}
        </Choice>
        <Choice name="about" label={t('what')} value={filter.about} none={t('anything')}>
          {SUBJECTS.map((subject) => (
            <option key={subject} value={subject}>
              {t(`subjects.${subject}`)}
            </option>
          ))}
        </Choice>
        <Written name="customer" label={t('ofCustomer')} value={filter.customer} width="w-32" />
        <Written name="from" label={t('fromDay')} value={filter.from} width="w-36" type="date" />
        <Written name="to" label={t('toDay')} value={filter.to} width="w-36" type="date" />
        {filter.import !== '' && <OfImport ctx={ctx} filter={filter} name={imported ?? filter.import} />}
        <button type="submit" className="btn">
          {t('search')}
        </button>
        {narrowed && (
          <Link href={historyAddress(NOTHING)} className="btn btn-bare">
            {words('clear')}
          </Link>
        )}
      </form>
    </search>
  )
}

/** Stays while the rest of the search changes, until it is taken off. */
function OfImport({ ctx, filter, name }: { ctx: Context; filter: HistoryFilter; name: string }) {
  const label = wordsFor(ctx, 'admin')('ofImport')
  return (
    <span className="chip max-sm:col-span-full max-sm:justify-self-start">
      <input type="hidden" name="import" value={filter.import} />
      <span className="text-ink-2">{label}</span>
      <span className="max-w-60 truncate" title={name}>
        {name}
      </span>
      <Link
        href={historyAddress({ ...filter, import: '' })}
        aria-label={wordsFor(ctx, 'customers')('removePart', { part: label, value: name })}
        className="text-ink-3 hover:bg-sunken hover:text-ink"
      >
        <X className="size-3.5" aria-hidden />
      </Link>
    </span>
  )
}

type ChoiceProps = { name: string; label: string; value: string; none: string; children: ReactNode }

function Choice({ name, label, value, none, children }: ChoiceProps) {
  return (
    <label className="grid min-w-0 gap-1 text-sm text-ink-2">
      {label}
      <select name={name} key={value} defaultValue={value} className="input h-7.5 w-44 max-sm:w-full">
        <option value="">{none}</option>
        {children}
      </select>
    </label>
  )
}

type WrittenProps = { name: string; label: string; value: string; width: string; type?: string }

function Written({ name, label, value, width, type = 'text' }: WrittenProps) {
  return (
    <label className="grid min-w-0 gap-1 text-sm text-ink-2">
      {label}
      <input
        name={name}
        type={type}
        key={value}
        defaultValue={value}
        maxLength={64}
        className={`input h-7.5 max-sm:w-full ${width}`}
      />
    </label>
  )
}
