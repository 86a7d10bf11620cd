import { Link } from '@/app/_ui/link'
import { formatFor, wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import type { HistoryRow } from '@/lib/customers/queries/history'
import { customerAddress } from '@/lib/customers/rules'

type Names = ReadonlyMap<number, string>
/** `customer` where the list is not that of one. */
type Row = HistoryRow & { customer?: { code: string; name: string } | null }
type Props = { ctx: Context; rows: readonly Row[]; names: Names }

/** What was done, to whom, by whom and when; of what changed, the old beside the new. */
export function HistoryList({ ctx, rows, names }: Props) {
  const t = wordsFor(ctx, 'history')
  const format = formatFor(ctx)
  return (
    <ol aria-label={t('list.title')} className="bg-surface text-base">
      {rows.map((row) => (
        <li
          key={row.key}
          className="grid gap-x-4 border-b border-line px-5 py-2 sm:grid-cols-[minmax(0,1fr)_auto] sm:items-baseline"
        >
          <p>
            <span className="font-semibold">{actionName(ctx, row.action)}</span>
            {aboutOf(row) && <span className="text-ink-2"> · {aboutOf(row)}</span>}
            {row.customer && (
              <>
                {' · '}
                <Link href={customerAddress(row.customer.code)} className="link">
                  {row.customer.name}
                </Link>
              </>
            )}
            {row.action === 'contact.starred' && row.old && (
              <span className="text-ink-2">, {t('list.former', { name: String(row.old.contact) })}</span>
            )}
          </p>
          <p className="text-sm text-ink-3 tabular-nums">
            {row.author ?? t('list.program')}
            {row.changeKey && (
              <>
                {', '}
                <Link href={`/changes/${row.changeKey}`} className="link">
                  {t('list.byChange')}
                </Link>
              </>
            )}
            {' · '}
            <time dateTime={row.at.toISOString()}>{format.moment(row.at)}</time>
          </p>
          <Changes ctx={ctx} row={row} names={names} />
        </li>
      ))}
    </ol>
  )
}

/** Somebody who is gone is still called by the name they had then. */
function aboutOf({ about, old, new: now }: HistoryRow): string {
  if (about) return about
  if (typeof now?.contact === 'string') return now.contact
  const named = now?.lastName ? now : old
  return [named?.firstName, named?.lastName].filter(Boolean).join(' ')
}

function actionName(ctx: Context, action: string): string {
  const t = wordsFor(ctx, 'history')
  return t.has(action as 'customer.created') ? t(action as 'customer.created') : t('list.unknown')
}

/** Kept for undoing and for the record; of no use to somebody who reads. */
const SILENT = new Set([
  'changeId',
  'ruleId',
  'personId',
  'contact',
  'phoneE164',
  'mobileE164',
  'erpFields',
  'externalId',
])

function Changes({ ctx, row, names }: { ctx: Context; row: HistoryRow; names: Names }) {
  const t = wordsFor(ctx, 'history')
  const fields = fieldsOf(row)
  if (fields.length === 0) return null
  const spoken = (side: Record<string, unknown>, name: string) =>
    speak(ctx, name, side[name], names) || t('list.nothing')
  return (
    <ul className="col-span-full flex flex-wrap gap-x-4 text-sm text-ink-2">
      {fields.map((name) => (
        <li key={name} className="min-w-0 [overflow-wrap:anywhere]">
          <span className="text-ink-3">{labelOf(ctx, name)}</span>{' '}
          {row.old && row.new ? (
            <>
              <s className="text-ink-3 no-underline">{spoken(row.old, name)}</s>
              <span aria-hidden> → </span>
              <span className="text-ink">{spoken(row.new, name)}</span>
            </>
          ) : (
            spoken(row.new ?? row.old ?? {}, name)
          )}
        </li>
      ))}
    </ul>
  )
}

/** The fields worth naming. A person is named above already, and that somebody did it by hand goes without saying. */
function fieldsOf({ action, old, new: now }: HistoryRow): string[] {
  const told = action === 'contact.removed' || action === 'contact.added' ? ['lastName', 'firstName'] : []
  if (!(old && now) && (now ?? old)?.source === 'person') told.push('source')
  return Object.keys({ ...old, ...now }).filter((name) => !SILENT.has(name) && !told.includes(name))
}

/** The label its field has on screen. */
function labelOf(ctx: Context, name: string): string {
  const contacts = wordsFor(ctx, 'contacts')
  const customers = wordsFor(ctx, 'customers')
  if (name === 'kind') return contacts('colleagues.kind')
  if (contacts.has(`fields.${name as 'role'}`)) return contacts(`fields.${name as 'role'}`)
  return customers.has(`form.fields.${name as 'name'}`) ? customers(`form.fields.${name as 'name'}`) : name
}

const VOCABULARY: Record<string, string> = { role: 'contactRoles', kind: 'kinds', state: 'states' }

/** A value as its field shows it. What is no word of ours any more is shown as it was kept. */
function speak(ctx: Context, name: string, value: unknown, names: Names): string {
  const words = wordsFor(ctx, 'words')
  const format = formatFor(ctx)
  if (value === null || value === undefined || value === '') return ''
  if (typeof value === 'boolean') return value ? words('yes') : words('no')
  if (Array.isArray(value)) return format.list(value.map(String))
  const text = String(value)
  if (name === 'collectorId') return names.get(Number(value)) ?? text
  if (name === 'country' && /^[A-Z]{2}$/.test(text)) return format.country(text)
  if (name === 'language') return format.language(text)
  if (name === 'creditLimit' && /^-?\d+(\.\d+)?$/.test(text)) return format.amount(text)
  if (name === 'source') return sourceOf(ctx, text)
  const key = `${VOCABULARY[name] ?? ''}.${text}` as 'states.active'
  return words.has(key) ? words(key) : text
}

function sourceOf(ctx: Context, source: string): string {
  const t = wordsFor(ctx, 'history')
  return t.has(`sources.${source as 'person'}`) ? t(`sources.${source as 'person'}`) : source
}
