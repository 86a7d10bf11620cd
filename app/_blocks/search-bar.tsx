import type { ReactNode } from 'react'
import { Icon } from '@/app/_ui/icon'
import { Link } from '@/app/_ui/link'
import { type OpenPanel, Panel } from '@/app/_ui/panel'
import { wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import { RANGES } from '@/lib/customers/filter'
import type { Problem } from '@/lib/filter'
import { findCodeList } from '@/lib/lists/queries'
import { AsAddressed } from './as-addressed'
import type { SpokenPart } from './search-words'

/** The form of the search: its words, the panel of its fields and, without JavaScript, all that opens in the page. */
export const SEARCH_FORM = 'filter-panel'

type Props<Filter> = {
  ctx: Context
  /** The page that the form asks. */
  action: string
  /** The search in one spelling: another one is another form. */
  state: string
  q: string
  placeholder: string
  parts: SpokenPart<Filter>[]
  /** The id of the pasted list, whose chip says how many of it were found. */
  list: string
  hrefTo: (filter: Filter, part: string) => string
  /** The search as the form hands it on, but for its words. */
  kept: [string, string][]
  open: OpenPanel
  /** The fields, where they stand in the page itself. */
  fields: ReactNode
  clear: string
  children?: ReactNode
  end?: ReactNode
}

/**
 * The search as chips, each a link to the search without it, and one plain GET form to narrow it: the box for words
 * belongs to the panel of fields, so that neither is sent without the other. What can be done beside it has a place of
 * its own, from which no number of chips drives it.
 */
export function SearchBar<Filter>({ ctx, action, state, q, placeholder, parts, list, hrefTo, ...rest }: Props<Filter>) {
  const t = wordsFor(ctx, 'customers')
  const chips = parts.filter(({ part }) => part !== 'q')
  return (
    <div className="no-print flex flex-wrap items-start gap-x-3 gap-y-1.5 px-5 py-3 max-md:px-3.5">
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-1.5 max-md:basis-full">
        <Box ctx={ctx} q={q} placeholder={placeholder} />
        {chips.map((chip) => (
          <Chip
            key={`${chip.part}${chip.not}${chip.value}`}
            {...{ ctx, chip, list }}
            href={hrefTo(chip.without, chip.part)}
            turn={chip.opposite && hrefTo(chip.opposite, chip.part)}
          />
        ))}
        <Fields key={state} {...{ ctx, action, state }} kept={rest.kept} open={rest.open} fields={rest.fields} />
        {rest.children}
        {parts.length > 1 && (
          <Link href={rest.clear} className="btn btn-bare">
            {t('clearAll')}
          </Link>
        )}
      </div>
      {rest.end && <div className="flex gap-1.5 max-md:ml-auto">{rest.end}</div>}
    </div>
  )
}

type FieldsProps = Pick<Props<unknown>, 'ctx' | 'action' | 'state' | 'kept' | 'open' | 'fields'>

/** The form: behind its button, or in the page with what it was given. */
function Fields({ ctx, action, state, kept, open, fields }: FieldsProps) {
  const t = wordsFor(ctx, 'customers')
  const form = { action, 'aria-label': t('filterTitle') }
  if (fields) {
    return (
      <form
        id={SEARCH_FORM}
        {...form}
        method="get"
        autoComplete="off"
        className="order-1 w-[360px] max-w-full rounded-md border border-line bg-surface p-4"
      >
        {fields}
      </form>
    )
  }
  return (
    <Panel
      name="filter"
      state={state}
      open={open}
      button={{ className: 'btn btn-bare' }}
      face={
        <>
          <Icon name="list-filter" className="size-3.5" />
          {t('filter')}
        </>
      }
      className="w-[min(360px,calc(100vw-24px))] p-4"
      form={{ ...form, kept: <Kept fields={kept} /> }}
      plainForm={SEARCH_FORM}
    />
  )
}

/** What the form hands on where it has no fields: all of the search but its words and the ranges it could not read. */
export function unfielded(written: [string, string][], problems: Problem[]): [string, string][] {
  const unread = problems.filter(({ part }) => RANGES.some((range) => range === part))
  return [
    ...written.filter(([name]) => name !== 'q'),
    ...unread.map(({ part, value }): [string, string] => [part, value]),
  ]
}

/** What the form has no field for. */
export function Kept({ fields }: { fields: [string, string][] }) {
  return fields.map(([name, value]) => <input key={`${name}=${value}`} type="hidden" name={name} value={value} />)
}

function Box({ ctx, q, placeholder }: { ctx: Context; q: string; placeholder: string }) {
  const t = wordsFor(ctx, 'customers')
  return (
    <div className="relative max-w-80 flex-[1_1_240px] max-md:max-w-none max-md:basis-full">
      <input
        key={q}
        form={SEARCH_FORM}
        type="search"
        name="q"
        defaultValue={q}
        maxLength={200}
        placeholder={placeholder}
        aria-label={t('search')}
        autoComplete="off"
        className="input h-7.5 pl-8"
      />
      <button
        type="submit"
        form={SEARCH_FORM}
        formNoValidate
        tabIndex={-1}
        aria-label={t('search')}
        className="absolute inset-y-0 left-0 grid w-8 cursor-pointer place-items-center text-ink-3"
      >
        <Icon name="search" className="size-3.5" />
      </button>
      <AsAddressed form={SEARCH_FORM} />
    </div>
  )
}

async function Chip({
  ctx,
  chip,
  list,
  href,
  turn,
}: {
  ctx: Context
  chip: SpokenPart<unknown>
  list: string
  href: string
  turn: string | undefined
}) {
  const t = wordsFor(ctx, 'customers')
  const value = chip.part === 'list' ? await listWords(ctx, list) : chip.value
  return (
    <span className="chip">
      <span className="text-ink-2">{chip.label}</span>
      {turn && (
        <Link
          href={turn}
          aria-label={t(chip.not ? 'turnToIs' : 'turnToIsNot', { part: chip.label, value })}
          className="hover:bg-sunken"
        >
          {t(chip.not ? 'isNot' : 'is')}
        </Link>
      )}
      {value && <span className="max-w-60 truncate">{value}</span>}
      <Link
        href={href}
        aria-label={t('removePart', { part: chip.label, value: `${chip.not ? `${t('isNot')} ` : ''}${value}` })}
        className="text-ink-3 hover:bg-sunken hover:text-ink"
      >
        <Icon name="x" className="size-3.5" />
      </Link>
    </span>
  )
}

async function listWords(ctx: Context, id: string): Promise<string> {
  const list = await findCodeList(ctx, id)
  if (!list) return wordsFor(ctx, 'customers')('listGoneShort')
  return list.frozen
    ? wordsFor(ctx, 'views')('exactlyCount', { count: list.found })
    : wordsFor(ctx, 'list')('listFound', { found: list.found, codes: list.found + list.notFound.length })
}
