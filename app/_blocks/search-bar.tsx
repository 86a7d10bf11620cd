import { ListFilter, Search, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from '@/app/_ui/link'
import { wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import { findCodeList } from '@/lib/lists/queries'
import { AsAddressed } from './as-addressed'
import type { SpokenPart } from './search-words'

const FORM = 'filter-panel'

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
  /** What the form has no field for and hands on. */
  kept: [string, string][]
  fields: ReactNode
  clear: string
  children?: ReactNode
  end?: ReactNode
}

/**
 * The search as chips, each a link to the search without it, and one plain GET form to narrow it: the box for words belongs
 * to the panel of fields, so that neither is sent without the other.
 */
export function SearchBar<Filter>({ ctx, action, state, q, placeholder, parts, list, hrefTo, ...rest }: Props<Filter>) {
  const t = wordsFor(ctx, 'customers')
  const chips = parts.filter(({ part }) => part !== 'q')
  return (
    <div className="no-print flex flex-wrap items-center gap-1.5 px-5 py-3 max-md:px-3.5">
      <Box ctx={ctx} q={q} placeholder={placeholder} />
      {chips.map((chip) => (
        <Chip
          key={`${chip.part}${chip.not}${chip.value}`}
          {...{ ctx, chip, list }}
          href={hrefTo(chip.without, chip.part)}
          turn={chip.opposite && hrefTo(chip.opposite, chip.part)}
        />
      ))}
      <button type="button" popoverTarget={FORM} className="btn btn-bare">
        <ListFilter className="size-3.5" aria-hidden />
        {t('filter')}
      </button>
      <form
        key={state}
        id={FORM}
        popover="auto"
        action={action}
        method="get"
        autoComplete="off"
        aria-label={t('filterTitle')}
        className="popup panel w-[min(360px,calc(100vw-24px))] p-4 text-ink"
      >
        {rest.kept.map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {rest.fields}
      </form>
      {rest.children}
      {parts.length > 1 && (
        <Link href={rest.clear} className="btn btn-bare">
          {t('clearAll')}
        </Link>
      )}
      {rest.end && <span className="ml-auto flex gap-1.5">{rest.end}</span>}
    </div>
  )
}

function Box({ ctx, q, placeholder }: { ctx: Context; q: string; placeholder: string }) {
  const t = wordsFor(ctx, 'customers')
  return (
    <div className="relative w-80 max-md:w-full">
      <input
        key={q}
        form={FORM}
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
        form={FORM}
        formNoValidate
        tabIndex={-1}
        aria-label={t('search')}
        className="absolute inset-y-0 left-0 grid w-8 cursor-pointer place-items-center text-ink-3"
      >
        <Search className="size-3.5" aria-hidden />
      </button>
      <AsAddressed form={FORM} />
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
        <X className="size-3.5" aria-hidden />
      </Link>
    </span>
  )
}

async function listWords(ctx: Context, id: string): Promise<string> {
  const list = await findCodeList(ctx, id)
  if (!list) return id
  return list.frozen
    ? wordsFor(ctx, 'views')('exactlyCount', { count: list.found })
    : wordsFor(ctx, 'list')('listFound', { found: list.found, codes: list.found + list.notFound.length })
}
