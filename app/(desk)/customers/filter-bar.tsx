import { ListFilter, Plus, Search, X } from 'lucide-react'
import type { SpokenPart } from '@/app/_blocks/search-words'
import { Link } from '@/app/_ui/link'
import { wordsFor } from '@/app/reader'
import { can } from '@/lib/auth/permissions'
import type { Context } from '@/lib/context'
import {
  CHOICES,
  type CustomerFilter,
  type CustomerView,
  customersAddress,
  EVERYONE,
  RANGES,
  writeCustomerAddress,
} from '@/lib/customers/filter'
import type { Problem } from '@/lib/filter'
import { findCodeList } from '@/lib/lists/queries'
import { AsAddressed } from './as-addressed'
import { FilterFields } from './filter-fields'
import { PasteBox } from './paste-box'
import { SaveView } from './save-view'

type Props = {
  ctx: Context
  filter: CustomerFilter
  view: CustomerView
  parts: SpokenPart[]
  problems: Problem[]
}

const FORM = 'filter-panel'
/** The parts that have a field of their own. */
const FIELDS: readonly string[] = ['q', ...CHOICES, 'contact', ...RANGES, 'state']

/**
 * The search as chips, each a link to the search without it, and one plain GET form to narrow it: the box for words belongs
 * to the panel of fields, so that neither is sent without the other.
 */
export function FilterBar({ ctx, filter, view, parts, problems }: Props) {
  const t = wordsFor(ctx, 'customers')
  const chips = parts.filter(({ part }) => part !== 'q')
  return (
    <div className="no-print flex flex-wrap items-center gap-1.5 px-5 py-3 max-md:px-3.5">
      <div className="relative w-80 max-md:w-full">
        <input
          key={filter.q}
          form={FORM}
          type="search"
          name="q"
          defaultValue={filter.q}
          maxLength={200}
          placeholder={t('searchPlaceholder')}
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
      {chips.map((chip) => (
        <Chip key={`${chip.part}${chip.not}${chip.value}`} ctx={ctx} chip={chip} filter={filter} view={view} />
      ))}
      <button type="button" popoverTarget={FORM} className="btn btn-bare">
        <ListFilter className="size-3.5" aria-hidden />
        {t('filter')}
      </button>
      <form
        key={`${writeCustomerAddress(filter, view)} ${JSON.stringify(problems)}`}
        id={FORM}
        popover="auto"
        action="/customers"
        method="get"
        autoComplete="off"
        aria-label={t('filterTitle')}
        className="popup panel w-[min(360px,calc(100vw-24px))] p-4 text-ink"
      >
        <Kept filter={filter} view={view} />
        <FilterFields ctx={ctx} filter={filter} parts={parts} problems={problems} />
      </form>
      <PasteBox search={writeCustomerAddress(filter, { saved: view.saved })} />
      {parts.length > 1 && (
        <Link href={customersAddress(EVERYONE, { ...view, saved: '', page: 1, exact: false })} className="btn btn-bare">
          {t('clearAll')}
        </Link>
      )}
      <span className="ml-auto flex gap-1.5">
        {view.saved === '' && <SaveView ctx={ctx} search={writeCustomerAddress(filter, view)} />}
        {can(ctx.actor, 'customers.write') && (
          <Link href="/customers/new" className="btn">
            <Plus className="size-3.5" aria-hidden />
            {t('new')}
          </Link>
        )}
      </span>
    </div>
  )
}

async function Chip({
  ctx,
  chip,
  filter,
  view,
}: {
  ctx: Context
  chip: SpokenPart
  filter: CustomerFilter
  view: CustomerView
}) {
  const t = wordsFor(ctx, 'customers')
  const value = chip.part === 'list' ? await listWords(ctx, filter.list) : chip.value
  const sort = chip.part === 'list' && view.sort === 'pasted' ? { sort: 'code' as const, descending: false } : {}
  return (
    <span className="chip">
      <span className="text-ink-2">{chip.label}</span>
      {chip.not && <span>{t('isNot')}</span>}
      {value && <span className="max-w-60 truncate">{value}</span>}
      <Link
        href={customersAddress(chip.without, { ...view, page: 1, exact: false, ...sort })}
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
    : wordsFor(ctx, 'customers')('listFound', { found: list.found, codes: list.found + list.notFound.length })
}

/** The rest of the search, for which the form has no field. The page goes back to the first. */
function Kept({ filter, view }: { filter: CustomerFilter; view: CustomerView }) {
  const parts = new URLSearchParams(writeCustomerAddress(filter, { ...view, page: 1, exact: false }))
  return [...parts]
    .filter(([name]) => !FIELDS.includes(name))
    .map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)
}
